/* 28_sentence_test.c - what events, tasks and findings are said to be. */
#include "model/judge.h"
#include "tests/support/made.h"
#include "tests/support/scene.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static int begin(void **state)
{
    scene_of_main(state);
    t1 = story_thread(s, STORY_MAIN);
    return 0;
}

struct saying {
    enum operation op;
    enum stage stage;
    enum kind kind;
    int64_t value;
    const char *text;
    const char *sentence;
};

/* T1 does it, to an object called "it"; `other` is T1 or the process. */
static const char *said(const struct saying *saying)
{
    enum kind kind = operation_kind(saying->op);

    story_event(
        s, (struct event){
               .type = EVENT_OPERATION,
               .task = t1,
               .operation = {.op = saying->op,
                             .stage = saying->stage,
                             .object = saying->kind
                                           ? story_object(s, saying->kind, "it")
                                           : 0,
                             .other = kind == KIND_PROCESS ? 1
                                      : kind == KIND_TASK  ? STORY_MAIN
                                                           : 0,
                             .value = saying->value,
                             .text = saying->text}});
    return story_sentence(s);
}

static void says_who_did_what(void **state)
{
    static const struct saying all[] = {
        {OP_LOCK, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 took it"},
        {OP_TRY_LOCK, STAGE_DID, KIND_MUTEX, 0, NULL,
         "T1 tried it and took it"},
        {OP_TIMED_LOCK, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 took it in time"},
        {OP_UNLOCK, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 released it"},
        {OP_MUTEX_INIT, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 made it"},
        {OP_MUTEX_DESTROY, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 destroyed it"},
        {OP_CONSISTENT, STAGE_DID, KIND_MUTEX, 0, NULL, "T1 repaired it"},
        {OP_WAIT, STAGE_DID, KIND_CONDITION, 0, NULL, "T1 woke up on it"},
        {OP_SIGNAL, STAGE_DID, KIND_CONDITION, 0, NULL, "T1 signalled it"},
        {OP_BROADCAST, STAGE_DID, KIND_CONDITION, 0, NULL,
         "T1 signalled all on it"},
        {OP_READ_LOCK, STAGE_DID, KIND_RWLOCK, 0, NULL,
         "T1 took it for reading"},
        {OP_WRITE_LOCK, STAGE_DID, KIND_RWLOCK, 0, NULL,
         "T1 took it for writing"},
        {OP_BARRIER_WAIT, STAGE_DID, KIND_BARRIER, 0, NULL, "T1 passed it"},
        {OP_SEMAPHORE_WAIT, STAGE_DID, KIND_SEMAPHORE, 0, NULL,
         "T1 took one from it"},
        {OP_SEMAPHORE_POST, STAGE_DID, KIND_SEMAPHORE, 0, NULL, "T1 posted it"},
        {OP_JOIN, STAGE_DID, KIND_NONE, 0, NULL, "T1 joined main"},
        {OP_CREATE, STAGE_DID, KIND_NONE, 0, NULL, "T1 created main"},
        {OP_CANCEL, STAGE_DID, KIND_NONE, 0, NULL, "T1 asked main to cancel"},
        {OP_NAME, STAGE_DID, KIND_NONE, 0, "cook", "T1 named main \"cook\""},
        {OP_FORK, STAGE_DID, KIND_NONE, 0, NULL, "T1 forked main"},
        {OP_SPAWN, STAGE_DID, KIND_NONE, 0, "sort", "T1 started main: sort"},
        {OP_WAIT_CHILD, STAGE_DID, KIND_NONE, 0x137f, NULL,
         "T1 waited for main: stopped by SIGSTOP"},
        {OP_KILL, STAGE_DID, KIND_NONE, SIGTERM, NULL,
         "T1 sent SIGTERM to main"},
        {OP_SIGNAL_THREAD, STAGE_DID, KIND_NONE, SIGUSR1, NULL,
         "T1 sent SIGUSR1 to main"},
        {OP_SIGNAL_WAIT, STAGE_DID, KIND_NONE, SIGINT, NULL,
         "T1 received SIGINT"},
        {OP_HANDLER_ENTER, STAGE_DID, KIND_NONE, SIGALRM, NULL,
         "T1 is interrupted by SIGALRM"},
        {OP_HANDLER_LEAVE, STAGE_DID, KIND_NONE, SIGALRM, NULL,
         "T1 returned from the handler of SIGALRM"},
        {OP_READ, STAGE_DID, KIND_PIPE, 12, NULL, "T1 read 12 bytes from it"},
        {OP_READ, STAGE_DID, KIND_PIPE, 0, NULL,
         "T1 read 0 bytes from it: end of file"},
        {OP_WRITE, STAGE_DID, KIND_PIPE, 1, NULL, "T1 wrote 1 byte to it"},
        {OP_CLOSE, STAGE_DID, KIND_PIPE, 1, NULL, "T1 closed an end of it"},
        {OP_CLOSE, STAGE_DID, KIND_FILE, 1, NULL, "T1 closed it"},
        {OP_POLL, STAGE_DID, KIND_PIPE, 2, NULL, "T1 found 2 ready"},
        {OP_PRINT, STAGE_DID, KIND_NONE, 5, "hello", "T1 printed \"hello\""},
        {OP_SEND, STAGE_DID, KIND_MESSAGE_QUEUE, 1, NULL,
         "T1 sent a message to it"},
        {OP_EXIT, STAGE_DID, KIND_NONE, 3, NULL, "T1 exits with status 3"},
        {OP_ASSERT, STAGE_DID, KIND_NONE, SIGABRT, "n > 0",
         "T1 fails an assertion: n > 0"},
        {OP_CRASH, STAGE_DID, KIND_NONE, SIGSEGV, NULL, "T1 crashes: SIGSEGV"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(said(&all[i]), all[i].sentence);
}

static void says_what_could_not_be_done_and_why(void **state)
{
    static const struct saying all[] = {
        {OP_LOCK, STAGE_FAILED, KIND_MUTEX, EDEADLK, NULL,
         "T1 could not lock it: EDEADLK"},
        {OP_TIMED_WAIT, STAGE_FAILED, KIND_CONDITION, ETIMEDOUT, NULL,
         "T1 waited on it until its time was up"},
        {OP_TIMED_LOCK, STAGE_FAILED, KIND_MUTEX, ETIMEDOUT, NULL,
         "T1 could not lock it in time"},
        {OP_READ, STAGE_FAILED, KIND_PIPE, EINTR, NULL,
         "T1 could not read from it: EINTR"},
        {OP_FORK, STAGE_FAILED, KIND_NONE, EAGAIN, NULL,
         "T1 could not fork main: EAGAIN"},
        {OP_READ, STAGE_FAILED, KIND_PIPE, 123456, NULL,
         "T1 could not read from it: refused"},
        {OP_READ, STAGE_FAILED, KIND_PIPE, -1, NULL,
         "T1 could not read from it: refused"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(said(&all[i]), all[i].sentence);
}

static void says_who_was_in_the_way_of_a_try(void **state)
{
    left = story_object(s, KIND_MUTEX, "left");

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_failed(s, t1, OP_TRY_LOCK, left, EBUSY);
    assert_string_equal(story_sentence(s),
                        "T1 tried left and did not get it, held by main");
}

/* Somebody who uses a condition in the right way must read no nonsense. */
static void speaks_of_every_operation_in_whole_sentences(void **state)
{
    (void)state;
    for (int op = OP_BEGIN; op < OP_COUNT; op++) {
        struct saying saying = {.op = (enum operation)op, .stage = STAGE_DID};

        saying.kind = operation_kind(saying.op);
        if (saying.kind == KIND_TASK || saying.kind == KIND_PROCESS)
            saying.kind = KIND_NONE;
        saying.text = "a text";
        const char *sentence = said(&saying);
        assert_int_equal(strncmp(sentence, "T1 ", 3), 0);
        assert_true(strlen(sentence) > 3);
        assert_null(strchr(sentence, '%'));
        assert_null(strstr(sentence, "(null)"));
    }
}

static void adds_the_place_in_the_source(void **state)
{
    left = story_object(s, KIND_MUTEX, "left");

    (void)state;
    story_event(s, (struct event){.type = EVENT_SITE,
                                  .site = {1, 24, "/a/b/deadlock.c", "main"}});
    story_event(s, (struct event){.type = EVENT_SITE,
                                  .site = {2, 0, "", "some_function"}});
    struct event event = {
        .type = EVENT_OPERATION,
        .task = t1,
        .operation = {
            .op = OP_LOCK, .stage = STAGE_DID, .object = left, .site = 1}};
    story_event(s, event);
    assert_string_equal(story_sentence(s), "T1 took left (deadlock.c:24)");
    event.operation.site = 2;
    story_event(s, event);
    assert_string_equal(story_sentence(s), "T1 took left");
    story_did_value(s, t1, OP_LOCK, left, EOWNERDEAD);
    assert_string_equal(story_sentence(s),
                        "T1 took left, whose owner died with it");
}

static void calls_objects_by_name_or_by_kind_and_number(void **state)
{
    uint32_t nameless = story_object(s, KIND_MUTEX, "");
    uint32_t child = story_fork(s, STORY_MAIN);
    left = story_object(s, KIND_MUTEX, "left");
    char text[SENTENCE];

    (void)state;
    uint32_t copy = story_copy(s, left, story_process_of(s, child));
    describe_object(s->model, nameless, text, sizeof text);
    assert_string_equal(text, "mutex 1");
    describe_object(s->model, copy, text, sizeof text);
    assert_string_equal(text, "left of P1");
    describe_object(s->model, 0, text, sizeof text);
    assert_string_equal(text, "something");
}

static void says_how_long_in_units_that_fit(void **state)
{
    static const struct {
        int64_t us;
        const char *text;
    } all[] = {{1, "sleeps 1 us"},        {999, "sleeps 999 us"},
               {1000, "sleeps 1 ms"},     {1500, "sleeps 1.5 ms"},
               {999000, "sleeps 999 ms"}, {1000000, "sleeps 1 s"},
               {90000000, "sleeps 90 s"}};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        story_about(s, t1, OP_SLEEP, STAGE_WANTS, 0, 0, all[i].us);
        assert_string_equal(story_state(s, t1), all[i].text);
    }
}

static void names_three_and_counts_the_rest(void **state)
{
    uint32_t book = story_object(s, KIND_RWLOCK, "book");

    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    for (int i = 0; i < 4; i++)
        story_did(s, story_thread(s, STORY_MAIN), OP_READ_LOCK, book);
    assert_string_equal(story_use(s, book), "read by T1, T2, T3 and 2 more");
}

static void says_what_statuses_mean(void **state)
{
    static const struct {
        int status;
        const char *text;
    } all[] = {{0, "exit 0"},
               {3 << 8, "exit 3"},
               {255 << 8, "exit 255"},
               {SIGKILL, "killed by SIGKILL"},
               {SIGSEGV | 0x80, "killed by SIGSEGV"},
               {-1, "ended"}};
    char text[SENTENCE];

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        describe_status(all[i].status, text, sizeof text);
        assert_string_equal(text, all[i].text);
    }
}

/* As common/parallel/note_inside.h packs what a server keeps. */
static void says_what_libraries_note(void **state)
{
    static const struct {
        enum operation op;
        int64_t value;
        const char *text;
        const char *said;
    } all[] = {
        {OP_WORKER, 0, NULL, "T1 is ready for jobs"},
        {OP_JOB_GIVEN, 3, NULL, "T1 gave the pool job 3"},
        {OP_JOB_TAKEN, 3, NULL, "T1 took job 3"},
        {OP_JOB_FINISHED, 3, NULL, "T1 finished job 3"},
        {OP_JOB_DROPPED, 3, NULL, "T1 gave up job 3"},
        {OP_SERVE, 0, "@1", "T1 serves clients"},
        {OP_CALL, 0, "dict @1", "T1 asks the manager for a new dict"},
        {OP_KEEP, (INT64_C(7) << 40) + (2 << 16), "dict totals",
         "T1 now has dict totals: 2 items"},
        {OP_CALL, 7, "set @1", "T1 asks the manager for dict totals: set"},
        {OP_CALL, 8, "pop @1", "T1 asks the manager for object 8: pop"},
        {OP_ANSWER, 0, NULL, "T1 has the manager's answer"},
        {OP_DELETE, 7, NULL, "T1 deleted dict totals"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        uint64_t steps = s->model->steps;

        story_event(s, (struct event){.type = EVENT_OPERATION,
                                      .task = t1,
                                      .operation = {.op = all[i].op,
                                                    .stage = STAGE_DID,
                                                    .value = all[i].value,
                                                    .text = all[i].text}});
        assert_string_equal(story_sentence(s), all[i].said);
        assert_int_equal(s->model->steps, steps); /* Nothing is done. */
    }
}

static void says_what_was_too_fast_to_record(void **state)
{
    (void)state;
    story_lost(s, t1, 1234);
    assert_string_equal(story_sentence(s),
                        "T1 did 1234 operations too fast to record");
    story_lost(s, 0, 3);
    assert_string_equal(story_sentence(s), "3 tasks could not be watched");
}

static void describes_findings(void **state)
{
    left = story_object(s, KIND_MUTEX, "left");
    char text[SENTENCE];

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    story_failed(s, t1, OP_LOCK, left, EDEADLK);
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    static const char *const expected[] = {
        "misuse: T1 tried to unlock left, held by main",
        "misuse: T1 tried to lock left: EDEADLK",
        "leak: T1 ended and left left locked"};
    assert_int_equal(s->model->finding_count, 3);
    for (int i = 0; i < 3; i++) {
        describe_finding(s->model, &s->model->findings[i], text, sizeof text);
        assert_string_equal(text, expected[i]);
    }
}

/* Whatever the room, it is never left, and the text always ends. */
static void never_writes_beyond_its_room(void **state)
{
    struct trace *trace = made_sensible(41, 600);
    struct model *model = model_new();
    char text[SENTENCE + 2];

    (void)state;
    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);
        size_t size = 1 + i % SENTENCE;

        model_apply(model, event);
        memset(text, '#', sizeof text);
        describe_event(model, event, text, size);
        assert_int_equal(text[size], '#');
        assert_true(strlen(text) < size);
        describe_state(model, event->task, text, size);
        assert_int_equal(text[size], '#');
        describe_use(model, event->operation.object, text, size);
        assert_int_equal(text[size], '#');
        describe_stuck(model, text, size);
        assert_int_equal(text[size], '#');
        if (model->finding_count > 0)
            describe_finding(model, model->findings, text, size);
        assert_int_equal(text[size], '#');
    }
    model_free(model);
    trace_free(trace);
}

#define TEST(name) SCENE(begin, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_who_did_what),
        TEST(says_what_could_not_be_done_and_why),
        TEST(says_who_was_in_the_way_of_a_try),
        TEST(speaks_of_every_operation_in_whole_sentences),
        TEST(adds_the_place_in_the_source),
        TEST(calls_objects_by_name_or_by_kind_and_number),
        TEST(says_how_long_in_units_that_fit),
        TEST(names_three_and_counts_the_rest),
        TEST(says_what_statuses_mean),
        TEST(says_what_libraries_note),
        TEST(says_what_was_too_fast_to_record),
        TEST(describes_findings),
        TEST(never_writes_beyond_its_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
