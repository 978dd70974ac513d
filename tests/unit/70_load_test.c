/* 70_load_test.c - 64 processes on one queue.

   INTERLEAVE_ITEMS: how many go through it; 10000000 is what the library
   promises, the usual run has fewer. */
#include "parallel/joinable_queue.h"
#include "parallel/thread.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { SIDE = 32, CAPACITY = 256, ITEMS_USUALLY = 300000 };

struct load {
    struct queue *queue;
    long items;
    atomic_long next;
    atomic_uchar seen[]; /* How often each came out. */
};

static long items(void)
{
    const char *text = getenv("INTERLEAVE_ITEMS");

    return text ? atol(text) : ITEMS_USUALLY;
}

static struct load *load_new(enum sharing sharing)
{
    struct load *load = child_shared(sizeof *load + (size_t)items());

    load->items = items();
    assert_int_equal(queue_new(&load->queue, CAPACITY, sizeof(long), sharing),
                     0);
    return load;
}

static void each_came_once(struct load *load)
{
    long wrong = 0;

    for (long i = 0; i < load->items; i++)
        wrong += atomic_load(&load->seen[i]) != 1;
    assert_int_equal(wrong, 0);
    queue_free(load->queue);
    munmap(load, sizeof *load + (size_t)load->items);
}

static int put(void *argument)
{
    struct load *load = argument;

    for (long i; (i = atomic_fetch_add(&load->next, 1)) < load->items;)
        if (queue_put(load->queue, &i, FOREVER))
            return 1;
    return 0;
}

static int get(void *argument)
{
    struct load *load = argument;

    for (long i; queue_get(load->queue, &i, FOREVER) == 0;) {
        atomic_fetch_add(&load->seen[i], 1);
        joinable_queue_task_done(load->queue);
    }
    return 0;
}

/* However long it takes: the whole program has a deadline. */
static int wait_for(pid_t child)
{
    int status;

    return waitpid(child, &status, 0) == child ? status : -1;
}

static void sixty_four_processes_see_each_item_once(void **state)
{
    struct load *load = load_new(BETWEEN_PROCESSES);
    pid_t putters[SIDE], getters[SIDE];

    (void)state;
    for (int i = 0; i < SIDE; i++) {
        getters[i] = child_start(get, load);
        putters[i] = child_start(put, load);
    }
    for (int i = 0; i < SIDE; i++)
        assert_int_equal(wait_for(putters[i]), 0);
    assert_int_equal(joinable_queue_join(load->queue, FOREVER), 0);
    queue_close(load->queue);
    for (int i = 0; i < SIDE; i++)
        assert_int_equal(wait_for(getters[i]), 0);
    each_came_once(load);
}

static void run_put(void *argument)
{
    put(argument);
}

static void run_get(void *argument)
{
    get(argument);
}

static void sixty_four_threads_see_each_item_once(void **state)
{
    struct load *load = load_new(BETWEEN_THREADS);
    struct thread putters[SIDE], getters[SIDE];

    (void)state;
    for (int i = 0; i < SIDE; i++) {
        assert_int_equal(thread_start(&getters[i], NULL, run_get, load), 0);
        assert_int_equal(thread_start(&putters[i], NULL, run_put, load), 0);
    }
    for (int i = 0; i < SIDE; i++)
        thread_join(&putters[i], FOREVER);
    assert_int_equal(joinable_queue_join(load->queue, FOREVER), 0);
    queue_close(load->queue);
    for (int i = 0; i < SIDE; i++)
        thread_join(&getters[i], FOREVER);
    each_came_once(load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_four_processes_see_each_item_once),
        cmocka_unit_test(sixty_four_threads_see_each_item_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
