/* 21_sharing_test.c - locks that several may have: of readers, of files, and
   in the memory of a forked child. */
#include "tests/support/scene.h"

static uint32_t book; /* A read-write lock. */

static int begin(void **state)
{
    scene_of_two(state);
    book = story_object(s, KIND_RWLOCK, "book");
    return 0;
}

static void found_nothing(void)
{
    assert_int_equal(s->model->finding_count, 0);
    assert_int_equal(s->model->stuck.verdict, VERDICT_NONE);
}

/* ---- Read-write locks. ---- */

static void is_shared_by_readers(void **state)
{
    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    story_wants(s, t2, OP_READ_LOCK, book);
    assert_false(story_waits(s, t2));
    story_did(s, t2, OP_READ_LOCK, book);
    assert_int_equal(story_seen(s, book)->holders, 2);
    assert_string_equal(story_use(s, book), "read by T1 and T2");
    found_nothing();
}

static void makes_a_writer_wait_for_all_readers(void **state)
{
    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    story_did(s, t2, OP_READ_LOCK, book);
    story_wants(s, STORY_MAIN, OP_WRITE_LOCK, book);
    assert_string_equal(story_state(s, STORY_MAIN),
                        "waits for book, held by T1 and T2");
    story_did(s, t1, OP_RW_UNLOCK, book);
    assert_string_equal(story_state(s, STORY_MAIN),
                        "waits for book, held by T2");
    story_did(s, t2, OP_RW_UNLOCK, book);
    story_did(s, STORY_MAIN, OP_WRITE_LOCK, book);
    assert_string_equal(story_use(s, book), "held by main");
}

static void makes_readers_wait_for_a_writer(void **state)
{
    (void)state;
    story_did(s, t1, OP_WRITE_LOCK, book);
    story_wants(s, t2, OP_READ_LOCK, book);
    assert_true(story_waits(s, t2));
    story_did(s, t1, OP_RW_UNLOCK, book);
    story_did(s, t2, OP_READ_LOCK, book);
    assert_true(task_hold(story_task(s, t2), book)->shared);
}

static void is_read_as_often_as_it_was_entered(void **state)
{
    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    story_did(s, t1, OP_READ_LOCK, book);
    story_did(s, t1, OP_RW_UNLOCK, book);
    assert_true(story_has(s, t1, book));
    story_did(s, t1, OP_RW_UNLOCK, book);
    assert_false(story_has(s, t1, book));
}

static void makes_a_reader_that_would_write_wait_for_itself(void **state)
{
    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    story_wants(s, t1, OP_WRITE_LOCK, book);
    assert_true(story_waits(s, t1));
}

/* ---- Spin locks and files. ---- */

static void spins_for_what_another_holds(void **state)
{
    uint32_t spin = story_object(s, KIND_SPINLOCK, "spin");

    (void)state;
    story_did(s, t1, OP_SPIN_LOCK, spin);
    story_wants(s, t2, OP_SPIN_LOCK, spin);
    assert_true(story_waits(s, t2));
    story_did(s, t1, OP_SPIN_UNLOCK, spin);
    story_did(s, t2, OP_SPIN_LOCK, spin);
    assert_true(story_has(s, t2, spin));
}

/* flock(2): a lock on a file is converted; one unlock ends it. */
static void unlocks_a_file_once_however_often_it_was_locked(void **state)
{
    uint32_t file = story_shared(s, KIND_FILE, "file");

    (void)state;
    story_did(s, t1, OP_FILE_SHARE, file);
    story_did(s, t1, OP_FILE_LOCK, file);
    story_did(s, t1, OP_FILE_LOCK, file);
    assert_int_equal(story_seen(s, file)->holders, 1);
    story_did(s, t1, OP_FILE_UNLOCK, file);
    assert_false(story_has(s, t1, file));
    assert_string_equal(story_use(s, file), "free");
}

static void converts_a_file_lock_from_shared_to_alone_and_back(void **state)
{
    uint32_t file = story_shared(s, KIND_FILE, "file");

    (void)state;
    story_did(s, t1, OP_FILE_SHARE, file);
    story_did(s, t1, OP_FILE_LOCK, file);
    story_wants(s, t2, OP_FILE_SHARE, file);
    assert_true(story_waits(s, t2));
    assert_false(task_hold(story_task(s, t1), file)->shared);
    story_did(s, t1, OP_FILE_SHARE, file);
    story_did(s, t2, OP_FILE_SHARE, file);
    assert_int_equal(story_seen(s, file)->holders, 2);
    assert_string_equal(story_use(s, file), "read by T1 and T2");
}

/* The kernel does it. */
static void gives_file_locks_up_with_the_process(void **state)
{
    uint32_t file = story_shared(s, KIND_FILE, "file");
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_did(s, child, OP_FILE_LOCK, file);
    story_ended(s, story_process_of(s, child), 9, true);
    story_wants(s, t1, OP_FILE_LOCK, file);
    assert_false(story_waits(s, t1));
    assert_string_equal(story_use(s, file), "free");
    found_nothing();
}

/* ---- Copies in a forked child. ---- */

static void copies_what_the_forking_task_holds(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));
    assert_true(story_has(s, child, copy));
    assert_true(story_has(s, STORY_MAIN, left));
    story_did(s, child, OP_UNLOCK, copy);
    assert_false(story_has(s, child, copy));
    assert_true(story_has(s, STORY_MAIN, left)); /* Another mutex. */
    found_nothing();
}

/* The fork is told before the child is seen. */
static void a_child_holds_copies_that_were_made_before_it_was_seen(void **state)
{
    const uint32_t child = s->model->process_count + 1;
    const uint32_t copy = s->model->object_count + 1;
    const uint32_t first = s->model->task_count + 1;

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_event(s, (struct event){.type = EVENT_PROCESS,
                                  .process = {child, 1, 77, "child"}});
    story_event(
        s, (struct event){.type = EVENT_OBJECT,
                          .task = STORY_MAIN,
                          .object = {copy, KIND_MUTEX, child, left, 0, ""}});
    story_did(s, STORY_MAIN, OP_UNLOCK, left);
    story_event(s, (struct event){.type = EVENT_TASK,
                                  .task = first,
                                  .defined = {child, STORY_MAIN, 0, 77, ""}});
    assert_true(story_has(s, first, copy));
    assert_false(story_has(s, STORY_MAIN, left));
    story_did(s, first, OP_UNLOCK, copy);
    assert_false(story_has(s, first, copy));
    found_nothing();
}

static void copies_how_often_a_recursive_lock_was_entered(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_did(s, STORY_MAIN, OP_LOCK, left);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));
    story_did(s, child, OP_UNLOCK, copy);
    assert_true(story_has(s, child, copy));
    story_did(s, child, OP_UNLOCK, copy);
    assert_false(story_has(s, child, copy));
}

static void copies_a_read_lock_as_a_read_lock(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_READ_LOCK, book);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, book, story_process_of(s, child));
    assert_non_null(task_hold(story_task(s, child), copy));
    assert_true(task_hold(story_task(s, child), copy)->shared);
}

/* Who reads does not keep readers out, and is not there to be asked. */
static void lets_readers_in_where_another_thread_only_reads(void **state)
{
    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, book, story_process_of(s, child));
    story_wants(s, child, OP_READ_LOCK, copy);
    assert_false(story_waits(s, child));
    found_nothing();
}

static void leaves_held_for_ever_what_another_thread_holds(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));
    assert_string_equal(story_use(s, copy), "held by a thread that is gone");
    story_wants_type(s, child, copy, 0);
    assert_true(story_waits(s, child));
    assert_string_equal(story_state(s, child),
                        "waits for left of P1, held by a thread that is gone");
}

static void copies_the_values_of_semaphores(void **state)
{
    uint32_t free_slots = story_object(s, KIND_SEMAPHORE, "slots");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, free_slots, 3);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, free_slots, story_process_of(s, child));
    assert_int_equal(story_seen(s, copy)->value, 3);
    story_did(s, child, OP_SEMAPHORE_WAIT, copy);
    assert_int_equal(story_seen(s, copy)->value, 2);
    assert_int_equal(story_seen(s, free_slots)->value, 3);
}

#define TEST(name) SCENE(begin, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_shared_by_readers),
        TEST(makes_a_writer_wait_for_all_readers),
        TEST(makes_readers_wait_for_a_writer),
        TEST(is_read_as_often_as_it_was_entered),
        TEST(makes_a_reader_that_would_write_wait_for_itself),
        TEST(spins_for_what_another_holds),
        TEST(unlocks_a_file_once_however_often_it_was_locked),
        TEST(converts_a_file_lock_from_shared_to_alone_and_back),
        TEST(gives_file_locks_up_with_the_process),
        TEST(copies_what_the_forking_task_holds),
        TEST(a_child_holds_copies_that_were_made_before_it_was_seen),
        TEST(copies_how_often_a_recursive_lock_was_entered),
        TEST(copies_a_read_lock_as_a_read_lock),
        TEST(lets_readers_in_where_another_thread_only_reads),
        TEST(leaves_held_for_ever_what_another_thread_holds),
        TEST(copies_the_values_of_semaphores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
