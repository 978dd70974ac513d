/* equivalence_c11.c - the threads of <threads.h>. */
#include "case.h"

#include <stdint.h>
#include <sys/resource.h>
#include <threads.h>

static mtx_t door;
static cnd_t changed;

static const char *word(int result)
{
    return result == thrd_success    ? "success"
           : result == thrd_busy     ? "busy"
           : result == thrd_timedout ? "timedout"
           : result == thrd_nomem    ? "nomem"
           : result == thrd_error    ? "error"
                                     : "another";
}

static void c11_case(const char *call, int result)
{
    say(" %s=%s", call, word(result));
    say_errno();
}

#define C11(call) c11_case(#call, (errno = UNTOUCHED, (call)))

static int give_back(void *value)
{
    return *(int *)value;
}

static int leave(void *value)
{
    thrd_exit(*(int *)value + 1);
}

static void joined(void)
{
    thrd_t thread;
    int value = -5;
    int result = 0;

    C11(thrd_create(&thread, give_back, &value));
    C11(thrd_join(thread, &result));
    SHOW(result);
    C11(thrd_create(&thread, leave, &value));
    C11(thrd_join(thread, &result));
    SHOW(result);
    C11(thrd_create(&thread, leave, &value));
    C11(thrd_join(thread, NULL));
    C11(thrd_join(thrd_current(), NULL));
    SHOW(thrd_equal(thrd_current(), thrd_current()) != 0);
}

static int wait_for_door(void *nothing)
{
    (void)nothing;
    mtx_lock(&door);
    mtx_unlock(&door);
    return 0;
}

static void detached(void)
{
    thrd_t thread;

    C11(mtx_init(&door, mtx_plain));
    C11(mtx_lock(&door));
    C11(thrd_create(&thread, wait_for_door, NULL));
    C11(thrd_detach(thread));
    C11(thrd_detach(thread));
    C11(thrd_join(thread, NULL));
    C11(mtx_unlock(&door));
    usleep(2000);
}

/* No memory is left for a stack; the first case, for no stack is kept yet. */
static void create_refused(void)
{
    struct rlimit before;
    thrd_t thread;
    int value = 0;

    getrlimit(RLIMIT_AS, &before);
    setrlimit(RLIMIT_AS, &(struct rlimit){1 << 20, before.rlim_max});
    int result = thrd_create(&thread, give_back, &value);
    setrlimit(RLIMIT_AS, &before);
    say(" %s", word(result));
}

static int try_door(void *nothing)
{
    int result = mtx_trylock(&door);

    (void)nothing;
    if (result == thrd_success)
        mtx_unlock(&door);
    return result;
}

static int try_door_for_a_while(void *nothing)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    (void)nothing;
    return mtx_timedlock(&door, &until);
}

static int elsewhere(thrd_start_t what)
{
    thrd_t thread;
    int result = -1;

    NEED(thrd_create(&thread, what, NULL) == thrd_success);
    NEED(thrd_join(thread, &result) == thrd_success);
    return result;
}

static void plain(void)
{
    C11(mtx_init(&door, mtx_plain));
    C11(mtx_lock(&door));
    C11(mtx_trylock(&door));
    C11(elsewhere(try_door));
    C11(mtx_unlock(&door));
    C11(elsewhere(try_door));
    mtx_destroy(&door);
}

static void recursive(void)
{
    C11(mtx_init(&door, mtx_plain | mtx_recursive));
    C11(mtx_lock(&door));
    C11(mtx_lock(&door));
    C11(mtx_trylock(&door));
    C11(elsewhere(try_door));
    C11(mtx_unlock(&door));
    C11(mtx_unlock(&door));
    C11(mtx_unlock(&door));
    C11(mtx_unlock(&door));
    mtx_destroy(&door);
}

static void timed(void)
{
    C11(mtx_init(&door, mtx_timed));
    C11(mtx_timedlock(&door, &past));
    C11(elsewhere(try_door_for_a_while));
    C11(mtx_unlock(&door));
    C11(mtx_init(&door, 77));
}

static void condition_times(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    C11(mtx_init(&door, mtx_plain));
    C11(cnd_init(&changed));
    C11(mtx_lock(&door));
    C11(cnd_timedwait(&changed, &door, &until));
    C11(cnd_timedwait(&changed, &door, &past));
    C11(cnd_timedwait(&changed, &door, &absurd));
    C11(mtx_trylock(&door));
    C11(mtx_unlock(&door));
    C11(cnd_signal(&changed));
    C11(cnd_broadcast(&changed));
    cnd_destroy(&changed);
}

static int tickets;

static int take_ticket(void *nothing)
{
    int result = thrd_success;

    (void)nothing;
    mtx_lock(&door);
    while (tickets == 0 && result == thrd_success)
        result = cnd_wait(&changed, &door);
    tickets--;
    mtx_unlock(&door);
    return result;
}

static void condition_wakes(void)
{
    thrd_t threads[2];
    int results[2] = {-1, -1};

    C11(mtx_init(&door, mtx_plain));
    C11(cnd_init(&changed));
    for (int i = 0; i < 2; i++)
        C11(thrd_create(&threads[i], take_ticket, NULL));
    for (int i = 0; i < 2; i++) {
        mtx_lock(&door);
        tickets++;
        C11(i ? cnd_broadcast(&changed) : cnd_signal(&changed));
        mtx_unlock(&door);
    }
    for (int i = 0; i < 2; i++)
        thrd_join(threads[i], &results[i]);
    C11(results[0]);
    C11(results[1]);
    SHOW(tickets);
}

static int runs;

static void run(void)
{
    runs++;
}

static void done_once(void)
{
    static once_flag flag = ONCE_FLAG_INIT;

    call_once(&flag, run);
    call_once(&flag, run);
    SHOW(runs);
}

static tss_t key;
static int ended;

static void end_value(void *value)
{
    ended = *(int *)value;
}

static int keep_value(void *value)
{
    tss_set(key, value);
    return tss_get(key) == value;
}

static void values_of_threads(void)
{
    thrd_t thread;
    int value = 31;
    int result = 0;

    C11(tss_create(&key, end_value));
    C11(thrd_create(&thread, keep_value, &value));
    C11(thrd_join(thread, &result));
    SHOW(result);
    SHOW(ended);
    SHOW(tss_get(key) == NULL);
    tss_delete(key);
}

static const struct one_case cases[] = {
    CASE(create_refused),  CASE(joined),
    CASE(detached),        CASE(plain),
    CASE(recursive),       CASE(timed),
    CASE(condition_times), CASE(condition_wakes),
    CASE(done_once),       CASE(values_of_threads),
};
CASES_MAIN(cases)
