/* expect: ok
   Each file looks for a free block, a lock for each file and each block. */
#include <assert.h>
#include <pthread.h>
#define NUM_THREADS 5
#define NUMBLOCKS   26
#define NUMINODE    32
static pthread_mutex_t locki[NUMINODE], lockb[NUMBLOCKS];
static int inode[NUMINODE];
static int busy[NUMBLOCKS];

static void *fn(void *argument)
{
    int tid = *(int *)argument;
    int i = tid % NUMINODE;
    int b;
    pthread_mutex_lock(&locki[i]);
    if (inode[i] == 0) {
        b = (i * 2) % NUMBLOCKS;
        while (1) {
            pthread_mutex_lock(&lockb[b]);
            if (!busy[b]) {
                busy[b] = 1;
                inode[i] = b + 1;
                pthread_mutex_unlock(&lockb[b]);
                break;
            }
            pthread_mutex_unlock(&lockb[b]);
            b = (b + 1) % NUMBLOCKS;
        }
    }
    assert(0 <= i && i < NUMINODE - 1);
    pthread_mutex_unlock(&locki[i]);
    return argument;
}

int main(void)
{
    pthread_t t[NUM_THREADS];
    static int arg[NUM_THREADS];
    for (int i = 0; i < NUMINODE; i++)
        pthread_mutex_init(&locki[i], NULL);
    for (int i = 0; i < NUMBLOCKS; i++)
        pthread_mutex_init(&lockb[i], NULL);
    for (int i = 0; i < NUM_THREADS; i++) {
        arg[i] = i;
        pthread_create(&t[i], NULL, fn, &arg[i]);
    }
    for (int i = 0; i < NUM_THREADS; i++)
        pthread_join(t[i], NULL);
    return 0;
}
