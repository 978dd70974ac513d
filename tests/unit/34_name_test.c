/* 34_name_test.c - what objects, tasks and places are called. */
#include "tests/support/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct watched *w;
static char own_name[64];

static int watch_names(void **state)
{
    (void)state;
    snprintf(own_name, sizeof own_name, "/interleave-test-%ld", (long)getpid());
    w = watched_run("names", own_name, NULL);
    return w->in_time && w->status == 0 ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    watched_free(w);
    return 0;
}

/* The objects of these names are there, and of this kind. */
static void assert_named(enum kind kind, const char *const *names)
{
    for (; *names; names++) {
        uint32_t id = watched_object(w, *names);

        if (!id)
            fail_msg("nothing is called %s", *names);
        assert_int_equal(model_object(w->model, id)->kind, kind);
    }
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void calls_global_variables_by_their_names(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("global", "hidden"));
    assert_named(KIND_SEMAPHORE, NAMES("slots"));
    assert_named(KIND_BARRIER, NAMES("gate"));
    assert_named(KIND_SPINLOCK, NAMES("spin"));
    assert_named(KIND_ONCE, NAMES("once"));
    assert_named(KIND_CONDITION, NAMES("ready"));
}

static void calls_static_locals_by_their_names(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("local"));
}

static void goes_down_to_members_and_elements(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX,
                 NAMES("table.door", "table.forks[0].lock",
                       "table.forks[3].lock", "row[2]", "typed.guard"));
}

static void counts_rows_and_columns(void **state)
{
    (void)state;
    assert_named(KIND_RWLOCK, NAMES("table.books[1][2]"));
}

static void calls_heap_objects_by_type_and_order_of_birth(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("queue 1.lock", "queue 2.lock"));
    assert_named(KIND_CONDITION,
                 NAMES("queue 1.not_empty", "queue 2.not_empty"));
}

static void goes_down_to_members_of_members_on_the_heap(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("shelf 1.top.lock"));
}

static void counts_what_the_source_calls_alike(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("alike", "alike 2"));
}

static void calls_heap_elements_by_their_array(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("many 1", "many 2", "many 3"));
}

static void calls_stack_objects_as_the_source_does(void **state)
{
    (void)state;
    assert_named(KIND_MUTEX, NAMES("mine"));
    assert_true(watched_object(w, "queue 3.lock") ||
                watched_object(w, "here.lock"));
}

static void calls_pipes_and_sockets_as_the_source_does(void **state)
{
    (void)state;
    assert_named(KIND_PIPE, NAMES("results", "results 2"));
    assert_named(KIND_SOCKET, NAMES("friends[0]", "friends[1]", "friends 2[0]",
                                    "friends 2[1]"));
}

/* One name, three things. */
static void calls_named_objects_by_their_names(void **state)
{
    bool seen[KIND_COUNT] = {false};

    (void)state;
    for (uint32_t id = 1; id <= w->model->object_count; id++) {
        if (strcmp(w->model->objects[id - 1].name, own_name) == 0)
            seen[w->model->objects[id - 1].kind] = true;
    }
    assert_true(seen[KIND_SEMAPHORE]);
    assert_true(seen[KIND_MESSAGE_QUEUE]);
    assert_true(seen[KIND_MEMORY]);
    assert_named(KIND_MUTEX, NAMES("shared"));
}

static void gives_no_two_private_objects_one_name(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < w->model->object_count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const struct object *a = &w->model->objects[i];
            const struct object *b = &w->model->objects[j];

            if (a->kind == KIND_MUTEX && b->kind == KIND_MUTEX && *a->name)
                assert_string_not_equal(a->name, b->name);
        }
    }
}

static const struct event *first_lock_of(const char *name)
{
    uint32_t id = watched_object(w, name);

    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->type == EVENT_OPERATION && event->operation.object == id &&
            event->operation.op == OP_LOCK)
            return event;
    }
    return NULL;
}

/* The line in the source that says so. */
static int line_with(const char *words)
{
    const char *text = w->model->sources[0].text;
    const char *at = strstr(text, words);
    int line = 1;

    assert_non_null(at);
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static void knows_file_line_and_function_of_each_operation(void **state)
{
    const struct event *event = first_lock_of("mine");

    (void)state;
    assert_non_null(event);
    const struct site *site = model_site(w->model, event->operation.site);
    assert_non_null(site);
    assert_string_equal(strrchr(site->file, '/'), "/names.c");
    assert_string_equal(site->function, "use_stack");
    assert_int_equal(site->line, line_with("pthread_mutex_lock(&mine)"));
}

static void tells_the_source_text_once(void **state)
{
    (void)state;
    assert_int_equal(w->model->source_count, 1);
    assert_non_null(strstr(w->model->sources[0].file, "names.c"));
    assert_non_null(strstr(w->model->sources[0].text, "int main("));
}

static void knows_the_function_that_a_thread_runs(void **state)
{
    struct watched *other = watched_run("contends", "2", "10", NULL);
    uint32_t t1 = watched_task(other, "T1");

    (void)state;
    assert_int_not_equal(t1, 0);
    assert_string_equal(model_task(other->model, t1)->routine, "visit");
    watched_free(other);
}

static void leaves_no_flaw_in_the_trace(void **state)
{
    (void)state;
    const char *flaw = watched_flaw(w);
    if (flaw)
        fail_msg("%s", flaw);
}

/* /bin/true and the like: no debugging information, and no symbols. */
static void bears_a_program_without_symbols(void **state)
{
    char copy[128];
    char command[512];

    (void)state;
    snprintf(copy, sizeof copy, "/tmp/interleave-stripped-%ld", (long)getpid());
    snprintf(command, sizeof command, "strip -s -o %s %s 2>/dev/null", copy,
             watched_program("contends"));
    if (system(command) != 0)
        skip();
    struct watched *bare = watched_run(copy, "2", "50", NULL);
    unlink(copy);
    assert_int_equal(bare->status, 0);
    assert_int_equal(watched_count(bare, OP_LOCK, STAGE_DID), 100);
    assert_true(watched_says(bare, "T1 took mutex 1"));
    watched_free(bare);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_global_variables_by_their_names),
        cmocka_unit_test(calls_static_locals_by_their_names),
        cmocka_unit_test(goes_down_to_members_and_elements),
        cmocka_unit_test(counts_rows_and_columns),
        cmocka_unit_test(calls_heap_objects_by_type_and_order_of_birth),
        cmocka_unit_test(goes_down_to_members_of_members_on_the_heap),
        cmocka_unit_test(counts_what_the_source_calls_alike),
        cmocka_unit_test(calls_heap_elements_by_their_array),
        cmocka_unit_test(calls_stack_objects_as_the_source_does),
        cmocka_unit_test(calls_pipes_and_sockets_as_the_source_does),
        cmocka_unit_test(calls_named_objects_by_their_names),
        cmocka_unit_test(gives_no_two_private_objects_one_name),
        cmocka_unit_test(knows_file_line_and_function_of_each_operation),
        cmocka_unit_test(tells_the_source_text_once),
        cmocka_unit_test(knows_the_function_that_a_thread_runs),
        cmocka_unit_test(leaves_no_flaw_in_the_trace),
        cmocka_unit_test(bears_a_program_without_symbols),
    };

    return cmocka_run_group_tests(tests, watch_names, forget);
}
