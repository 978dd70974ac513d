/* check_then_act_check.c - is each seat sold once, and do guests pay at the
   same time? */
#include EXERCISE

#include "../check.h"

struct wish {
    int seat;
    int guest;
    bool got;
};

static void *ask(void *argument)
{
    struct wish *wish = argument;

    wish->got = book(wish->seat, wish->guest);
    return NULL;
}

static void one_seat_for_two(void)
{
    struct wish one = {3, 1, false};
    struct wish other = {3, 2, false};

    clear_all();
    CHECK_TOGETHER({ask, &one}, {ask, &other});
    check(one.got != other.got,
          "wrong result: guests[3]: the seat was sold twice, or to nobody");
    check(guest_of(3) == (one.got ? 1 : 2),
          "wrong result: guests[3] is not who was told so");
}

static void scenario(void)
{
    struct wish one = {4, 1, false};
    struct wish other = {5, 2, false};

    one_seat_for_two();
    CHECK_TOGETHER({ask, &one}, {ask, &other});
    check(one.got && other.got,
          "wrong result: guests: a free seat was refused");
}

static void sells_each_seat_once(void **state)
{
    (void)state;
    for (int round = 0; round < 200; round++)
        one_seat_for_two();
}

static void refuses_a_seat_that_is_sold(void **state)
{
    (void)state;
    clear_all();
    check(book(1, 7), "wrong result: a free seat was refused");
    check(!book(1, 8), "wrong result: a sold seat was sold again");
    check(guest_of(1) == 7, "wrong result: the seat changed hands");
    clear_all();
    check(book(1, 8), "wrong result: a free seat was refused");
}

CHECKS(scenario, FREELY(sells_each_seat_once),
       FREELY(refuses_a_seat_that_is_sold))
