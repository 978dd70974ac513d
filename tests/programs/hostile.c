/* hostile.c - programs that a scheduler has no easy time with: `hostile NAME`.

   Compiled by `interleave cc` too, as hostile.step. */
#include "line.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void *spins_for_ever(void *argument)
{
    for (;;)
        __asm__ volatile("");
    return argument;
}

static void spin(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, spins_for_ever, NULL);
    pthread_join(thread, NULL);
}

static int flag;

static void *waits_for_flag(void *argument)
{
    while (!flag)
        continue;
    line("seen");
    return argument;
}

static void wait_for_flag(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, waits_for_flag, NULL);
    flag = 1;
    pthread_join(thread, NULL);
}

static void fork_without_end(void)
{
    for (;;)
        fork();
}

/* Each process waits for its child, until there can be no more. */
static void fork_a_chain(void)
{
    for (;;) {
        pid_t child = fork();

        if (child == 0)
            continue;
        if (child < 0)
            line("fork: %s", strerrorname_np(errno));
        else
            waitpid(child, NULL, 0);
        exit(0);
    }
}

/* Programs that the runtime is kept out of. */
static void run_foreign(void)
{
    static char *without_us[] = {(char *)"LD_PRELOAD=", NULL};
    static char *fails[] = {(char *)"sh", (char *)"-c", (char *)"exit 3", NULL};
    static char *says[] = {(char *)"sh", (char *)"-c", (char *)"echo foreign",
                           NULL};
    int status;
    pid_t child = fork();

    if (child == 0)
        execve("/bin/sh", fails, without_us);
    waitpid(child, &status, 0);
    line("exec: %d", WEXITSTATUS(status));
    posix_spawn(&child, "/bin/sh", NULL, NULL, fails, without_us);
    waitpid(child, &status, 0);
    line("spawn: %d", WEXITSTATUS(status));
    execve("/bin/sh", says, without_us);
}

/* A shell is not compiled for it, but goes on under control. */
static void run_shells(void)
{
    line("system: %d", WEXITSTATUS(system("echo shell; exit 4")));
    FILE *shell = popen("exit 5", "w");
    line("popen: %d", WEXITSTATUS(pclose(shell)));
}

static pthread_mutex_t *make_robust(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t *mutex = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(mutex, &attributes);
    return mutex;
}

static void kill_a_holder(bool by_itself)
{
    pthread_mutex_t *mutex = make_robust();
    int status;
    pid_t child = fork();

    if (child == 0) {
        pthread_mutex_lock(mutex);
        if (by_itself)
            raise(SIGKILL);
        pause();
    }
    sleep(1);
    if (!by_itself)
        kill(child, SIGKILL);
    line("lock: %s", strerrorname_np(pthread_mutex_lock(mutex)));
    line("repair: %d", pthread_mutex_consistent(mutex));
    waitpid(child, &status, 0);
    line("signal: %d", WTERMSIG(status));
}

static void kill_holders(void)
{
    kill_a_holder(true);
    kill_a_holder(false);
}

static void leave_a_zombie(void)
{
    pid_t child = fork();
    int status;

    if (child == 0)
        _exit(3);
    sleep(2);
    line("child %d of %d", (int)child, (int)getpid());
    wait(&status);
    line("status: %d", WEXITSTATUS(status));
}

static int way;

static void *sleeps(void *argument)
{
    while (true)
        pause();
    return argument;
}

static void *dies(void *argument)
{
    switch (way) {
    case 0:
        abort();
    case 1:
        *(volatile int *)8 = 1;
        break;
    case 2:
        assert(way == 77);
        break;
    case 3:
        exit(9);
    case 4:
        _exit(8);
    default:
        raise(SIGTERM);
    }
    return argument;
}

/* A process dies in each way while another of its threads sleeps. */
static void die(void)
{
    pid_t children[6];

    for (int i = 0; i < 6; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            pthread_t threads[2];

            way = i;
            pthread_create(&threads[0], NULL, sleeps, NULL);
            pthread_create(&threads[1], NULL, dies, NULL);
            pthread_join(threads[0], NULL);
            _exit(99);
        }
    }
    for (int i = 0; i < 6; i++) {
        int status = -1;

        waitpid(children[i], &status, 0);
        line("%d: %x", i, (unsigned)status & ~0x80U); /* No core. */
    }
}

static void *says_so(void *argument)
{
    sleep(1);
    line("thread %d", (int)(intptr_t)argument);
    return argument;
}

static void end_main_first(void)
{
    for (intptr_t i = 1; i <= 3; i++) {
        pthread_t thread;

        pthread_create(&thread, NULL, says_so, (void *)i);
        pthread_detach(thread);
    }
    pthread_exit(NULL);
}

enum { MANY = 300 };

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *counts(void *argument)
{
    pthread_mutex_lock(&guard);
    count++;
    pthread_mutex_unlock(&guard);
    return argument;
}

static void start_many(void)
{
    pthread_t threads[MANY];

    for (int i = 0; i < MANY; i++)
        pthread_create(&threads[i], NULL, counts, NULL);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    line("count: %d", count);
}

static void print_much(void)
{
    static char text[1 << 20];

    memset(text, 'x', sizeof text);
    for (int i = 0; i < 10; i++)
        fwrite(text, 1, sizeof text, stdout);
}

static void close_all(void)
{
    pthread_t thread;

    for (int i = 0; i < 1024; i++)
        close(i);
    pthread_create(&thread, NULL, counts, NULL);
    pthread_join(thread, NULL);
    exit(5);
}

static void become_daemon(void)
{
    if (daemon(0, 1) != 0)
        exit(1);
    sleep(1);
    line("daemon %d", (int)getpid());
}

/* Past all functions that the runtime knows. */
static void block_unseen(void)
{
    int event = eventfd(0, 0);
    uint64_t value;

    syscall(SYS_read, event, &value, sizeof value);
}

/* One that has stopped holds nobody up; what it reads then is no task's. */
static void stop_a_child(void)
{
    char text[8];
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        raise(SIGSTOP);
        _exit(fgets(text, sizeof text, stdin) ? 1 : 3);
    }
    waitpid(child, &status, WUNTRACED);
    line("stopped: %d", WIFSTOPPED(status) ? WSTOPSIG(status) : -1);
    kill(child, SIGCONT);
    waitpid(child, &status, 0);
    line("ended: %d", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static __thread int own;

/* All that differs from run to run, where nobody sees to it. */
static void *tells_who_it_is(void *argument)
{
    char bytes[4];
    struct timespec now;
    void *memory = malloc(100);
    void *much = malloc(1 << 20);
    time_t seconds = time(NULL);

    line("%p %p %p %p %p %lx", memory, much, (void *)&memory, (void *)&own,
         (void *)&flag, (unsigned long)pthread_self());
    line("%d %d %d", (int)getpid(), (int)getppid(), (int)gettid());
    clock_gettime(CLOCK_MONOTONIC, &now);
    line("%ld %ld.%09ld %ld", (long)seconds, (long)now.tv_sec, now.tv_nsec,
         (long)clock());
    if (getrandom(bytes, sizeof bytes, 0) == sizeof bytes)
        line("%02x%02x %d %ld", bytes[0] & 0xff, bytes[1] & 0xff, rand(),
             random());
    line("%s", ctime(&seconds));
    free(much);
    return argument;
}

static void tell_identity(void)
{
    pthread_t threads[2];
    int status;

    tells_who_it_is(NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, tells_who_it_is, NULL);
    if (fork() == 0) {
        tells_who_it_is(NULL);
        _exit(0);
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    line("child %d", (int)wait(&status));
}

static const struct {
    const char *name;
    void (*run)(void);
} programs[] = {
    {"spin", spin},
    {"flag", wait_for_flag},
    {"breed", fork_without_end},
    {"chain", fork_a_chain},
    {"foreign", run_foreign},
    {"shells", run_shells},
    {"robust", kill_holders},
    {"zombie", leave_a_zombie},
    {"die", die},
    {"main", end_main_first},
    {"many", start_many},
    {"print", print_much},
    {"close", close_all},
    {"daemon", become_daemon},
    {"unseen", block_unseen},
    {"identity", tell_identity},
    {"stop", stop_a_child},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        if (argc > 1 && strcmp(argv[1], programs[i].name) == 0)
            programs[i].run();
    }
    return 0;
}
