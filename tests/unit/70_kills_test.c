/* 70_kills_test.c - processes killed at random moments, and what the others
   then find.

   INTERLEAVE_KILLS: how many of each kind; 1000 is what the library promises,
   the usual run has fewer. INTERLEAVE_KILL_SEED: the moments. */
#include "parallel/condition.h"
#include "parallel/pool.h"
#include "parallel/process.h"
#include "parallel/queue.h"
#include "parallel/thread.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { KILLS_USUALLY = 40, KILLS_MOST = 20000, CAPACITY = 8, AT_WORK = 3 };

static unsigned seed = 1;

static long from_environment(const char *name, long usually)
{
    const char *text = getenv(name);

    return text ? atol(text) : usually;
}

static int kills(void)
{
    long wanted = from_environment("INTERLEAVE_KILLS", KILLS_USUALLY);

    return wanted < KILLS_MOST ? (int)wanted : KILLS_MOST;
}

/* Some are killed while they begin, most at work. */
static void wait_a_moment(void)
{
    struct timespec moment = {0, rand_r(&seed) % 1500000};

    nanosleep(&moment, NULL);
}

static void kill_and_wait(pid_t victim)
{
    kill(victim, SIGKILL);
    assert_int_equal(child_end(victim), -SIGKILL);
}

/* Of a number that may be another's by now: only a child of ours. */
static bool kill_child(pid_t victim)
{
    char path[64];
    int parent = 0;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)victim);
    FILE *file = victim > 1 ? fopen(path, "r") : NULL;
    if (!file)
        return false;
    bool known = fscanf(file, "%*d (%*[^)]) %*c %d", &parent) == 1;
    fclose(file);
    return known && parent == getpid() && kill(victim, SIGKILL) == 0;
}

/* ---- Queues. ---- */

struct parcel {
    int sender;
    int number;
};

struct post {
    struct queue *queue;
    atomic_int next_sender;

    /* Of each sender. */
    atomic_int sent[KILLS_MOST + AT_WORK]; /* How many puts came back. */
    int seen[KILLS_MOST + AT_WORK];
    int twice;
};

static int send_for_ever(void *argument)
{
    struct post *post = argument;
    struct parcel parcel = {atomic_fetch_add(&post->next_sender, 1), 0};

    while (queue_put(post->queue, &parcel, FOREVER) == 0)
        atomic_store(&post->sent[parcel.sender], ++parcel.number);
    return 0;
}

/* Parcels of a sender are to come in order, without a gap. */
static int receive_all(void *argument)
{
    struct post *post = argument;
    struct parcel parcel;

    while (queue_get(post->queue, &parcel, FOREVER) == 0) {
        post->twice += parcel.number != post->seen[parcel.sender];
        post->seen[parcel.sender]++;
    }
    return 0;
}

static struct post *post_new(void)
{
    struct post *post = child_shared(sizeof *post);

    assert_int_equal(queue_new(&post->queue, CAPACITY, sizeof(struct parcel),
                               BETWEEN_PROCESSES),
                     0);
    return post;
}

static void no_parcel_is_lost_with_its_sender(void **state)
{
    struct post *post = post_new();
    pid_t receiver = child_start(receive_all, post), senders[AT_WORK];

    (void)state;
    for (int i = 0; i < kills() + AT_WORK; i++) {
        pid_t *place = &senders[i % AT_WORK];

        if (i >= AT_WORK) {
            wait_a_moment();
            kill_and_wait(*place);
        }
        *place = child_start(send_for_ever, post);
    }
    for (int i = 0; i < AT_WORK; i++)
        kill_and_wait(senders[i]);
    queue_close(post->queue);
    assert_int_equal(child_end(receiver), 0);
    assert_int_equal(post->twice, 0);
    for (int i = 0; i < kills() + AT_WORK;
         i++) /* The last may be on its way. */
        assert_in_range(post->seen[i] - atomic_load(&post->sent[i]), 0, 1);
    queue_free(post->queue);
    munmap(post, sizeof *post);
}

enum { JOURNAL = 1 << 22 };

struct counter {
    struct queue *queue;
    atomic_int next;
    atomic_uchar seen[JOURNAL];
};

static int put_numbers(void *argument)
{
    struct counter *counter = argument;

    for (int i = 0; i < JOURNAL; i++) {
        if (queue_put(counter->queue, &i, FOREVER))
            return 0;
        atomic_store(&counter->next, i + 1);
    }
    return 1; /* More than anybody expected. */
}

static int get_numbers(void *argument)
{
    struct counter *counter = argument;

    for (int i; queue_get(counter->queue, &i, FOREVER) == 0;)
        atomic_fetch_add(&counter->seen[i], 1);
    return 0;
}

static void a_killed_getter_loses_what_it_had_and_no_more(void **state)
{
    struct counter *counter = child_shared(sizeof *counter);
    pid_t getters[AT_WORK];
    int lost = 0, twice = 0;

    (void)state;
    queue_new(&counter->queue, CAPACITY, sizeof(int), BETWEEN_PROCESSES);
    pid_t putter = child_start(put_numbers, counter);
    for (int i = 0; i < kills() + AT_WORK; i++) {
        pid_t *place = &getters[i % AT_WORK];

        if (i >= AT_WORK) {
            wait_a_moment();
            kill_and_wait(*place);
        }
        *place = child_start(get_numbers, counter);
    }
    queue_close(counter->queue);
    assert_int_equal(child_end(putter), 0);
    for (int i = 0; i < AT_WORK; i++)
        assert_int_equal(child_end(getters[i]), 0);
    for (int i = 0; i < atomic_load(&counter->next); i++) {
        lost += counter->seen[i] == 0;
        twice += counter->seen[i] > 1;
    }
    assert_int_equal(twice, 0);
    assert_in_range(lost, 0, kills());
    queue_free(counter->queue);
    munmap(counter, sizeof *counter);
}

/* ---- Locks and conditions. ---- */

struct account {
    struct lock lock;
    struct condition turned;

    /* Guarded by lock: both the same. */
    long left, right;

    atomic_long deaths; /* That somebody was told of. */
};

static void repair(struct account *account)
{
    atomic_fetch_add(&account->deaths, 1);
    account->right = account->left;
}

static void enter(struct account *account)
{
    if (lock_acquire(&account->lock, FOREVER) == EOWNERDEAD)
        repair(account);
}

/* Each waits until another has moved it, and may die at any point of that. */
static int move(void *argument)
{
    struct account *account = argument;

    for (;;) {
        enter(account);
        if (account->left != account->right)
            return 1;
        account->left++;
        atomic_signal_fence(memory_order_seq_cst);
        account->right++;
        condition_notify(&account->turned);
        if (condition_wait(&account->turned, &account->lock, 5) == EOWNERDEAD)
            repair(account);
        lock_release(&account->lock);
    }
}

static void a_lock_goes_on_after_its_holder_was_killed(void **state)
{
    struct account *account = child_shared(sizeof *account);
    pid_t movers[AT_WORK];
    long before = 0;

    (void)state;
    lock_init(&account->lock, BETWEEN_PROCESSES);
    condition_init(&account->turned, BETWEEN_PROCESSES);
    for (int i = 0; i < AT_WORK; i++)
        movers[i] = child_start(move, account);
    for (int i = 0; i < kills(); i++) {
        pid_t *place = &movers[i % AT_WORK];

        wait_a_moment();
        kill_and_wait(*place); /* Alive: none has found them different. */
        *place = child_start(move, account);
        int error = lock_acquire(&account->lock, CHILD_DEADLINE_MS);
        assert_true(error == 0 || error == EOWNERDEAD);
        if (error)
            repair(account);
        assert_int_equal(account->left, account->right);
        assert_true(account->left >= before);
        before = account->left;
        lock_release(&account->lock);
    }
    for (int i = 0; i < AT_WORK; i++)
        kill_and_wait(movers[i]);
    assert_true(before > 0);
    print_message("%ld deaths of holders\n", atomic_load(&account->deaths));
    munmap(account, sizeof *account);
}

/* ---- Pools. ---- */

enum { ITEMS = 64, WORKERS = 3 };

static struct {
    _Atomic pid_t at_work[WORKERS]; /* The latest to have begun, around. */
    atomic_uint begun;
} * crew;

static int sign_on(void *argument)
{
    (void)argument;
    crew->at_work[atomic_fetch_add(&crew->begun, 1) % WORKERS] = getpid();
    return 0;
}

static int square(void *item)
{
    struct timespec moment = {0, 20000};
    long *number = item;

    nanosleep(&moment, NULL);
    *number *= *number;
    return 0;
}

static atomic_bool enough;
static int killed;

static void kill_workers(void *argument)
{
    (void)argument;
    while (killed < kills()) {
        wait_a_moment();
        pid_t victim =
            atomic_exchange(&crew->at_work[rand_r(&seed) % WORKERS], 0);
        if (kill_child(victim))
            killed++;
    }
    atomic_store(&enough, true);
}

static void a_pool_does_all_though_its_workers_are_killed(void **state)
{
    struct pool_options options = {
        .workers = WORKERS, .initialise = sign_on, .retries = 1000};
    struct pool_results *results;
    struct thread killer;
    struct pool *pool;
    long numbers[ITEMS];
    size_t index;

    (void)state;
    crew = child_shared(sizeof *crew);
    assert_int_equal(pool_new_with(&pool, &options), 0);
    thread_start(&killer, NULL, kill_workers, NULL);
    for (int round = 0; !atomic_load(&enough); round++) {
        for (long i = 0; i < ITEMS; i++)
            numbers[i] = i;
        if (round % 2) {
            assert_int_equal(
                pool_map(pool, square, numbers, ITEMS, sizeof *numbers, 1), 0);
        } else {
            pool_imap_unordered(pool, &results, square, numbers, ITEMS,
                                sizeof *numbers, 2);
            for (int i = 0; i < ITEMS; i++)
                assert_int_equal(pool_results_next(results, &index, FOREVER),
                                 0);
            pool_results_free(results);
        }
        for (long i = 0; i < ITEMS; i++)
            assert_int_equal(numbers[i], i * i);
    }
    thread_join(&killer, FOREVER);
    pool_free(pool);
    munmap(crew, sizeof *crew);
}

/* ---- Servers that fork. ---- */

static struct {
    _Atomic pid_t server;
    atomic_int begun;
} * nursery;

/* The nursery is at the end of a descriptor here. */
static int note_begin(void *argument)
{
    void *view = mmap(NULL, sizeof *nursery, PROT_READ | PROT_WRITE, MAP_SHARED,
                      process_descriptor(0), 0);

    if (view == MAP_FAILED)
        return 1;
    nursery = view;
    atomic_store(&nursery->server, getppid());
    atomic_fetch_add(&nursery->begun, 1);
    return argument != NULL;
}

static void kill_servers(void *argument)
{
    (void)argument;
    killed = 0;
    while (killed < kills()) {
        wait_a_moment();
        pid_t victim = atomic_exchange(&nursery->server, 0);
        if (kill_child(victim))
            killed++;
    }
    atomic_store(&enough, true);
}

static void no_process_begins_twice_with_its_server(void **state)
{
    int file = memfd_create("nursery", MFD_CLOEXEC), asked = 0, unknown = 0;
    struct thread killer;

    (void)state;
    assert_int_equal(ftruncate(file, sizeof *nursery), 0);
    nursery = mmap(NULL, sizeof *nursery, PROT_READ | PROT_WRITE, MAP_SHARED,
                   file, 0);
    atomic_store(&enough, false);
    thread_start(&killer, NULL, kill_servers, NULL);
    while (!atomic_load(&enough)) {
        struct process process = {.run = note_begin,
                                  .method = PROCESS_FORKSERVER,
                                  .descriptors = {file},
                                  .descriptor_count = 1};
        int error = process_start(&process);

        assert_true(error == 0 || error == EOWNERDEAD);
        asked += error == 0;
        unknown += error != 0;
        if (error)
            continue;
        assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
        process_close(&process);
    }
    thread_join(&killer, FOREVER);
    child_sleep_ms(20); /* Those nobody could join. */
    assert_in_range(atomic_load(&nursery->begun), asked, asked + unknown);
    print_message("%d begun, of %d it is not known\n", asked, unknown);
    munmap(nursery, sizeof *nursery);
    close(file);
}

int main(int argc, char **argv)
{
    process_main(argc, argv);

    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_parcel_is_lost_with_its_sender),
        cmocka_unit_test(a_killed_getter_loses_what_it_had_and_no_more),
        cmocka_unit_test(a_lock_goes_on_after_its_holder_was_killed),
        cmocka_unit_test(a_pool_does_all_though_its_workers_are_killed),
        cmocka_unit_test(no_process_begins_twice_with_its_server),
    };

    seed = (unsigned)from_environment("INTERLEAVE_KILL_SEED", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
