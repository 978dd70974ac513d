/* 44_calls_test.c - which moves are one call of the library. */
#include "tests/support/scene.h"
#include "tui/control/calls.h"

enum { OWN = 1, INSIDE, DEEPER, STARTS, SITES = STARTS };

static uint32_t counter;

static int scene_of_calls(void **state)
{
    static const struct {
        int line;
        const char *file;
    } sites[] = {{24, "/home/ann/main.c"},
                 {184, "/lab/common/parallel/queue.c"},
                 {38, "/lab/common/parallel/lock.c"},
                 {49, "/lab/common/parallel/thread.c"}};

    scene_of_two(state);
    for (uint32_t i = 0; i < SITES; i++)
        story_event(s, (struct event){
                           .type = EVENT_SITE,
                           .site = {i + 1, sites[i].line, sites[i].file, ""}});
    counter = story_object(s, KIND_VARIABLE, "counter");
    return 0;
}

static void reach(uint32_t task, enum operation op, enum stage stage,
                  uint32_t site)
{
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = task,
                                  .operation = {.op = op,
                                                .stage = stage,
                                                .object = counter,
                                                .site = site}});
}

/* The task makes a move, and comes to another operation. */
static void moves(uint32_t task, enum operation op, uint32_t site)
{
    story_event(s, (struct event){.type = EVENT_MOVE, .task = task});
    reach(task, op, STAGE_DID, site);
    reach(task, OP_READ_VARIABLE, STAGE_WANTS, OWN); /* Tells nothing. */
}

static void reads(uint32_t task, uint32_t site)
{
    moves(task, OP_READ_VARIABLE, site);
}

static void what_is_done_inside_belongs_to_the_move_that_led_there(void **state)
{
    (void)state;
    reads(t1, OWN);
    reads(t1, INSIDE);
    reads(t1, DEEPER);
    reads(t1, OWN);
    reads(t1, OWN);
    assert_int_equal(calls_after(s->trace, 0), 3);
    assert_int_equal(calls_after(s->trace, 1), 3);
    assert_int_equal(calls_after(s->trace, 3), 4);
    assert_int_equal(calls_after(s->trace, 4), 5);
    assert_int_equal(calls_before(s->trace, 5), 4);
    assert_int_equal(calls_before(s->trace, 4), 3);
    assert_int_equal(calls_before(s->trace, 3), 0);
    assert_int_equal(calls_before(s->trace, 2), 0);
    assert_int_equal(calls_before(s->trace, 0), 0);
}

static void another_task_parts_a_call(void **state)
{
    (void)state;
    reads(t1, OWN);
    reads(t1, INSIDE);
    reads(t2, INSIDE);
    reads(t1, DEEPER);
    assert_int_equal(calls_after(s->trace, 0), 2);
    assert_int_equal(calls_after(s->trace, 2), 3);
    assert_int_equal(calls_before(s->trace, 4), 3);
    assert_int_equal(calls_before(s->trace, 3), 2);
}

static void a_call_that_begins_again_is_another(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        reads(t1, INSIDE);
        reads(t1, DEEPER);
        reads(t1, DEEPER);
    }
    moves(t1, OP_CREATE, STARTS);
    reads(t1, DEEPER);
    moves(t1, OP_CREATE, STARTS);
    assert_int_equal(calls_after(s->trace, 0), 3);
    assert_int_equal(calls_after(s->trace, 3), 8);
    assert_int_equal(calls_before(s->trace, 8), 3);
    assert_int_equal(calls_before(s->trace, 9), 8);
}

static void beyond_the_last_move_there_is_one_more_at_most(void **state)
{
    (void)state;
    assert_int_equal(calls_after(s->trace, 0), 1);
    reads(t1, OWN);
    assert_int_equal(calls_after(s->trace, 1), 2);
    assert_int_equal(calls_before(s->trace, 1), 0);
}

static bool goes_on(struct library_call *call, enum readiness readiness,
                    size_t alternatives)
{
    const struct choice choice = {.task = t1,
                                  .readiness = readiness,
                                  .alternatives = (uint32_t)alternatives};

    return call_goes_on(call, s->model, &choice);
}

static void a_task_goes_on_as_long_as_it_stands_inside_and_can(void **state)
{
    struct library_call call;

    (void)state;
    reach(t1, OP_READ_VARIABLE, STAGE_WANTS, OWN);
    call = call_begin(s->model, t1);
    assert_false(goes_on(&call, CAN, 1));
    reach(t1, OP_READ_VARIABLE, STAGE_WANTS, INSIDE);
    assert_true(goes_on(&call, CAN, 1));
    reach(t1, OP_READ_VARIABLE, STAGE_WANTS, DEEPER);
    assert_true(goes_on(&call, CAN, 1));
    assert_false(goes_on(&call, CAN, 2)); /* Whom it wakes is asked. */
    assert_false(goes_on(&call, CANNOT, 1));
    assert_false(goes_on(&call, CAN_BY_TIME, 1));
    assert_false(call_goes_on(&call, s->model, NULL));
    reach(t1, OP_READ_VARIABLE, STAGE_WANTS, INSIDE);
    assert_false(goes_on(&call, CAN, 1)); /* The next call. */
}

static void knows_whether_the_program_uses_the_library(void **state)
{
    struct model *model = model_new();

    (void)state;
    assert_true(calls_are_made(s->model));
    assert_false(calls_are_made(model));
    model_free(model);
}

#define TEST(name) SCENE(scene_of_calls, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_done_inside_belongs_to_the_move_that_led_there),
        TEST(another_task_parts_a_call),
        TEST(a_call_that_begins_again_is_another),
        TEST(beyond_the_last_move_there_is_one_more_at_most),
        TEST(a_task_goes_on_as_long_as_it_stands_inside_and_can),
        TEST(knows_whether_the_program_uses_the_library),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
