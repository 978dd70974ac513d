/* expect: ok
   Insertion into a hash table with a lock for each place. */
#include <pthread.h>
#include <stdlib.h>
#define SIZE        32
#define MAX         2
#define NUM_THREADS 3
static int table[SIZE];
static pthread_mutex_t cas_mutex[SIZE];
static pthread_t tids[NUM_THREADS];

static int cas(int *tab, int h, int val, int nv)
{
    int r = 0;
    pthread_mutex_lock(&cas_mutex[h]);
    if (tab[h] == val) {
        tab[h] = nv;
        r = 1;
    }
    pthread_mutex_unlock(&cas_mutex[h]);
    return r;
}

static void *thread_routine(void *argument)
{
    int tid = *(int *)argument;
    int m = 0, w, h;
    while (1) {
        if (m < MAX)
            w = (++m) * 11 + tid;
        else
            pthread_exit(NULL);
        h = (w * 7) % SIZE;
        while (cas(table, h, 0, w) == 0)
            h = (h + 1) % SIZE;
    }
}

int main(void)
{
    static int arg[NUM_THREADS];
    int i;
    for (i = 0; i < SIZE; i++)
        pthread_mutex_init(&cas_mutex[i], NULL);
    for (i = 0; i < NUM_THREADS; i++) {
        arg[i] = i;
        pthread_create(&tids[i], NULL, thread_routine, &arg[i]);
    }
    for (i = 0; i < NUM_THREADS; i++)
        pthread_join(tids[i], NULL);
    for (i = 0; i < SIZE; i++)
        pthread_mutex_destroy(&cas_mutex[i]);
    return 0;
}
