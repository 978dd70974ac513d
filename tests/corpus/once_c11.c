/* expect: ok
   call_once and the threads of C11. */
#include <assert.h>
#include <threads.h>

static once_flag once = ONCE_FLAG_INIT;
static mtx_t lock;
static int counter;

static void make(void)
{
    mtx_init(&lock, mtx_plain);
}

static int use(void *argument)
{
    (void)argument;
    call_once(&once, make);
    mtx_lock(&lock);
    counter++;
    mtx_unlock(&lock);
    return 1;
}

int main(void)
{
    thrd_t threads[2];
    int sum = 0;

    for (int i = 0; i < 2; i++)
        thrd_create(&threads[i], use, NULL);
    for (int i = 0; i < 2; i++) {
        int result;

        thrd_join(threads[i], &result);
        sum += result;
    }
    assert(counter == 2 && sum == 2);
    mtx_destroy(&lock);
    return 0;
}
