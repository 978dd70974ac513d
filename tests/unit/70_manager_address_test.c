/* 70_manager_address_test.c - a manager that is reached over the network, also
   by those who should not reach it. */
#include "parallel/manager.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SILENT = 40 };

static void is_reached_over_the_network_by_who_has_the_key(void **state)
{
    struct manager *server, *client, *refused;
    struct proxy here, there;
    struct value item;

    (void)state;
    assert_int_equal(manager_start(&server, "127.0.0.1:0", "secret"), 0);
    const char *address = manager_address(server);
    assert_int_equal(manager_connect(&refused, address, "Secret"), EACCES);
    assert_int_equal(manager_connect(&refused, address, ""), EACCES);
    assert_int_equal(manager_connect(&client, address, "secret"), 0);
    assert_int_equal(manager_list(server, "results", &here), 0);
    assert_int_equal(manager_list(client, "results", &there), 0);
    assert_int_equal(proxy_list_append(&there, value_int(5)), 0);
    assert_int_equal(proxy_list_get(&here, 0, &item), 0);
    assert_int_equal(item.number, 5);
    assert_int_equal(manager_start(&refused, address, "secret"), EADDRINUSE);
    manager_free(client);
    manager_free(server);
    assert_int_equal(manager_start(&refused, "127.0.0.1:0", NULL), EINVAL);
    assert_int_equal(manager_start(&refused, "nonsense", "key"), EINVAL);
    assert_int_equal(manager_connect(&refused, "@nobody-is-here", "key"),
                     ECONNREFUSED);
}

static int connect_raw(const struct manager *to)
{
    const char *colon = strrchr(manager_address(to), ':');
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons((uint16_t)atoi(colon + 1))};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(descriptor, (struct sockaddr *)&at, sizeof at))
        return -1;
    return descriptor;
}

static void is_not_held_up_by_the_slow_and_the_silent(void **state)
{
    static const unsigned char half[] = {80, 0, 0, 0, 'P', 1};
    struct manager *server, *client;
    struct proxy numbers;
    int silent[SILENT];

    (void)state;
    assert_int_equal(manager_start(&server, "127.0.0.1:0", "key"), 0);
    for (int i = 0; i < SILENT; i++) {
        silent[i] = connect_raw(server);
        assert_int_not_equal(silent[i], -1);
        if (i % 2)
            assert_int_equal(send(silent[i], half, sizeof half, 0),
                             sizeof half);
    }
    double began = measure_now_ns();
    assert_int_equal(manager_connect(&client, manager_address(server), "key"),
                     0);
    assert_int_equal(manager_list(client, NULL, &numbers), 0);
    assert_int_equal(proxy_list_append(&numbers, value_int(1)), 0);
    assert_true(measure_now_ns() - began < 3e9);
    for (int i = 0; i < SILENT; i++)
        close(silent[i]);
    manager_free(client);
    manager_free(server);
}

static void hangs_up_on_who_talks_nonsense(void **state)
{
    static const char *const nonsense[] = {
        "GET / HTTP/1.1\r\nHost: here\r\n\r\n",
        "\xff\xff\xff\xff and more",
        "\x02\x01\x01\x01 longer than a stranger's frame may be",
    };
    struct manager *server;
    struct proxy numbers;
    char text[512];

    (void)state;
    assert_int_equal(manager_start(&server, "127.0.0.1:0", "key"), 0);
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
        int descriptor = connect_raw(server);
        struct timeval most = {.tv_sec = 3};
        ssize_t got;

        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
        send(descriptor, nonsense[i], strlen(nonsense[i]), MSG_NOSIGNAL);
        while ((got = recv(descriptor, text, sizeof text, 0)) > 0)
            continue;
        assert_true(got == 0 || errno == ECONNRESET);
        close(descriptor);
    }
    assert_int_equal(manager_list(server, NULL, &numbers), 0);
    manager_free(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_reached_over_the_network_by_who_has_the_key),
        cmocka_unit_test(is_not_held_up_by_the_slow_and_the_silent),
        cmocka_unit_test(hangs_up_on_who_talks_nonsense),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
