/* expect: ok
   A loop that reads the same shared value 4,500 times waits for nobody,
   and has an end. */
#include <pthread.h>
#include <stdio.h>

static int open_for_all = 1;
static int passed;

static void *pass(void *unused)
{
    int mine = 0;

    for (int i = 0; i < 4500; i++) {
        if (open_for_all)
            mine++;
    }
    passed = mine;
    return unused;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, pass, NULL);
    pthread_join(thread, NULL);
    printf("%d\n", passed);
    return 0;
}
