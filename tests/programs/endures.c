/* endures.c - does what is hard to watch, and says that it came through:
     closes      closes every descriptor but the one it prints to
     renumbers   opens its own files as descriptors 0, 1 and 2
     scribbles   writes PATTERN over all memory it shares with the lab
     leaves      ends HOW while its threads are busy
     forks       COUNT children at once, each of which locks and ends
     storms      COUNT children one after the other, by a thread each
     execs       becomes itself COUNT times, with nothing in its environment
     handles     handlers that lock nothing, but post, write and look at errno
     jumps       handlers that do not return
     cancels     COUNT threads, each cancelled wherever it is
     loads       LIBRARY at run time, and calls what is in it
     overflows   the stack of a thread ("thread") or of the first one
     constructs  before main, and after it */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static long visits;
static int count = 10;
static const char *word = "";
static char **given;

static void visit(int times)
{
    for (int i = 0; i < times; i++) {
        pthread_mutex_lock(&door);
        visits++;
        pthread_mutex_unlock(&door);
    }
}

static void *visit_often(void *nothing)
{
    visit(100);
    return nothing;
}

static void visit_by_threads(void)
{
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, visit_often, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}

static void say(const char *text)
{
    if (write(STDOUT_FILENO, text, strlen(text)) < 0)
        _exit(99);
}

static int came_through(void)
{
    char text[64];

    snprintf(text, sizeof text, "%s: %ld visits\n", given[1], visits);
    say(text);
    return 0;
}

static int closes(void)
{
    close(0);
    close(2);
    for (int fd = 3; fd < 4096; fd++)
        close(fd);
    close_range(3, ~0U, 0);
    visit_by_threads();
    return came_through();
}

static int renumbers(void)
{
    int terminal = dup(1);
    char text[8] = "";
    int ends[2];

    for (int fd = 0; fd < 3; fd++)
        close(fd);
    if (pipe(ends) != 0 || ends[0] != 0 || ends[1] != 1)
        _exit(50);
    printf("to the pipe\n");
    fflush(stdout);
    if (read(0, text, 6) != 6 || strncmp(text, "to the", 6) != 0)
        _exit(51);
    visit_by_threads();
    dup2(terminal, 1);
    return came_through();
}

static int scribbles(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int pattern = atoi(word);

    visit(10);
    while (maps && fgets(line, sizeof line, maps)) {
        unsigned long from;
        unsigned long to;

        if (!strstr(line, "/memfd:") ||
            sscanf(line, "%lx-%lx rw-s", &from, &to) != 2)
            continue;
        unsigned char *memory = (unsigned char *)from;
        for (size_t i = 0; i < to - from; i++)
            memory[i] = (unsigned char)(pattern < 256 ? pattern : rand());
    }
    visit_by_threads();
    return came_through();
}

static void *stay_busy(void *nothing)
{
    for (;;)
        visit(1);
    return nothing;
}

static int leaves(void)
{
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, stay_busy, NULL);
    usleep(3000);
    if (strcmp(word, "_exit") == 0)
        _exit(31);
    if (strcmp(word, "quick") == 0)
        quick_exit(32);
    if (strcmp(word, "kill") == 0)
        kill(getpid(), SIGKILL);
    if (strcmp(word, "abort") == 0)
        abort();
    exit(33);
}

static int forks(void)
{
    int good = 0;
    int status;

    for (int i = 0; i < count; i++) {
        pid_t child = fork();

        if (child == 0) {
            visit(2);
            _exit(visits == 2 ? 0 : 1);
        }
        good += child > 0;
    }
    for (int i = 0; i < count; i++) {
        if (wait(&status) > 0 && status == 0)
            visits++;
    }
    return good == count ? came_through() : 1;
}

static void *fork_one(void *nothing)
{
    int status = 1;
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    waitpid(child, &status, 0);
    if (status == 0)
        visit(1);
    return nothing;
}

static int storms(void)
{
    for (int i = 0; i < count; i += 4) {
        pthread_t threads[4];

        for (int j = 0; j < 4; j++)
            pthread_create(&threads[j], NULL, fork_one, NULL);
        for (int j = 0; j < 4; j++)
            pthread_join(threads[j], NULL);
    }
    return came_through();
}

static int execs(void)
{
    char left[16];
    char *arguments[] = {given[0], given[1], left, NULL};
    char *nothing[] = {NULL};

    visit(1);
    snprintf(left, sizeof left, "%d", count - 1);
    if (count == 0)
        return came_through();
    if (count % 3 == 0) {
        pid_t child = vfork();

        if (child == 0) {
            execve("/proc/self/exe", arguments, nothing);
            _exit(40);
        }
        int status = 1;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    }
    if (count % 3 == 1) {
        clearenv();
        execv("/proc/self/exe", arguments);
    }
    execve("/proc/self/exe", arguments, nothing);
    return 41;
}

static sem_t posts;
static int ends[2];
static volatile sig_atomic_t rings;
static volatile sig_atomic_t wrongs;

static void on_ring(int number)
{
    int kept = errno;

    errno = 4242;
    sem_post(&posts);
    wrongs += write(ends[1], "r", 1) != 1;
    raise(SIGUSR1);
    pthread_kill(pthread_self(), SIGUSR1);
    wrongs += errno != 4242 || number != SIGALRM;
    rings++;
    errno = kept;
}

static void on_user(int number)
{
    wrongs += number != SIGUSR1;
}

static void ring_each_ms(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct itimerval timer = {.it_value = {.tv_usec = 1000},
                              .it_interval = {.tv_usec = 1000}};

    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

static int handles(void)
{
    int value = 0;
    char bytes[4096];

    sem_init(&posts, 0, 0);
    if (pipe(ends) != 0)
        return 1;
    signal(SIGUSR1, on_user);
    ring_each_ms(on_ring);
    while (rings < 50) {
        errno = 77;
        visit(1);
        wrongs += errno != 77;
        for (volatile int i = 0; i < 10000; i++)
            continue; /* Slowly, or most of it would go unseen. */
    }
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    visits = wrongs;
    sem_getvalue(&posts, &value);
    visits += value != rings;
    visits += read(ends[0], bytes, sizeof bytes) != rings;
    return came_through();
}

static sigjmp_buf back;

static void jump(int number)
{
    rings++;
    siglongjmp(back, number);
}

/* Not out of the lock, which would stay locked: out of a wait. */
static int jumps(void)
{
    while (rings < 30) {
        if (sigsetjmp(back, 1) == 0) {
            ring_each_ms(jump);
            for (;;)
                pause();
        }
        setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
        visit(1);
    }
    visit(10);
    return came_through();
}

static void *be_cancelled(void *asynchronous)
{
    sem_t mine;

    sem_init(&mine, 0, 0);
    if (asynchronous)
        pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (;;) {
        sem_post(&mine);
        sem_wait(&mine);
        if (!asynchronous)
            pthread_testcancel();
    }
    return NULL;
}

static int cancels(void)
{
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        void *result = NULL;

        pthread_create(&thread, NULL, be_cancelled, i % 2 ? &door : NULL);
        if (i % 4 < 2)
            usleep(100);
        pthread_cancel(thread);
        pthread_join(thread, &result);
        visits += result == PTHREAD_CANCELED;
    }
    return came_through();
}

static int loads(void)
{
    for (int i = 0; i < 3; i++) {
        void *library = dlopen(word, RTLD_NOW);
        long (*work)(pthread_mutex_t *) =
            library ? (long (*)(pthread_mutex_t *))dlsym(library, "work")
                    : NULL;

        if (!work) {
            say(dlerror());
            return 1;
        }
        visits += work(&door);
        dlclose(library);
    }
    void *libc = dlopen("libc.so.6", RTLD_NOW);
    int (*lock)(pthread_mutex_t *) =
        (int (*)(pthread_mutex_t *))dlsym(libc, "pthread_mutex_lock");
    lock(&door); /* Past us: unseen, but no harm. */
    pthread_mutex_unlock(&door);
    return came_through();
}

/* Touches each page, so that the last one has to be met. */
static int overflow(int depth)
{
    volatile char page[4096];

    page[0] = (char)depth;
    return depth > 0 ? overflow(depth + 1) + page[0] : 0;
}

static void *overflow_here(void *nothing)
{
    overflow(1);
    return nothing;
}

static int overflows(void)
{
    pthread_t thread;

    if (strcmp(word, "thread") != 0)
        return overflow(1);
    pthread_create(&thread, NULL, overflow_here, NULL);
    pthread_join(thread, NULL);
    return 1;
}

__attribute__((constructor)) static void before_main(void)
{
    visit(1);
}

__attribute__((destructor)) static void after_main(void)
{
    visit(1);
}

static int constructs(void)
{
    return came_through();
}

static const struct {
    const char *name;
    int (*run)(void);
} ways[] = {
    {"closes", closes},         {"renumbers", renumbers},
    {"scribbles", scribbles},   {"leaves", leaves},
    {"forks", forks},           {"storms", storms},
    {"execs", execs},           {"handles", handles},
    {"jumps", jumps},           {"cancels", cancels},
    {"loads", loads},           {"overflows", overflows},
    {"constructs", constructs},
};

int main(int argc, char **argv)
{
    given = argv;
    visits = 0;
    if (argc > 2) {
        word = argv[2];
        count = atoi(word);
    }
    for (size_t i = 0; argc > 1 && i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].name, argv[1]) == 0)
            return ways[i].run();
    }
    return 2;
}
