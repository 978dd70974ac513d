/* expect: ok
   A function goes on where it left off, on a stack that the program made, and
   its local variable with it. */
#include <pthread.h>
#include <ucontext.h>

static ucontext_t outside, inside;
static pthread_t thread;
static int result;

static void *work(void *argument)
{
    ++*(int *)argument;
    return NULL;
}

static void body(void)
{
    int local = 1;

    pthread_create(&thread, NULL, work, &local);
    swapcontext(&inside, &outside);
    pthread_join(thread, NULL);
    result = local;
}

int main(void)
{
    static char stack[65536];

    getcontext(&inside);
    inside.uc_stack.ss_sp = stack;
    inside.uc_stack.ss_size = sizeof stack;
    inside.uc_link = &outside;
    makecontext(&inside, body, 0);
    swapcontext(&outside, &inside);
    swapcontext(&outside, &inside);
    return result == 2 ? 0 : 1;
}
