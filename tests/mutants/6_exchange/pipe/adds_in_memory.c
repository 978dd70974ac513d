/* expect: wrong-result
   The child adds: to its own copy. */
#include "../must.h"

#include <sys/wait.h>
#include <unistd.h>

enum { READ_END, WRITE_END };

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
        for (int i = 1; i <= count; i++)
            sum += i;
        _exit(0);
    }
    MUST_NOT_BE_NEGATIVE(close(ends[WRITE_END]));
    while (read(ends[READ_END], &number, sizeof number) == sizeof number)
        sum += number;
    MUST_NOT_BE_NEGATIVE(close(ends[READ_END]));
    MUST_NOT_BE_NEGATIVE(waitpid(child, NULL, 0));
    return sum;
}

int main(void)
{
    printf("sum = %d\n", sum_from_child(100));
    return 0;
}
