/* expect: wrong-result
   It reads bytes where numbers were written. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { READ_END, WRITE_END };

static void write_numbers(int to, int count)
{
    for (int number = 1; number <= count; number++)
        MUST_NOT_BE_NEGATIVE(write(to, &number, sizeof number));
}

/* A child sends 1 to `count`. Returns their sum. */
int sum_from_child(int count)
{
    int ends[2];
    int number;
    int sum = 0;

    MUST_NOT_BE_NEGATIVE(pipe(ends));
    pid_t child = fork();
    MUST_NOT_BE_NEGATIVE(child);
    if (child == 0) {
        MUST_NOT_BE_NEGATIVE(close(ends[READ_END]));
        write_numbers(ends[WRITE_END], count);
        _exit(0);
    }
    MUST_NOT_BE_NEGATIVE(close(ends[WRITE_END]));
    unsigned char byte;

    while (read(ends[READ_END], &byte, sizeof byte) == sizeof byte)
        sum += byte > 0;
    (void)number;
    MUST_NOT_BE_NEGATIVE(close(ends[READ_END]));
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
    return sum;
}

int main(void)
{
    printf("sum = %d\n", sum_from_child(100));
    return 0;
}
