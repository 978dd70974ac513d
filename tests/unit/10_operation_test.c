/* 10_operation_test.c - the table of operations agrees with itself. */
#include "trace/area.h"
#include "trace/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void gives_every_operation_a_word(void **state)
{
    (void)state;
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        assert_non_null(operation_word(op));
        assert_true(strlen(operation_word(op)) > 0);
    }
}

static void gives_every_operation_a_name_of_its_own(void **state)
{
    (void)state;
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        for (enum operation other = OP_NONE; other < op; other++)
            assert_string_not_equal(operation_name(op), operation_name(other));
    }
    assert_string_equal(operation_name(OP_LOCK), "LOCK");
    assert_string_equal(operation_word(OP_LOCK), "lock");
}

static void gives_every_kind_a_word_of_its_own(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        assert_non_null(kind_word((enum kind)kind));
        for (unsigned other = 0; other < kind; other++)
            assert_string_not_equal(kind_word((enum kind)kind),
                                    kind_word((enum kind)other));
    }
}

static void answers_for_numbers_out_of_range_as_for_none(void **state)
{
    static const int strange[] = {OP_COUNT, OP_COUNT + 1, 255,       1000,
                                  -1,       -1000,        INT32_MAX, INT32_MIN};

    (void)state;
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        enum operation op = (enum operation)strange[i];

        assert_string_equal(operation_name(op), "NONE");
        assert_string_equal(operation_word(op), operation_word(OP_NONE));
        assert_int_equal(operation_kind(op), KIND_NONE);
        assert_int_equal(operation_effect(op), EFFECT_NONE);
        assert_false(operation_can_wait(op));
        assert_false(operation_is_timed(op));
        assert_false(operation_tries(op));
    }
    assert_string_equal(kind_word((enum kind)KIND_COUNT), "nothing");
    assert_string_equal(kind_word((enum kind)(-1)), "nothing");
}

static void fits_in_the_byte_a_record_has_for_it(void **state)
{
    (void)state;
    assert_true(OP_COUNT <= 256);
    assert_true(STAGE_COUNT <= 256);
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        struct record record = {
            .where = RECORD_WHERE(0x7fffdeadbeefULL, op, STAGE_FAILED)};

        assert_int_equal(RECORD_OPERATION(&record), op);
        assert_int_equal(RECORD_STAGE(&record), STAGE_FAILED);
        assert_true(RECORD_ADDRESS(&record) == 0x7fffdeadbeefULL);
    }
}

static void waits_in_at_most_one_way(void **state)
{
    (void)state;
    for (enum operation op = OP_NONE; op < OP_COUNT; op++)
        assert_true(operation_can_wait(op) + operation_tries(op) +
                        operation_is_timed(op) <=
                    1);
}

/* The kinds an effect makes sense for. */
static void acts_on_kinds_that_fit_the_effect(void **state)
{
    (void)state;
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        enum kind kind = operation_kind(op);

        switch (operation_effect(op)) {
        case EFFECT_ACQUIRE:
        case EFFECT_RELEASE:
            assert_true(kind == KIND_MUTEX || kind == KIND_RWLOCK ||
                        kind == KIND_SPINLOCK || kind == KIND_FILE);
            break;
        case EFFECT_SHARE:
            assert_true(kind == KIND_RWLOCK || kind == KIND_FILE);
            break;
        case EFFECT_TAKE:
        case EFFECT_GIVE:
            assert_int_equal(kind, KIND_SEMAPHORE);
            break;
        case EFFECT_AWAIT:
        case EFFECT_NOTIFY:
        case EFFECT_NOTIFY_ALL:
            assert_true(kind == KIND_CONDITION || kind == KIND_FUTEX);
            break;
        case EFFECT_ARRIVE:
            assert_int_equal(kind, KIND_BARRIER);
            break;
        case EFFECT_BEGIN:
        case EFFECT_END:
        case EFFECT_CREATE:
        case EFFECT_JOIN:
        case EFFECT_DETACH:
        case EFFECT_NAME:
            assert_int_equal(kind, KIND_TASK);
            break;
        case EFFECT_FORK:
        case EFFECT_EXEC:
        case EFFECT_EXIT:
        case EFFECT_REAP:
            assert_int_equal(kind, KIND_PROCESS);
            break;
        case EFFECT_PUT:
        case EFFECT_GET:
            assert_true(kind == KIND_DESCRIPTOR || kind == KIND_MESSAGE_QUEUE);
            break;
        default:
            break;
        }
    }
}

static bool some_operation(enum kind kind, enum effect effect)
{
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        if (operation_kind(op) == kind && operation_effect(op) == effect)
            return true;
    }
    return false;
}

static void can_undo_what_it_can_do(void **state)
{
    (void)state;
    for (enum operation op = OP_NONE; op < OP_COUNT; op++) {
        enum kind kind = operation_kind(op);
        enum effect effect = operation_effect(op);

        if (effect == EFFECT_ACQUIRE || effect == EFFECT_SHARE)
            assert_true(some_operation(kind, EFFECT_RELEASE));
        if (effect == EFFECT_TAKE)
            assert_true(some_operation(kind, EFFECT_GIVE));
        if (effect == EFFECT_GET)
            assert_true(some_operation(kind, EFFECT_PUT));
        if (effect == EFFECT_DESTROY)
            assert_true(some_operation(kind, EFFECT_INIT));
    }
}

/* The model must not act on what only the runtime and collector speak. */
static void lets_the_records_of_the_runtime_change_nothing(void **state)
{
    static const enum operation own[] = {OP_NONE,  OP_TEXT,   OP_LOST,
                                         OP_HOLDS, OP_MOVE,   OP_BLOCK,
                                         OP_FRAME, OP_POINTER};

    (void)state;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        assert_int_equal(operation_effect(own[i]), EFFECT_NONE);
        assert_int_equal(operation_kind(own[i]), KIND_NONE);
    }
}

/* A signal that interrupts a wait, and a wait with a limit, end by themselves;
   only what may wait for ever can be part of a deadlock. */
static void knows_which_waits_have_no_end(void **state)
{
    static const enum operation endless[] = {
        OP_JOIN,       OP_LOCK,         OP_WAIT,           OP_READ_LOCK,
        OP_WRITE_LOCK, OP_BARRIER_WAIT, OP_SEMAPHORE_WAIT, OP_WAIT_CHILD,
        OP_READ,       OP_WRITE,        OP_SEND,           OP_RECEIVE,
        OP_FILE_LOCK,  OP_SPIN_LOCK,    OP_PAUSE,          OP_POLL};
    static const enum operation limited[] = {
        OP_TIMED_JOIN,       OP_TIMED_LOCK,
        OP_TIMED_WAIT,       OP_TIMED_READ_LOCK,
        OP_TIMED_WRITE_LOCK, OP_SEMAPHORE_TIMED_WAIT,
        OP_TIMED_SEND,       OP_TIMED_RECEIVE,
        OP_TIMED_POLL,       OP_SLEEP};
    static const enum operation tries[] = {
        OP_TRY_JOIN,       OP_TRY_LOCK,      OP_TRY_READ_LOCK,
        OP_TRY_WRITE_LOCK, OP_SPIN_TRY_LOCK, OP_SEMAPHORE_TRY_WAIT,
        OP_TRY_WAIT_CHILD, OP_TRY_FILE_LOCK, OP_TRY_FILE_SHARE};

    (void)state;
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++)
        assert_true(operation_can_wait(endless[i]));
    for (size_t i = 0; i < sizeof limited / sizeof *limited; i++)
        assert_true(operation_is_timed(limited[i]));
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_true(operation_tries(tries[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_every_operation_a_word),
        cmocka_unit_test(gives_every_operation_a_name_of_its_own),
        cmocka_unit_test(gives_every_kind_a_word_of_its_own),
        cmocka_unit_test(answers_for_numbers_out_of_range_as_for_none),
        cmocka_unit_test(fits_in_the_byte_a_record_has_for_it),
        cmocka_unit_test(waits_in_at_most_one_way),
        cmocka_unit_test(acts_on_kinds_that_fit_the_effect),
        cmocka_unit_test(can_undo_what_it_can_do),
        cmocka_unit_test(lets_the_records_of_the_runtime_change_nothing),
        cmocka_unit_test(knows_which_waits_have_no_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
