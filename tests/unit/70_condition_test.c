/* 70_condition_test.c - waiting until something about guarded data is true. */
#include "parallel/condition.h"
#include "parallel/thread.h"
#include "tests/support/child.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { TURNS = 2000 };

/* Two that take turns, each waiting for the other. */
struct game {
    struct lock lock;

    /* Guarded by lock. */
    int turn;

    struct condition turned; /* turn is that of who waits. */
};

static struct game *game_new(struct game *game, enum sharing sharing)
{
    game->turn = 0;
    assert_int_equal(lock_init(&game->lock, sharing), 0);
    assert_int_equal(condition_init(&game->turned, sharing), 0);
    return game;
}

static void play(struct game *game, int me)
{
    for (int i = 0; i < TURNS; i++) {
        lock_acquire(&game->lock, FOREVER);
        while (game->turn % 2 != me)
            condition_wait(&game->turned, &game->lock, FOREVER);
        game->turn++;
        condition_notify(&game->turned);
        lock_release(&game->lock);
    }
}

static void play_second(void *argument)
{
    play(argument, 1);
}

static int play_second_in_a_child(void *argument)
{
    play(argument, 1);
    return 0;
}

static void wakes_a_thread_for_each_notification(void **state)
{
    struct game game;
    struct thread thread;

    (void)state;
    game_new(&game, BETWEEN_THREADS);
    thread_start(&thread, NULL, play_second, &game);
    play(&game, 0);
    thread_join(&thread, FOREVER);
    assert_int_equal(game.turn, 2 * TURNS);
    assert_int_equal(condition_fini(&game.turned), 0);
}

static void wakes_a_process_for_each_notification(void **state)
{
    struct game *game = game_new(child_shared(sizeof *game), BETWEEN_PROCESSES);

    (void)state;
    /* Slower than 20 ms a turn would mean that they only looked again. */
    pid_t child = child_start(play_second_in_a_child, game);
    play(game, 0);
    assert_int_equal(child_end(child), 0);
    assert_int_equal(game->turn, 2 * TURNS);
}

static int wait_for_ever(void *argument)
{
    struct game *game = argument;

    lock_acquire(&game->lock, FOREVER);
    while (game->turn == 0)
        condition_wait(&game->turned, &game->lock, FOREVER);
    lock_release(&game->lock);
    return 0;
}

static int notify_often(void *argument)
{
    struct game *game = argument;

    for (int i = 0; i < 5; i++)
        condition_notify(&game->turned);
    lock_acquire(&game->lock, FOREVER);
    game->turn = 1;
    condition_notify(&game->turned);
    return lock_release(&game->lock);
}

static void outlives_those_that_are_killed_asleep(void **state)
{
    struct game *game = game_new(child_shared(sizeof *game), BETWEEN_PROCESSES);
    pid_t killed[3];

    (void)state;
    for (int i = 0; i < 3; i++)
        killed[i] = child_start(wait_for_ever, game);
    pid_t survivor = child_start(wait_for_ever, game);
    child_sleep_ms(50);
    for (int i = 0; i < 3; i++) {
        kill(killed[i], SIGKILL);
        assert_int_equal(child_end(killed[i]), -SIGKILL);
    }
    assert_int_equal(child_run(notify_often, game), 0);
    assert_int_equal(child_end(survivor), 0);
}

static void holds_the_lock_again_after_giving_up(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct game *game = game_new(child_shared(sizeof *game),
                                     i ? BETWEEN_PROCESSES : BETWEEN_THREADS);

        lock_acquire(&game->lock, FOREVER);
        double start = measure_now_ns();
        int error = 0;
        while (!error)
            error = condition_wait(&game->turned, &game->lock, 150);
        assert_int_equal(error, ETIMEDOUT);
        assert_true(measure_now_ns() - start >= 150e6);
        assert_int_equal(lock_release(&game->lock), 0);
    }
}

static bool is_first(void *argument)
{
    return *(int *)argument == 0;
}

static bool is_second(void *argument)
{
    return *(int *)argument == 1;
}

static void waits_for_what_holds_already_no_time(void **state)
{
    struct game game;

    (void)state;
    game_new(&game, BETWEEN_THREADS);
    lock_acquire(&game.lock, FOREVER);
    assert_int_equal(condition_wait_for(&game.turned, &game.lock, is_first,
                                        &game.turn, FOREVER),
                     0);
    assert_int_equal(
        condition_wait_for(&game.turned, &game.lock, is_second, &game.turn, 10),
        ETIMEDOUT);
    lock_release(&game.lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wakes_a_thread_for_each_notification),
        cmocka_unit_test(wakes_a_process_for_each_notification),
        cmocka_unit_test(outlives_those_that_are_killed_asleep),
        cmocka_unit_test(holds_the_lock_again_after_giving_up),
        cmocka_unit_test(waits_for_what_holds_already_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
