/* manager.c - a server's beginning and end. */
#include "parallel/manager.h"
#include "parallel/connection_inside.h"
#include "parallel/manager.h"
#include "parallel/note_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- In the server. ---- */

/* Closes all but two, and standard input and outputs. */
static void close_others(int one, int other)
{
    unsigned low = (unsigned)(one < other ? one : other);
    unsigned high = (unsigned)(one < other ? other : one);
    const unsigned ranges[][2] = {
        {3, low - 1}, {low + 1, high - 1}, {high + 1, ~0U}};

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i][0] <= ranges[i][1])
            syscall(SYS_close_range, ranges[i][0], ranges[i][1], 0U);
}

/* Nothing of the creator's but what the server needs: copies of its pipes would
   keep their readers waiting, and what it does on a signal is not for here.
   Ctrl-C is for the creator, whose end is the server's. */
static int be_alone(struct pipe *creator, int *listener)
{
    static const int ordinary[] = {SIGTERM, SIGHUP,  SIGQUIT, SIGCHLD,
                                   SIGUSR1, SIGUSR2, SIGALRM};
    sigset_t none;
    int nowhere = open("/dev/null", O_RDWR);

    for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
        signal(ordinary[i], SIG_DFL);
    signal(SIGINT, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    creator->descriptor = fcntl(creator->descriptor, F_DUPFD_CLOEXEC, 3);
    *listener = fcntl(*listener, F_DUPFD_CLOEXEC, 3);
    if (creator->descriptor < 0 || *listener < 0)
        return EMFILE;
    for (int i = 0; i < 3 && nowhere >= 0; i++)
        dup2(nowhere, i);
    close_others(creator->descriptor, *listener);
    return fcntl(*listener, F_SETFL, O_NONBLOCK) ? errno : 0;
}

struct report {
    int error;
    char address[ADDRESS_ROOM];
};

/* Says where it is, or why it is nowhere, and serves. */
static int serve(void *argument)
{
    struct manager *manager = argument;
    struct server *server = NULL;
    struct report report = {.error = 0};
    int listener;

    report.error = address_listen(manager->address, &listener);
    if (!report.error)
        report.error = be_alone(&manager->far, &listener);
    if (!report.error) {
        address_name(manager->address, listener, report.address);
        report.error = server_new(&server, &manager->key, listener);
    }
    if (!report.error)
        notes("serve", 0, report.address, "");
    pipe_send(&manager->far, &report, sizeof report, FOREVER);
    if (report.error)
        return 1;
    while (server_turn(server, manager->far.descriptor, FOREVER))
        continue;
    server_free(server);
    return 0;
}

/* ---- Beginning and end. ---- */

static int manager_new(struct manager **made, const char *address,
                       const char *key)
{
    struct manager *manager = calloc(1, sizeof *manager);
    unsigned char random[SHA256_BLOCK];

    if (!manager)
        return ENOMEM;
    manager->keeper.descriptor = manager->far.descriptor = -1;
    int error = strlen(address) < sizeof manager->address ? 0 : EINVAL;
    if (!error && getrandom(random, sizeof random, 0) != sizeof random)
        error = EAGAIN;
    if (!error)
        error = manager_enlist(manager);
    if (error) {
        free(manager);
        return error;
    }
    strcpy(manager->address, address);
    if (key)
        hmac_key_set(&manager->key, key, strlen(key));
    else
        hmac_key_set(&manager->key, random, sizeof random);
    *made = manager;
    return 0;
}

void manager_free(struct manager *manager)
{
    manager_strike_out(manager);
    pipe_close(&manager->keeper);
    pipe_close(&manager->far);
    if (manager->creator == getpid()) {
        process_join(&manager->server, FOREVER);
        process_close(&manager->server);
    }
    free(manager);
}

const char *manager_address(const struct manager *manager)
{
    return manager->address;
}

static int start(struct manager *manager)
{
    struct report report;
    size_t size;
    int error = manager_make_keeper(manager);

    if (error)
        return error;
    manager->server =
        (struct process){.name = "manager", .run = serve, .argument = manager};
    error = process_start(&manager->server);
    if (error)
        return error;
    manager->creator = getpid();
    pipe_close(&manager->far);
    error =
        pipe_receive(&manager->keeper, &report, sizeof report, &size, FOREVER);
    if (!error)
        error = report.error;
    memcpy(manager->address, report.address, sizeof manager->address);
    return error;
}

int manager_start(struct manager **made, const char *address, const char *key)
{
    struct manager *manager;

    if (address && address[0] != '@' && !key)
        return EINVAL;
    int error = manager_new(&manager, address ? address : "@", key);
    if (error)
        return error;
    error = start(manager);
    if (error)
        manager_free(manager);
    else
        *made = manager;
    return error;
}

int manager_connect(struct manager **made, const char *address, const char *key)
{
    struct manager *manager;
    int error = manager_new(&manager, address, key);

    if (error)
        return error;
    error = manager_reach(manager);
    if (error)
        manager_free(manager);
    else
        *made = manager;
    return error;
}
