/* cpu_bound.c - do two processes do the same work in half the time?

   Watch: the time for the same work by one, two and four processes, against
   the number of processors that this machine lends us.
   Compare with: io_bound.c, where the work is waiting. */
#include "../must.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NUMBERS = 25000, MOST = 4 };

static int *primes; /* One for each process, in memory that they share. */

static int is_prime(int number)
{
    int divisor = 2;

    while (divisor < number && number % divisor != 0) /* Slow on purpose. */
        divisor++;
    return divisor == number;
}

static double now(void)
{
    struct timespec time;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int count_by(int processes, double *seconds)
{
    double start = now();
    int all = 0;

    for (int i = 0; i < processes; i++) {
        pid_t child;

        MUST_NOT_BE_NEGATIVE(child = fork()); /* @fork */
        if (child == 0) {
            int found = 0;
            for (int number = i; number < NUMBERS; number += processes)
                found += is_prime(number); /* @work */
            primes[i] = found;
            exit(0);
        }
    }
    for (int i = 0; i < processes; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL)); /* @join */
    *seconds = now() - start;
    for (int i = 0; i < processes; i++)
        all += primes[i];
    return all;
}

int main(void)
{
    cpu_set_t ours;
    double alone = 0;

    primes = mmap(NULL, MOST * sizeof *primes, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    MUST(primes == MAP_FAILED ? errno : 0);
    MUST_NOT_BE_NEGATIVE(sched_getaffinity(0, sizeof ours, &ours));
    MUST(setvbuf(stdout, NULL, _IOLBF, 0)); /* Nothing is copied by fork. */
    printf("processors: %d\n", CPU_COUNT(&ours)); /* @processors */
    for (int processes = 1; processes <= MOST; processes *= 2) {
        double seconds;
        int found = count_by(processes, &seconds);
        alone = processes == 1 ? seconds : alone;
        printf("by %d: %d primes, %.3f s, speed-up %.1f\n", processes, found,
               seconds, seconds > 0 ? alone / seconds : 0);
    }
    return 0;
}
