/* expect: ok
   A jump out of a function. */
#include <pthread.h>
#include <setjmp.h>

static jmp_buf j;

static void go(void)
{
    longjmp(j, 1);
}

int main(void)
{
    if (!setjmp(j))
        go();
    return 0;
}
