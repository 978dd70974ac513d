/* forgotten_release_check.c - is the account usable after each answer? */
#include EXERCISE

#include "../check.h"

static struct account account;

static void *asks_for_60(void *answer)
{
    *(int *)answer = withdraw(&account, 60);
    return NULL;
}

static void *asks_for_nothing(void *answer)
{
    *(int *)answer = withdraw(&account, 0);
    return NULL;
}

static void scenario(void)
{
    int answers[2];

    account_init(&account, 100);
    CHECK_TOGETHER({asks_for_60, &answers[0]}, {asks_for_60, &answers[1]});
    check(answers[0] + answers[1] == NOT_ENOUGH,
          "wrong result: answers: not one of the two got money");
    check(account.balance == 40 && account.refusals == 1,
          "wrong result: balance or refusals is not what it must be");
    CHECK_TOGETHER({asks_for_60, &answers[0]}, {asks_for_60, &answers[1]});
    check(account.refusals == 3,
          "wrong result: refusals are not what they must be");
    CHECK_TOGETHER({asks_for_nothing, &answers[0]}, {asks_for_60, &answers[1]});
    check(answers[0] == NOT_AN_AMOUNT && answers[1] == NOT_ENOUGH,
          "wrong result: answers are not what they must be");
    account_fini(&account);
}

static void answers_each_time(void **state)
{
    (void)state;
    account_init(&account, 100);
    check(withdraw(&account, -5) == NOT_AN_AMOUNT,
          "wrong result: -5 is an amount");
    check(withdraw(&account, 0) == NOT_AN_AMOUNT,
          "wrong result: 0 is an amount");
    check(withdraw(&account, 101) == NOT_ENOUGH,
          "wrong result: more than there is was given");
    check(withdraw(&account, 100) == DONE,
          "wrong result: all that there is was refused");
    check(account.balance == 0 && account.refusals == 1,
          "wrong result: balance or refusals is not what it must be");
    account_fini(&account);
}

CHECKS(scenario, FREELY(answers_each_time))
