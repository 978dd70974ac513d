/* expect: wrong-result
   It closes the end that it reads from. */
#include "../must.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS = 8, FAILED = -1, READ_END = 0, WRITE_END = 1 };

/* The square of a number, which must not be negative: else it dies. */
static int square(int number)
{
    if (number < 0)
        raise(SIGKILL);
    return number * number;
}

static void serve(int number, int to)
{
    int result = square(number);

    MUST_NOT_BE_NEGATIVE(write(to, &result, sizeof result));
    _exit(0);
}

/* Computes so many squares, at most JOBS, each in a process. A job whose worker
   died has the result FAILED. */
void run_jobs(const int *numbers, int *results, int count)
{
    int pipes[JOBS][2];

    for (int i = 0; i < count; i++) {
        MUST_NOT_BE_NEGATIVE(pipe(pipes[i]));
        pid_t worker = fork();
        MUST_NOT_BE_NEGATIVE(worker);
        if (worker == 0)
            serve(numbers[i], pipes[i][WRITE_END]);
        MUST_NOT_BE_NEGATIVE(close(pipes[i][READ_END]));
    }
    for (int i = 0; i < count; i++) {
        if (read(pipes[i][READ_END], &results[i], sizeof results[i]) !=
            sizeof results[i])
            results[i] = FAILED; /* The end came before a result. */
        close(pipes[i][READ_END]);
        MUST_NOT_BE_NEGATIVE(wait(NULL));
    }
}

int main(void)
{
    int numbers[3] = {3, -1, 5};
    int results[3];

    run_jobs(numbers, results, 3);
    printf("%d %d %d\n", results[0], results[1], results[2]);
    return 0;
}
