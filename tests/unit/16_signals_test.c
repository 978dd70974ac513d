/* 16_signals_test.c - signals, timers and stopped processes, as the scheduler
   knows them. */
#include "tests/support/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static uint64_t bit(int number)
{
    return UINT64_C(1) << (number - 1);
}

static void a_signal_disturbs_who_does_not_block_it(void **state)
{
    struct moves *m = *state;
    struct scheduled *task = &m->s->tasks[1];

    moves_want(m, 1, OP_PAUSE, 0, 0);
    m->s->processes[0].signals = bit(SIGUSR1);
    assert_int_equal(scheduler_deliverable(m->s, 1), SIGUSR1);
    assert_int_equal(moves_readiness(m, 1), CAN);
    task->blocked = bit(SIGUSR1);
    assert_int_equal(scheduler_deliverable(m->s, 1), 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    task->signals = bit(SIGTERM) | bit(SIGINT);
    assert_int_equal(scheduler_deliverable(m->s, 1), SIGINT);
    assert_int_equal(moves_readiness(m, 1), CAN);
}

static void a_signal_is_waited_for_although_it_is_blocked(void **state)
{
    struct moves *m = *state;

    m->s->tasks[1].blocked = bit(SIGUSR1);
    moves_want(m, 1, OP_SIGNAL_WAIT, 0, (int64_t)bit(SIGUSR1));
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    m->s->processes[0].signals = bit(SIGUSR1);
    assert_int_equal(moves_readiness(m, 1), CAN);
}

static struct scheduled_timer *rings_at(struct moves *m, uint64_t at_ns,
                                        uint64_t every_ns)
{
    struct scheduled_timer *timer = scheduler_timer(m->s, 1, 0, true);

    assert_non_null(timer);
    timer->signal = SIGALRM;
    timer->at_ns = at_ns;
    timer->every_ns = every_ns;
    return timer;
}

static void an_alarm_rings_on_the_way(void **state)
{
    struct moves *m = *state;

    struct scheduled_timer *alarm_ = rings_at(m, 300, 0);
    moves_want_until(m, 1, OP_SLEEP, 0, 0, 1000);
    assert_int_equal(scheduler_next_time(m->s, 1), 300);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(m->s->now_ns, 300);
    assert_int_equal(scheduler_deliverable(m->s, 1), SIGALRM);
    assert_int_equal(moves_readiness(m, 1), CAN);
    assert_true(alarm_->at_ns == NEVER);
}

static void a_timer_rings_again_and_counts_what_was_missed(void **state)
{
    struct moves *m = *state;
    struct scheduled_timer *timer = rings_at(m, 300, 100);

    moves_want_until(m, 1, OP_SLEEP, 0, 0, 1000);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(m->s->now_ns, 300);
    assert_int_equal(timer->at_ns, 400);
    m->s->tasks[1].blocked = bit(SIGALRM);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(m->s->now_ns, 1000);
    assert_int_equal(timer->at_ns, 1100);
    assert_int_equal(timer->overruns, 7);
    assert_int_equal(scheduler_take_signal(m->s, 1, SIGALRM).code, SI_KERNEL);
    assert_int_equal(m->s->processes[0].signals, 0);
}

static void what_is_told_of_signals_comes_with_them(void **state)
{
    struct moves *m = *state;
    struct scheduled_signal sent = {.process = 1, .number = SIGUSR1, .pid = 7};

    assert_true(scheduler_send(m->s, &sent));
    sent.pid = 8; /* It waits already: sent once. */
    assert_true(scheduler_send(m->s, &sent));
    assert_int_equal(scheduler_take_signal(m->s, 1, SIGUSR1).pid, 7);
    assert_int_equal(m->s->processes[0].signals, 0);
    sent.number = SIGRTMIN; /* These wait in a row. */
    for (int i = 0; i < 3; i++) {
        sent.value = i;
        assert_true(scheduler_send(m->s, &sent));
    }
    for (int i = 0; i < 3; i++) {
        assert_int_equal(m->s->processes[0].signals, bit(SIGRTMIN));
        assert_int_equal(scheduler_take_signal(m->s, 1, SIGRTMIN).value, i);
    }
    assert_int_equal(m->s->processes[0].signals, 0);
    for (int i = 0; i < SCHEDULER_SIGNALS; i++)
        assert_true(scheduler_send(m->s, &sent));
    assert_false(scheduler_send(m->s, &sent));
}

static void who_is_stopped_moves_no_more(void **state)
{
    struct moves *m = *state;

    moves_want(m, 1, OP_YIELD, 0, 0);
    scheduler_stop(m->s, 1, true);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    scheduler_stop(m->s, 1, true);
    scheduler_stop(m->s, 1, false);
    assert_int_equal(m->s->stopped, 0);
    assert_int_equal(moves_readiness(m, 1), CAN);
}

static void a_blocked_alarm_wakes_nobody(void **state)
{
    struct moves *m = *state;

    rings_at(m, 300, 0);
    m->s->tasks[1].blocked = bit(SIGALRM);
    moves_want(m, 1, OP_PAUSE, 0, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
}

#define T(test) cmocka_unit_test_setup_teardown(test, moves_setup, moves_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_signal_disturbs_who_does_not_block_it),
        T(a_signal_is_waited_for_although_it_is_blocked),
        T(an_alarm_rings_on_the_way),
        T(a_timer_rings_again_and_counts_what_was_missed),
        T(what_is_told_of_signals_comes_with_them),
        T(who_is_stopped_moves_no_more),
        T(a_blocked_alarm_wakes_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
