/* 70_manager_test.c - objects in a server: who uses them, and who dies.

   MANAGER_KILLS: how many clients are killed while they hold a lock. */
#include "parallel/manager.h"
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

#include <stdio.h>
#include <stdlib.h>

enum { CHILDREN = 4, APPENDS = 250, LARGE = 3 << 20, KILLS = 30 };

static struct manager *manager;
static struct proxy list, lock;

static int start(void **state)
{
    (void)state;
    return manager_start(&manager, NULL, NULL) ||
           manager_list(manager, NULL, &list) ||
           manager_lock(manager, NULL, &lock);
}

static int end(void **state)
{
    (void)state;
    manager_free(manager);
    return 0;
}

static int64_t number_at(const struct proxy *proxy, int64_t index)
{
    struct value item;

    assert_int_equal(proxy_list_get(proxy, index, &item), 0);
    assert_int_equal(item.type, PACK_INT);
    return item.number;
}

/* ---- What there is. ---- */

static void has_lists(void **state)
{
    struct value item;
    size_t count;

    (void)state;
    for (int i = 0; i < 20; i++)
        assert_int_equal(proxy_list_append(&list, value_int(i)), 0);
    assert_int_equal(proxy_count(&list, &count), 0);
    assert_int_equal(count, 20);
    assert_int_equal(number_at(&list, 0), 0);
    assert_int_equal(number_at(&list, -1), 19);
    assert_int_equal(proxy_list_get(&list, 20, &item), ERANGE);
    assert_int_equal(proxy_list_get(&list, -21, &item), ERANGE);
    assert_int_equal(proxy_list_set(&list, 3, value_text("three")), 0);
    assert_int_equal(proxy_list_pop(&list, 3, &item), 0);
    assert_string_equal(item.text, "three");
    value_free(&item);
    assert_int_equal(number_at(&list, 3), 4);
    assert_int_equal(proxy_copy(&list, &item), 0);
    assert_int_equal(item.size, 19);
    assert_int_equal(value_at(&item, 18)->number, 19);
    value_free(&item);
}

static void has_dicts_that_keep_their_order(void **state)
{
    struct proxy dict;
    struct value value;
    size_t count;

    (void)state;
    assert_int_equal(manager_dict(manager, NULL, &dict), 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(proxy_dict_set(&dict, value_int(i), value_int(-i)), 0);
    for (int i = 0; i < 100; i += 2) {
        assert_int_equal(proxy_dict_pop(&dict, value_int(i), &value), 0);
        assert_int_equal(value.number, -i);
    }
    assert_int_equal(proxy_dict_set(&dict, value_int(1), value_text("1")), 0);
    assert_int_equal(proxy_dict_get(&dict, value_int(0), &value), ERANGE);
    assert_int_equal(proxy_dict_get(&dict, value_text("1"), &value), ERANGE);
    for (int i = 3; i < 100; i += 2) {
        assert_int_equal(proxy_dict_get(&dict, value_int(i), &value), 0);
        assert_int_equal(value.number, -i);
    }
    assert_int_equal(proxy_count(&dict, &count), 0);
    assert_int_equal(count, 50);
    assert_int_equal(proxy_copy(&dict, &value), 0);
    assert_int_equal(value.type, PACK_MAP);
    assert_string_equal(value.items[1].text, "1");
    assert_int_equal(value.items[2].number, 3);
    value_free(&value);
}

static void has_values_and_namespaces(void **state)
{
    struct proxy one, space;
    struct value value;

    (void)state;
    assert_int_equal(manager_value(manager, NULL, &one), 0);
    assert_int_equal(proxy_value_get(&one, &value), 0);
    assert_int_equal(value.type, PACK_NOTHING);
    assert_int_equal(proxy_value_set(&one, value_double(0.5)), 0);
    assert_int_equal(proxy_value_get(&one, &value), 0);
    assert_true(value.real == 0.5);
    assert_int_equal(manager_namespace(manager, NULL, &space), 0);
    assert_int_equal(proxy_namespace_get(&space, "speed", &value), ERANGE);
    assert_int_equal(proxy_namespace_set(&space, "speed", value_int(9)), 0);
    assert_int_equal(proxy_namespace_get(&space, "speed", &value), 0);
    assert_int_equal(value.number, 9);
}

static void refuses_what_an_object_is_not(void **state)
{
    struct proxy other, nobody = {manager, 1000};
    struct value value;
    size_t count;

    (void)state;
    assert_int_equal(proxy_value_get(&list, &value), EINVAL);
    assert_int_equal(proxy_lock_acquire(&list, 0), EINVAL);
    assert_int_equal(proxy_lock_release(&list), EINVAL);
    assert_int_equal(proxy_list_append(&lock, value_int(1)), EINVAL);
    assert_int_equal(proxy_count(&lock, &count), EINVAL);
    assert_int_equal(proxy_count(&nobody, &count), ENOENT);
    assert_int_equal(manager_list(manager, "name", &other), 0);
    assert_int_equal(manager_dict(manager, "name", &other), EINVAL);
    assert_int_equal(proxy_delete(&other), 0);
    assert_int_equal(proxy_delete(&other), ENOENT);
    assert_int_equal(manager_dict(manager, "name", &other), 0);
}

static void sees_a_nested_change_once_it_is_set(void **state)
{
    struct value row = value_list();

    (void)state;
    value_append(&row, value_int(1));
    proxy_list_append(&list, row);
    assert_int_equal(proxy_list_get(&list, 0, &row), 0);
    value_append(&row, value_int(2));
    struct value seen;
    proxy_list_get(&list, 0, &seen);
    assert_int_equal(seen.size, 1);
    value_free(&seen);
    assert_int_equal(proxy_list_set(&list, 0, row), 0);
    proxy_list_get(&list, 0, &seen);
    assert_int_equal(seen.size, 2);
    value_free(&seen);
}

static void sees_a_change_in_a_nested_object_at_once(void **state)
{
    struct proxy inner, found;
    struct value item;
    size_t count;

    (void)state;
    manager_list(manager, NULL, &inner);
    proxy_list_append(&list, proxy_as_value(&inner));
    assert_int_equal(proxy_list_get(&list, 0, &item), 0);
    assert_int_equal(proxy_from_value(&found, manager, &item), 0);
    proxy_list_append(&found, value_int(1));
    assert_int_equal(proxy_count(&inner, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(proxy_list_append(&list, value_int(1)), 0);
    proxy_list_get(&list, 1, &item);
    assert_int_equal(proxy_from_value(&found, manager, &item), EINVAL);
}

static void carries_what_is_large(void **state)
{
    char *bytes = malloc(LARGE);
    struct value item;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < LARGE; i++)
        bytes[i] = (char)(i % 251);
    assert_int_equal(proxy_list_append(&list, value_bytes(bytes, LARGE)), 0);
    assert_int_equal(proxy_list_get(&list, 0, &item), 0);
    assert_int_equal(item.size, LARGE);
    assert_memory_equal(item.text, bytes, LARGE);
    value_free(&item);
    for (int i = 0; i < 22; i++) /* The whole is more than a message holds. */
        assert_int_equal(proxy_list_append(&list, value_bytes(bytes, LARGE)),
                         0);
    assert_int_equal(proxy_copy(&list, &item), EMSGSIZE);
    free(bytes);
}

/* ---- Who uses it. ---- */

static int append_many(void *argument)
{
    for (int i = 0; i < APPENDS; i++)
        if (proxy_list_append(&list, value_int(*(int *)argument)))
            return 1;
    return 0;
}

static void serves_children_at_the_same_time(void **state)
{
    pid_t children[CHILDREN];
    int numbers[CHILDREN], seen[CHILDREN] = {0};
    struct value all;

    (void)state;
    for (int i = 0; i < CHILDREN; i++) {
        numbers[i] = i;
        children[i] = child_start(append_many, &numbers[i]);
    }
    for (int i = 0; i < CHILDREN; i++)
        assert_int_equal(child_end(children[i]), 0);
    assert_int_equal(proxy_copy(&list, &all), 0);
    for (size_t i = 0; i < all.size; i++)
        seen[all.items[i].number]++;
    for (int i = 0; i < CHILDREN; i++)
        assert_int_equal(seen[i], APPENDS);
    value_free(&all);
}

/* Get and set are two steps: without the lock some would be lost. */
static int count_up(void *argument)
{
    for (int i = 0; i < APPENDS; i++) {
        struct value number;

        if (proxy_lock_acquire(&lock, FOREVER) ||
            proxy_value_get(argument, &number) ||
            proxy_value_set(argument, value_int(number.number + 1)) ||
            proxy_lock_release(&lock))
            return 1;
    }
    return 0;
}

static void lets_one_at_a_time_have_a_lock(void **state)
{
    pid_t children[CHILDREN];
    struct proxy counter;
    struct value number;

    (void)state;
    manager_value(manager, NULL, &counter);
    proxy_value_set(&counter, value_int(0));
    for (int i = 0; i < CHILDREN; i++)
        children[i] = child_start(count_up, &counter);
    for (int i = 0; i < CHILDREN; i++)
        assert_int_equal(child_end(children[i]), 0);
    assert_int_equal(proxy_value_get(&counter, &number), 0);
    assert_int_equal(number.number, CHILDREN * APPENDS);
}

static void try_lock(void *argument)
{
    *(int *)argument = proxy_lock_acquire(&lock, 20);
}

static void knows_whose_a_lock_is(void **state)
{
    struct thread thread;
    struct proxy again;
    int error = -1;

    (void)state;
    assert_int_equal(proxy_lock_release(&lock), EPERM);
    assert_int_equal(proxy_lock_acquire(&lock, FOREVER), 0);
    assert_int_equal(proxy_lock_acquire(&lock, FOREVER), EDEADLK);
    thread_start(&thread, NULL, try_lock, &error);
    thread_join(&thread, FOREVER);
    assert_int_equal(error, ETIMEDOUT);
    assert_int_equal(proxy_lock_release(&lock), 0);
    /* A thread that ends with it gives it back, as a process does. */
    thread_start(&thread, NULL, try_lock, &error);
    thread_join(&thread, FOREVER);
    assert_int_equal(error, 0);
    assert_int_equal(proxy_lock_acquire(&lock, FOREVER), EOWNERDEAD);
    assert_int_equal(proxy_lock_release(&lock), 0);
    assert_int_equal(proxy_lock_acquire(&lock, FOREVER), 0);
    assert_int_equal(manager_rlock(manager, NULL, &again), 0);
    assert_int_equal(proxy_lock_acquire(&again, FOREVER), 0);
    assert_int_equal(proxy_lock_acquire(&again, FOREVER), 0);
    assert_int_equal(proxy_lock_release(&again), 0);
    assert_int_equal(proxy_lock_release(&again), 0);
    assert_int_equal(proxy_lock_release(&again), EPERM);
}

static void wait_for_lock(void *argument)
{
    *(int *)argument = proxy_lock_acquire(&lock, CHILD_DEADLINE_MS);
}

static void tells_who_waits_that_a_lock_is_deleted(void **state)
{
    struct thread waiter;
    int error = -1;

    (void)state;
    assert_int_equal(proxy_lock_acquire(&lock, FOREVER), 0);
    thread_start(&waiter, NULL, wait_for_lock, &error);
    assert_int_equal(thread_join(&waiter, 50), ETIMEDOUT); /* It waits. */
    assert_int_equal(proxy_delete(&lock), 0);
    thread_join(&waiter, FOREVER);
    assert_int_equal(error, ENOENT);
    assert_int_equal(proxy_lock_release(&lock), ENOENT);
}

/* ---- Who dies. ---- */

static int *holding;

static int hold_until_killed(void *argument)
{
    int error = proxy_lock_acquire(&lock, FOREVER);

    *holding = error == 0 || error == EOWNERDEAD ? 1 : -1;
    pause();
    return *(int *)argument;
}

static int count_of(const char *name, int otherwise)
{
    const char *text = getenv(name);

    return text ? atoi(text) : otherwise;
}

static void releases_what_a_killed_client_held(void **state)
{
    int times = count_of("MANAGER_KILLS", KILLS);

    (void)state;
    holding = child_shared(sizeof *holding);
    for (int i = 0; i < times; i++) {
        *holding = 0;
        pid_t child = child_start(hold_until_killed, &times);
        while (*(volatile int *)holding == 0)
            child_sleep_ms(1);
        assert_int_equal(*holding, 1);
        if (i % 2) /* Also when somebody waits already. */
            assert_int_equal(proxy_lock_acquire(&lock, 0), ETIMEDOUT);
        kill(child, SIGKILL);
        assert_int_equal(proxy_lock_acquire(&lock, 5000), EOWNERDEAD);
        assert_int_equal(child_end(child), -SIGKILL);
        assert_int_equal(proxy_lock_release(&lock), 0);
    }
}

static int append_until_killed(void *argument)
{
    (void)argument;
    for (int i = 0;; i++) {
        proxy_lock_acquire(&lock, FOREVER);
        if (proxy_list_append(&list, value_int(i)))
            return 1;
        *holding = i + 1; /* It was answered, so it is there. */
        proxy_lock_release(&lock);
    }
}

/* At any moment: nothing that was answered is lost, and nothing is held. */
static void survives_clients_killed_at_any_moment(void **state)
{
    int times = count_of("MANAGER_KILLS", KILLS);

    (void)state;
    holding = child_shared(sizeof *holding);
    for (int i = 0; i < times; i++) {
        struct proxy fresh;
        size_t count;

        *holding = 0;
        assert_int_equal(manager_list(manager, NULL, &fresh), 0);
        list = fresh;
        pid_t child = child_start(append_until_killed, NULL);
        usleep((useconds_t)(i * 7919 % 5000));
        kill(child, SIGKILL);
        assert_int_equal(child_end(child), -SIGKILL);
        int error = proxy_lock_acquire(&lock, 5000);
        assert_true(error == 0 || error == EOWNERDEAD);
        assert_int_equal(proxy_lock_release(&lock), 0);
        assert_int_equal(proxy_count(&list, &count), 0);
        assert_in_range(count, *holding, *holding + 1);
    }
}

static void says_that_the_server_has_ended(void **state)
{
    char path[64];
    size_t count;

    (void)state;
    /* The server is the only child that this process has. */
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE *file = fopen(path, "r");
    int server = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d", &server), 1);
    fclose(file);
    kill(server, SIGKILL);
    assert_int_equal(proxy_count(&list, &count), EPIPE);
    assert_int_equal(proxy_count(&list, &count), EPIPE);
}

static int *server_of_child;

static int start_and_be_killed(void *argument)
{
    struct manager *own;

    (void)argument;
    if (manager_start(&own, "@interleave-manager-test", "key"))
        return 1;
    *server_of_child = 1;
    pause();
    return 0;
}

static void ends_with_who_started_it(void **state)
{
    struct manager *other;
    int error;

    (void)state;
    server_of_child = child_shared(sizeof *server_of_child);
    pid_t child = child_start(start_and_be_killed, NULL);
    while (*(volatile int *)server_of_child == 0)
        child_sleep_ms(1);
    assert_int_equal(manager_connect(&other, "@interleave-manager-test", "key"),
                     0);
    manager_free(other);
    kill(child, SIGKILL);
    assert_int_equal(child_end(child), -SIGKILL);
    for (int i = 0; i < 200; i++) { /* It takes a moment. */
        error = manager_connect(&other, "@interleave-manager-test", "key");
        if (error == ECONNREFUSED)
            break;
        if (!error)
            manager_free(other);
        child_sleep_ms(10);
    }
    assert_int_equal(error, ECONNREFUSED);
}

#define WITH_MANAGER(test) cmocka_unit_test_setup_teardown(test, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MANAGER(has_lists),
        WITH_MANAGER(has_dicts_that_keep_their_order),
        WITH_MANAGER(has_values_and_namespaces),
        WITH_MANAGER(refuses_what_an_object_is_not),
        WITH_MANAGER(sees_a_nested_change_once_it_is_set),
        WITH_MANAGER(sees_a_change_in_a_nested_object_at_once),
        WITH_MANAGER(carries_what_is_large),
        WITH_MANAGER(serves_children_at_the_same_time),
        WITH_MANAGER(lets_one_at_a_time_have_a_lock),
        WITH_MANAGER(knows_whose_a_lock_is),
        WITH_MANAGER(tells_who_waits_that_a_lock_is_deleted),
        WITH_MANAGER(releases_what_a_killed_client_held),
        WITH_MANAGER(survives_clients_killed_at_any_moment),
        WITH_MANAGER(says_that_the_server_has_ended),
        cmocka_unit_test(ends_with_who_started_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
