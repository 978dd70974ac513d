/* 33_collect_test.c - many rings, one sequence; nothing in them is believed. */
#include "tests/support/forged.h"
#include "tests/support/made.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { US = 1000, MS = 1000000 };

static struct forged f;

static int begin(void **state)
{
    (void)state;
    f = forged_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    forged_free(&f);
    return 0;
}

static size_t poll_settled(uint64_t ns)
{
    forged_settle(&f, ns);
    return collector_poll(f.collector, false);
}

/* ---- Order. ---- */

static void merges_the_rings_by_time(void **state)
{
    (void)state;
    for (unsigned slot = 0; slot < 5; slot++) {
        forged_task(&f, slot, slot + 1, slot ? 1 : 0);
        for (unsigned i = 0; i < 20; i++)
            forged_record(&f, slot, (i * 5 + slot * 3 % 5) * US, OP_YIELD,
                          STAGE_DID, 0, i * 5 + slot * 3 % 5);
    }
    assert_int_equal(poll_settled(100 * US), 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(forged_operation(&f, i)->operation.value, i);
    for (size_t i = 1; i < trace_length(f.trace); i++)
        assert_true(trace_at(f.trace, i)->time_ns >=
                    trace_at(f.trace, i - 1)->time_ns);
}

static void keeps_a_rings_own_order_at_equal_times(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    for (unsigned i = 0; i < 50; i++)
        forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, i);
    poll_settled(10 * US);
    for (size_t i = 0; i < 50; i++)
        assert_int_equal(forged_operation(&f, i)->operation.value, i);
}

static void holds_back_what_is_too_new_to_be_sure_of(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 1);
    forged_record(&f, 0, 3600000 * (uint64_t)MS, OP_YIELD, STAGE_DID, 0, 2);
    assert_int_equal(poll_settled(10 * US), 1);
    assert_int_equal(collector_poll(f.collector, false), 0);
    assert_int_equal(collector_poll(f.collector, true), 1); /* The last time. */
    assert_int_equal(forged_operation(&f, 1)->operation.value, 2);
}

/* Others that compute may have its processor for some slices of time. */
static void waits_for_a_record_in_the_making(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_task(&f, 1, 2, 1);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 1);
    forged_record(&f, 1, 30 * US, OP_YIELD, STAGE_DID, 0, 3);
    atomic_store(&f.area->slots[0].busy, 1);
    uint64_t start = collector_now(f.collector);
    while (collector_now(f.collector) - start < 120 * (uint64_t)MS) {
        poll_settled(30 * US);
        assert_null(forged_operation(&f, 1)); /* 3 must wait for 2. */
    }
    forged_record(&f, 0, 20 * US, OP_YIELD, STAGE_DID, 0, 2);
    atomic_store(&f.area->slots[0].busy, 0);
    collector_poll(f.collector, false);
    assert_int_equal(forged_operation(&f, 0)->operation.value, 1);
    assert_int_equal(forged_operation(&f, 1)->operation.value, 2);
    assert_int_equal(forged_operation(&f, 2)->operation.value, 3);
}

/* Its task may have died in the middle of it. */
static void does_not_wait_for_ever_for_a_record_in_the_making(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_task(&f, 1, 2, 1);
    atomic_store(&f.area->slots[0].busy, 1);
    forged_record(&f, 1, 30 * US, OP_YIELD, STAGE_DID, 0, 3);
    for (int i = 0; i < 2000 && !forged_operation(&f, 0); i++) {
        forged_settle(&f, collector_now(f.collector));
        collector_poll(f.collector, false);
    }
    assert_non_null(forged_operation(&f, 0));
}

static void never_lets_the_time_of_the_trace_go_back(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 50 * US, OP_YIELD, STAGE_DID, 0, 1);
    poll_settled(50 * US);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 2); /* A lie. */
    forged_record(&f, 0, 0, OP_YIELD, STAGE_DID, 0, 3);
    poll_settled(50 * US);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), 3);
    assert_true(forged_operation(&f, 1)->time_ns >=
                forged_operation(&f, 0)->time_ns);
    assert_true(forged_operation(&f, 2)->time_ns >=
                forged_operation(&f, 1)->time_ns);
}

/* ---- What records become. ---- */

static void introduces_task_and_process_before_they_speak(void **state)
{
    (void)state;
    forged_task(&f, 3, 1, 0);
    forged_record(&f, 3, 10 * US, OP_YIELD, STAGE_DID, 0, 0);
    poll_settled(10 * US);
    assert_int_equal(trace_at(f.trace, 0)->type, EVENT_PROCESS);
    assert_int_equal(trace_at(f.trace, 1)->type, EVENT_TASK);
    assert_int_equal(trace_at(f.trace, 2)->type, EVENT_OPERATION);
    assert_int_equal(trace_at(f.trace, 1)->defined.process, 1);
}

static void introduces_an_object_once_for_all_who_share_it(void **state)
{
    uint64_t shared = object_in_region(9, 64);

    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_task(&f, 1, 2, 0); /* Another process. */
    forged_record(&f, 0, 10 * US, OP_LOCK, STAGE_DID, 0x1000, 0);
    forged_record(&f, 1, 20 * US, OP_LOCK, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 30 * US, OP_LOCK, STAGE_DID, shared, 0);
    forged_record(&f, 1, 40 * US, OP_LOCK, STAGE_DID, shared, 0);
    forged_record(&f, 0, 50 * US, OP_UNLOCK, STAGE_DID, 0x1000, 0);
    poll_settled(50 * US);
    assert_int_equal(forged_operation(&f, 0)->operation.object, 1);
    assert_int_equal(forged_operation(&f, 1)->operation.object, 2);
    assert_int_equal(forged_operation(&f, 2)->operation.object, 3);
    assert_int_equal(forged_operation(&f, 3)->operation.object, 3);
    assert_int_equal(forged_operation(&f, 4)->operation.object, 1);
    assert_int_equal(forged_count(&f, EVENT_OBJECT), 3);
}

/* Memory is used again: what is made there is another object. */
static void introduces_what_is_made_anew_at_an_old_address(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_MUTEX_INIT, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 20 * US, OP_MUTEX_DESTROY, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 30 * US, OP_MUTEX_INIT, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 40 * US, OP_LOCK, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 50 * US, OP_SEMAPHORE_POST, STAGE_DID, 0x1000, 0);
    poll_settled(50 * US);
    assert_int_equal(forged_operation(&f, 1)->operation.object, 1);
    assert_int_equal(forged_operation(&f, 2)->operation.object, 2);
    assert_int_equal(forged_operation(&f, 3)->operation.object, 2);
    assert_int_equal(forged_operation(&f, 4)->operation.object, 3);
}

static void puts_texts_together_for_the_record_that_follows(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_text(&f, 0, 10 * US, "a text of more than sixteen bytes");
    forged_record(&f, 0, 10 * US, OP_PRINT, STAGE_DID, 0, 33);
    forged_record(&f, 0, 20 * US, OP_PRINT, STAGE_DID, 0, 1);
    poll_settled(20 * US);
    assert_string_equal(forged_operation(&f, 0)->operation.text,
                        "a text of more than sixteen bytes");
    assert_null(forged_operation(&f, 1)->operation.text);
}

static void keeps_the_texts_of_two_tasks_apart(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_task(&f, 1, 2, 1);
    forged_text(&f, 0, 10 * US, "of one");
    forged_text(&f, 1, 20 * US, "of the other");
    forged_record(&f, 0, 30 * US, OP_PRINT, STAGE_DID, 0, 6);
    forged_record(&f, 1, 40 * US, OP_PRINT, STAGE_DID, 0, 12);
    poll_settled(40 * US);
    assert_string_equal(forged_operation(&f, 0)->operation.text, "of one");
    assert_string_equal(forged_operation(&f, 1)->operation.text,
                        "of the other");
}

static void makes_one_event_of_the_two_ends_of_a_socket_pair(void **state)
{
    uint64_t here = object_inode(KIND_SOCKET, 1, 10);
    uint64_t there = object_inode(KIND_SOCKET, 1, 11);

    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_SOCKET_PAIR, STAGE_WANTS, here, 5);
    forged_record(&f, 0, 20 * US, OP_SOCKET_PAIR, STAGE_DID, there, 6);
    poll_settled(20 * US);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), 1);
    const struct event *event = forged_operation(&f, 0);
    assert_int_equal(event->operation.object, 2);
    assert_int_equal(event->operation.other, 1);
    assert_true(event->operation.value == (INT64_C(6) << 32 | 5));
}

static void tells_losses_and_what_is_held_after_them(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_LOCK, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 20 * US, OP_LOST, STAGE_DID, 0, 77);
    forged_record(&f, 0, 20 * US, OP_HOLDS, STAGE_DID, 0x1000, 0);
    forged_record(&f, 0, 20 * US, OP_HOLDS, STAGE_DID, 0x9999, 0);
    poll_settled(20 * US);
    assert_int_equal(forged_count(&f, EVENT_LOST), 1);
    assert_int_equal(forged_count(&f, EVENT_HOLDS), 1); /* 0x9999: unknown. */
}

/* ---- Waits that found no room. ---- */

static void tells_once_what_a_slot_says_its_task_waits_for(void **state)
{
    struct slot *slot = &f.area->slots[0];

    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_LOCK, STAGE_DID, 0x1000, 0);
    slot->waits = (struct record){
        .object = 0x2000, .where = RECORD_WHERE(0, OP_LOCK, STAGE_WANTS)};
    slot->held[0] = 0x1000;
    slot->held_count = 1;
    atomic_store(&slot->parked, 1);
    for (int i = 0; i < 5; i++)
        poll_settled(10 * US);
    assert_int_equal(forged_count(&f, EVENT_LOST), 1);
    assert_int_equal(forged_count(&f, EVENT_HOLDS), 1);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), 2);
    assert_int_equal(forged_operation(&f, 1)->operation.stage, STAGE_WANTS);
    atomic_store(&slot->parked, 0);
    forged_record(&f, 0, 20 * US, OP_LOCK, STAGE_DID, 0x2000, 0);
    poll_settled(20 * US);
    assert_int_equal(forged_operation(&f, 2)->operation.stage, STAGE_DID);
}

/* It may have gone on and come to wait again between two looks. */
static void tells_each_wait_that_a_slot_speaks_of(void **state)
{
    struct slot *slot = &f.area->slots[0];

    (void)state;
    forged_task(&f, 0, 1, 0);
    slot->waits = (struct record){
        .object = 0x1000, .where = RECORD_WHERE(0, OP_LOCK, STAGE_WANTS)};
    atomic_store(&slot->parked, 1);
    poll_settled(10 * US);
    slot->waits.object = 0x2000;
    atomic_store(&slot->parked, 2);
    poll_settled(10 * US);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), 2);
    assert_int_not_equal(forged_operation(&f, 0)->operation.object,
                         forged_operation(&f, 1)->operation.object);
}

/* ---- Slots. ---- */

static void frees_a_slot_when_all_of_it_was_read(void **state)
{
    struct slot *slot = &f.area->slots[0];

    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 0);
    atomic_store(&slot->operations, 5);
    atomic_store(&slot->lost, 2);
    poll_settled(10 * US);
    assert_int_equal(atomic_load(&slot->state), SLOT_LIVE);
    forged_record(&f, 0, 3600000 * (uint64_t)MS, OP_END, STAGE_DID, 1, 0);
    atomic_store(&slot->state, SLOT_ENDED);
    collector_poll(f.collector, false);
    assert_int_equal(atomic_load(&slot->state), SLOT_ENDED);
    collector_poll(f.collector, true);
    assert_int_equal(atomic_load(&slot->state), SLOT_FREE);
    assert_int_equal(collector_counts(f.collector).operations, 5);
    assert_int_equal(collector_counts(f.collector).lost, 2);
}

static void goes_on_counting_when_a_slot_has_a_new_owner(void **state)
{
    (void)state;
    for (uint32_t birth = 1; birth <= 100; birth++) {
        struct slot *slot = &f.area->slots[0];

        forged_task(&f, 0, birth, birth > 1 ? 1 : 0);
        atomic_store(&slot->operations, birth);
        atomic_store(&slot->lost, 1);
        forged_record(&f, 0, birth * US, OP_END, STAGE_DID, birth, 0);
        atomic_store(&slot->state, SLOT_ENDED);
        collector_poll(f.collector, true);
        assert_int_equal(atomic_load(&slot->state), SLOT_FREE);
        atomic_store(&slot->operations, 0);
        atomic_store(&slot->lost, 0);
    }
    assert_int_equal(collector_counts(f.collector).operations, 5050);
    assert_int_equal(collector_counts(f.collector).lost, 100);
    assert_false(collector_counts(f.collector).damaged);
    assert_int_equal(forged_count(&f, EVENT_TASK), 100);
}

static void tells_the_end_of_a_task_that_did_not_say_so(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    atomic_store(&f.area->slots[0].state, SLOT_ENDED);
    collector_poll(f.collector, true);
    assert_int_equal(forged_operation(&f, 0)->operation.op, OP_END);
    assert_int_equal(forged_operation(&f, 0)->operation.other, 1);
}

/* ---- Too much. ---- */

static void reads_no_more_than_anyone_can_look_at(void **state)
{
    enum { BUSY = 130, EACH = 2000 };

    (void)state;
    for (unsigned slot = 0; slot < BUSY; slot++) {
        forged_task(&f, slot, slot + 1, slot ? 1 : 0);
        forged_record(&f, slot, 10 * US, OP_YIELD, STAGE_DID, 0, 0);
    }
    size_t first = poll_settled(10 * US);
    assert_int_equal(first, BUSY);
    assert_int_equal(atomic_load(&f.area->quota), AREA_RECORDS); /* Little. */
    for (unsigned i = BUSY; i < BUSY * EACH; i++)
        forged_record(&f, i % BUSY, 20 * US, OP_YIELD, STAGE_DID, 0, 0);
    first += poll_settled(20 * US);
    assert_true(first < BUSY * EACH);
    assert_true(first >= 200000);
    assert_true(atomic_load(&f.area->quota) < AREA_RECORDS);
    assert_true(atomic_load(&f.area->quota) > 0);
    size_t rest = collector_poll(f.collector, true);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), BUSY * EACH);
    assert_true(rest > 0);
}

/* ---- Nonsense. ---- */

static void ignores_operations_and_stages_that_are_none(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    forged_record(&f, 0, 10 * US, (enum operation)OP_COUNT, STAGE_DID, 0, 0);
    forged_record(&f, 0, 10 * US, (enum operation)255, STAGE_DID, 0, 0);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_COUNT, 0, 0);
    forged_record(&f, 0, 10 * US, OP_NONE, STAGE_DID, 0, 0);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 0);
    poll_settled(10 * US);
    assert_int_equal(forged_count(&f, EVENT_OPERATION), 1);
}

static void goes_on_after_a_head_that_makes_no_sense(void **state)
{
    struct slot *slot = &f.area->slots[0];

    (void)state;
    forged_task(&f, 0, 1, 0);
    atomic_store(&slot->head, UINT64_C(1) << 60);
    collector_poll(f.collector, false);
    assert_true(collector_counts(f.collector).damaged);
    assert_true(atomic_load(&slot->tail) == UINT64_C(1) << 60);
    forged_record(&f, 0, 10 * US, OP_YIELD, STAGE_DID, 0, 9);
    poll_settled(10 * US);
    assert_int_equal(forged_count(&f, EVENT_LOST), 1);
    assert_int_equal(forged_operation(&f, 0)->operation.value, 9);
}

static void does_not_believe_counters_that_leap(void **state)
{
    (void)state;
    forged_task(&f, 0, 1, 0);
    atomic_store(&f.area->slots[0].operations, 10);
    collector_poll(f.collector, false);
    atomic_store(&f.area->slots[0].operations, UINT64_MAX - 5);
    collector_poll(f.collector, false);
    assert_true(collector_counts(f.collector).damaged);
    assert_int_equal(collector_counts(f.collector).operations, 10);
}

static void meets_nobody_in_a_slot_that_makes_no_sense(void **state)
{
    (void)state;
    forged_task(&f, 0, 0, 0);
    forged_task(&f, 1, UINT32_MAX, 0);
    assert_int_equal(translator_meet(f.translator, 0), 0);
    assert_int_equal(translator_meet(f.translator, 1), 0);
    collector_poll(f.collector, true);
    assert_int_equal(trace_length(f.trace), 0);
}

/* Whatever the program writes over the area: the lab goes on. */
static void bears_any_bytes_in_the_area(void **state)
{
    uint64_t seed = 1;

    (void)state;
    for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 40; i++) {
            struct slot *slot = &f.area->slots[made_below(&seed, AREA_SLOTS)];
            uint64_t *words = (uint64_t *)(void *)slot;
            size_t count = sizeof *slot / sizeof *words;

            words[made_below(&seed, (uint32_t)count)] =
                made_below(&seed, 2) ? made_number(&seed)
                                     : made_below(&seed, 2000);
            atomic_store(&slot->state, made_below(&seed, 5));
            slot->birth = made_below(&seed, 60);
            slot->process = made_below(&seed, 60);
            slot->image = made_below(&seed, 140);
            atomic_store(&slot->head, atomic_load(&slot->tail) +
                                          made_below(&seed, AREA_RECORDS));
        }
        for (int i = 0; i < 2000; i++) {
            struct record *record =
                &f.area->rings[made_below(&seed, AREA_SLOTS)]
                              [made_below(&seed, AREA_RECORDS)];

            record->time = made_number(&seed) >> made_below(&seed, 64);
            record->object = made_number(&seed) >> made_below(&seed, 64);
            record->value = (int64_t)made_number(&seed);
            record->where = made_number(&seed);
            if (made_below(&seed, 2))
                record->where = RECORD_WHERE(
                    made_below(&seed, 1000), made_below(&seed, OP_COUNT + 2),
                    made_below(&seed, STAGE_COUNT + 1));
        }
        f.area->images[made_below(&seed, AREA_IMAGES)].ready = 1;
        f.area->images[made_below(&seed, AREA_IMAGES)].module_count =
            (uint32_t)made_number(&seed);
        f.area->image_count = (uint32_t)made_number(&seed);
        collector_poll(f.collector, round % 7 == 0);
    }
    collector_poll(f.collector, true);
    for (size_t i = 1; i < trace_length(f.trace); i++)
        assert_true(trace_at(f.trace, i)->time_ns >=
                    trace_at(f.trace, i - 1)->time_ns);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(merges_the_rings_by_time),
        TEST(keeps_a_rings_own_order_at_equal_times),
        TEST(holds_back_what_is_too_new_to_be_sure_of),
        TEST(waits_for_a_record_in_the_making),
        TEST(does_not_wait_for_ever_for_a_record_in_the_making),
        TEST(never_lets_the_time_of_the_trace_go_back),
        TEST(introduces_task_and_process_before_they_speak),
        TEST(introduces_an_object_once_for_all_who_share_it),
        TEST(introduces_what_is_made_anew_at_an_old_address),
        TEST(puts_texts_together_for_the_record_that_follows),
        TEST(keeps_the_texts_of_two_tasks_apart),
        TEST(makes_one_event_of_the_two_ends_of_a_socket_pair),
        TEST(tells_losses_and_what_is_held_after_them),
        TEST(tells_once_what_a_slot_says_its_task_waits_for),
        TEST(tells_each_wait_that_a_slot_speaks_of),
        TEST(frees_a_slot_when_all_of_it_was_read),
        TEST(goes_on_counting_when_a_slot_has_a_new_owner),
        TEST(tells_the_end_of_a_task_that_did_not_say_so),
        TEST(reads_no_more_than_anyone_can_look_at),
        TEST(ignores_operations_and_stages_that_are_none),
        TEST(goes_on_after_a_head_that_makes_no_sense),
        TEST(does_not_believe_counters_that_leap),
        TEST(meets_nobody_in_a_slot_that_makes_no_sense),
        TEST(bears_any_bytes_in_the_area),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
