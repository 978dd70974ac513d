/* bench_turns.c - two tasks that lock and unlock one mutex, again and again:
   `bench_turns threads|processes ROUNDS`. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t *lock;
static long rounds;

static void *locks(void *unused)
{
    for (long i = 0; i < rounds; i++) {
        pthread_mutex_lock(lock);
        pthread_mutex_unlock(lock);
    }
    return unused;
}

int main(int argc, char **argv)
{
    pthread_mutexattr_t attributes;

    if (argc < 3)
        return 2;
    rounds = atol(argv[2]);
    lock = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                -1, 0);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(lock, &attributes);
    if (strcmp(argv[1], "threads") == 0) {
        pthread_t other;

        pthread_create(&other, NULL, locks, NULL);
        locks(NULL);
        pthread_join(other, NULL);
    } else {
        pid_t child = fork();

        locks(NULL);
        if (child == 0)
            _exit(0);
        wait(NULL);
    }
    return 0;
}
