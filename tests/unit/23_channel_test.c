/* 23_channel_test.c - pipes, sockets, queues, and who has which end. */
#include "tests/support/scene.h"

#include <errno.h>
#include <string.h>

static uint32_t pipe_;

/* Two descriptors in a value. */
static int64_t pair(int first, int second)
{
    return (int64_t)((uint64_t)(uint32_t)second << 32 | (uint32_t)first);
}

static int begin(void **state)
{
    scene_of_main(state);
    pipe_ = story_shared(s, KIND_PIPE, "ends");
    t1 = story_thread(s, STORY_MAIN);
    story_did_value(s, STORY_MAIN, OP_PIPE, pipe_, pair(3, 4));
    return 0;
}

static bool has(uint32_t process, enum end end_)
{
    return process_has_end(model_process(s->model, process), pipe_, end_);
}

static void gives_its_maker_both_ends(void **state)
{
    (void)state;
    assert_true(has(1, END_READ));
    assert_true(has(1, END_WRITE));
    assert_true(story_seen(s, pipe_)->made_here);
    assert_int_equal(model_process(s->model, 1)->descriptor_count, 2);
}

static void gives_an_end_up_by_closing_it(void **state)
{
    (void)state;
    story_did_value(s, t1, OP_CLOSE, pipe_, 4);
    assert_false(has(1, END_WRITE));
    assert_true(has(1, END_READ));
    story_did_value(s, t1, OP_CLOSE, pipe_, 3);
    assert_false(has(1, END_BOTH));
    story_did_value(s, t1, OP_CLOSE, pipe_, 3); /* Again: no harm. */
}

static void holds_what_was_written_and_not_read(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_WRITE, pipe_, 12);
    story_did_value(s, STORY_MAIN, OP_WRITE, pipe_, 1);
    assert_string_equal(story_use(s, pipe_), "13 bytes");
    story_did_value(s, t1, OP_READ, pipe_, 12);
    assert_string_equal(story_use(s, pipe_), "1 byte");
    story_did_value(s, t1, OP_READ, pipe_, 500); /* Its writer was unseen. */
    assert_string_equal(story_use(s, pipe_), "0 bytes");
}

static void moves_nothing_when_it_fails(void **state)
{
    (void)state;
    story_failed(s, STORY_MAIN, OP_WRITE, pipe_, EPIPE);
    story_failed(s, t1, OP_READ, pipe_, EINTR);
    assert_int_equal(story_seen(s, pipe_)->value, 0);
}

static void waits_to_read_what_is_empty(void **state)
{
    (void)state;
    story_fork(s, STORY_MAIN);
    story_wants(s, t1, OP_READ, pipe_);
    assert_true(story_waits(s, t1));
    assert_string_equal(story_state(s, t1), "waits to read from ends (empty)");
}

static void need_not_wait_to_read_what_is_there(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_WRITE, pipe_, 1);
    story_wants(s, t1, OP_READ, pipe_);
    assert_false(story_waits(s, t1));
}

static void need_not_wait_for_the_end_of_the_file(void **state)
{
    (void)state;
    story_did_value(s, t1, OP_CLOSE, pipe_, 4);
    story_wants(s, t1, OP_READ, pipe_);
    assert_false(story_waits(s, t1));
    story_did_value(s, t1, OP_READ, pipe_, 0);
    assert_non_null(strstr(story_sentence(s), "end of file"));
}

/* The classic: a reader that forgot to close its own writing end. */
static void names_who_keeps_the_pipe_open_itself(void **state)
{
    (void)state;
    story_wants(s, t1, OP_READ, pipe_);
    assert_string_equal(story_state(s, t1),
                        "waits to read from ends (empty), whose only writing "
                        "end it has open itself");
}

static void waits_to_write_what_is_full(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_WRITE, pipe_, 65536);
    story_wants(s, t1, OP_WRITE, pipe_);
    assert_true(story_waits(s, t1));
    assert_string_equal(story_state(s, t1), "waits to write to ends (full)");
    story_did_value(s, STORY_MAIN, OP_READ, pipe_, 4096);
    story_did_value(s, t1, OP_WRITE, pipe_, 10);
    assert_int_equal(story_seen(s, pipe_)->value, 65536 - 4096 + 10);
}

/* ---- Who has what. ---- */

static void gives_a_forked_child_the_same_ends(void **state)
{
    uint32_t child = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    assert_true(has(child, END_READ));
    assert_true(has(child, END_WRITE));
    story_did_value(s, STORY_MAIN, OP_CLOSE, pipe_, 4);
    assert_false(has(1, END_WRITE));
    assert_true(has(child, END_WRITE)); /* Its own, from now on. */
}

static void waits_while_a_child_has_the_writing_end(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_did_value(s, STORY_MAIN, OP_CLOSE, pipe_, 4);
    story_wants(s, t1, OP_READ, pipe_);
    assert_true(story_waits(s, t1));
    story_failed(s, t1, OP_READ, pipe_, EINTR);
    story_ended(s, story_process_of(s, child), 0, true);
    story_wants(s, t1, OP_READ, pipe_);
    assert_false(story_waits(s, t1)); /* Ends are closed with the process. */
}

static void has_an_end_as_often_as_it_is_duplicated(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_DUPLICATE, pipe_, pair(4, 1));
    story_did_value(s, STORY_MAIN, OP_CLOSE, pipe_, 4);
    assert_true(has(1, END_WRITE));
    story_did_value(s, STORY_MAIN, OP_CLOSE, pipe_, 1);
    assert_false(has(1, END_WRITE));
}

static void duplicates_an_end_as_what_it_is(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_DUPLICATE, pipe_, pair(3, 7));
    story_did_value(s, STORY_MAIN, OP_CLOSE, pipe_, 4);
    assert_false(has(1, END_WRITE)); /* 7 is a reading end. */
    assert_true(has(1, END_READ));
}

static void replaces_what_a_descriptor_was(void **state)
{
    uint32_t other = story_shared(s, KIND_PIPE, "other");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_PIPE, other, pair(5, 6));
    story_did_value(s, STORY_MAIN, OP_DUPLICATE, other, pair(6, 4));
    assert_false(has(1, END_WRITE)); /* 4 was the writing end of `ends`. */
    assert_true(process_has_end(model_process(s->model, 1), other, END_WRITE));
}

static void has_no_ends_after_its_end(void **state)
{
    uint32_t child = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    story_ended(s, child, 0, true);
    assert_int_equal(model_process(s->model, child)->descriptor_count, 0);
}

static void bears_more_descriptors_than_it_can_remember(void **state)
{
    (void)state;
    for (int i = 0; i < DESCRIPTORS * 2; i++) {
        uint32_t more = story_shared(s, KIND_PIPE, "");

        story_did_value(s, STORY_MAIN, OP_PIPE, more,
                        pair(10 + 2 * i, 11 + 2 * i));
    }
    assert_true(model_process(s->model, 1)->descriptor_count <= DESCRIPTORS);
    assert_true(has(1, END_READ));
}

/* ---- Sockets, queues, files. ---- */

static void brings_what_is_written_out_at_the_other_end(void **state)
{
    uint32_t here = story_shared(s, KIND_SOCKET, "here");
    uint32_t there = story_shared(s, KIND_SOCKET, "there");

    (void)state;
    story_about(s, STORY_MAIN, OP_SOCKET_PAIR, STAGE_DID, here, there,
                pair(8, 9));
    story_did_value(s, STORY_MAIN, OP_WRITE, here, 5);
    assert_int_equal(story_seen(s, here)->value, 0);
    assert_int_equal(story_seen(s, there)->value, 5);
    story_wants(s, t1, OP_READ, there);
    assert_false(story_waits(s, t1));
    story_did_value(s, t1, OP_READ, there, 5);
    assert_int_equal(story_seen(s, there)->value, 0);
    story_wants(s, t1, OP_READ, here);
    assert_true(story_waits(s, t1));
    assert_true(story_seen(s, here)->made_here);
    assert_true(story_seen(s, there)->made_here);
}

static void counts_the_messages_in_a_queue(void **state)
{
    uint32_t queue = story_shared(s, KIND_MESSAGE_QUEUE, "/jobs");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_QUEUE_OPEN, queue, 2);
    assert_string_equal(story_use(s, queue), "2 messages");
    story_did_value(s, STORY_MAIN, OP_SEND, queue, 1);
    story_did_value(s, t1, OP_TIMED_RECEIVE, queue, 1);
    story_did_value(s, t1, OP_RECEIVE, queue, 1);
    assert_string_equal(story_use(s, queue), "1 message");
    story_did_value(s, t1, OP_RECEIVE, queue, 1);
    story_wants(s, t1, OP_RECEIVE, queue);
    assert_true(story_waits(s, t1));
}

static void knows_how_many_messages_a_queue_takes(void **state)
{
    uint32_t queue = story_shared(s, KIND_MESSAGE_QUEUE, "/jobs");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_QUEUE_OPEN, queue, INT64_C(3) << 32 | 1);
    assert_string_equal(story_use(s, queue), "1 of 3 messages");
    story_did_value(s, STORY_MAIN, OP_SEND, queue, 1);
    assert_string_equal(story_use(s, queue), "2 of 3 messages");
    assert_int_equal(story_seen(s, queue)->capacity, 3);
}

static void does_not_wait_for_files(void **state)
{
    uint32_t file = story_shared(s, KIND_FILE, "log");

    (void)state;
    story_wants(s, t1, OP_READ, file);
    assert_false(story_waits(s, t1));
    story_did_value(s, t1, OP_READ, file, 100);
    story_did_value(s, t1, OP_WRITE, file, 100);
    assert_int_equal(story_seen(s, file)->value, 0);
}

#define TEST(name) SCENE(begin, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gives_its_maker_both_ends),
        TEST(gives_an_end_up_by_closing_it),
        TEST(holds_what_was_written_and_not_read),
        TEST(moves_nothing_when_it_fails),
        TEST(waits_to_read_what_is_empty),
        TEST(need_not_wait_to_read_what_is_there),
        TEST(need_not_wait_for_the_end_of_the_file),
        TEST(names_who_keeps_the_pipe_open_itself),
        TEST(waits_to_write_what_is_full),
        TEST(gives_a_forked_child_the_same_ends),
        TEST(waits_while_a_child_has_the_writing_end),
        TEST(has_an_end_as_often_as_it_is_duplicated),
        TEST(duplicates_an_end_as_what_it_is),
        TEST(replaces_what_a_descriptor_was),
        TEST(has_no_ends_after_its_end),
        TEST(bears_more_descriptors_than_it_can_remember),
        TEST(brings_what_is_written_out_at_the_other_end),
        TEST(counts_the_messages_in_a_queue),
        TEST(knows_how_many_messages_a_queue_takes),
        TEST(does_not_wait_for_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
