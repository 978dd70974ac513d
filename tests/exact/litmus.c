/* A litmus test, written as its argument: what each thread does, with commas
   between threads; Sx1r.Ly stores 1 in x with release and loads y relaxed.

   S stores, L loads, X exchanges, A adds; x, y or z; a digit of what; then the
   order: r release, a acquire, b both, s memory_order_seq_cst, nothing:
   relaxed. F and an order: a fence. What was loaded is printed, by thread, and
   what is there at the end. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, LOADS = 4, PLACES = 3 };

static atomic_int places[PLACES];
static char *texts[THREADS];
static int loaded[THREADS][LOADS];

#define RELAXED memory_order_relaxed
#define ACQUIRE memory_order_acquire
#define RELEASE memory_order_release
#define BOTH    memory_order_acq_rel
#define STRONG  memory_order_seq_cst

/* Orders are constants: with others compilers ask for the strongest. */
static void store(atomic_int *place, int value, char order)
{
    if (order == 's')
        atomic_store_explicit(place, value, STRONG);
    else if (order == 'r')
        atomic_store_explicit(place, value, RELEASE);
    else
        atomic_store_explicit(place, value, RELAXED);
}

static int load(atomic_int *place, char order)
{
    return order == 's'   ? atomic_load_explicit(place, STRONG)
           : order == 'a' ? atomic_load_explicit(place, ACQUIRE)
                          : atomic_load_explicit(place, RELAXED);
}

static int exchange(atomic_int *place, int value, char order)
{
    return order == 's'   ? atomic_exchange_explicit(place, value, STRONG)
           : order == 'b' ? atomic_exchange_explicit(place, value, BOTH)
           : order == 'a' ? atomic_exchange_explicit(place, value, ACQUIRE)
           : order == 'r' ? atomic_exchange_explicit(place, value, RELEASE)
                          : atomic_exchange_explicit(place, value, RELAXED);
}

static int add(atomic_int *place, int value, char order)
{
    return order == 's'   ? atomic_fetch_add_explicit(place, value, STRONG)
           : order == 'b' ? atomic_fetch_add_explicit(place, value, BOTH)
                          : atomic_fetch_add_explicit(place, value, RELAXED);
}

static void fence(char order)
{
    if (order == 's')
        atomic_thread_fence(STRONG);
    else if (order == 'b')
        atomic_thread_fence(BOTH);
    else if (order == 'a')
        atomic_thread_fence(ACQUIRE);
    else
        atomic_thread_fence(RELEASE);
}

static void *run(void *argument)
{
    const char *at = *(char **)argument;
    int *results = loaded[(char **)argument - texts];

    for (; *at; at += strspn(at, ".")) {
        char what = *at++;
        atomic_int *place = what == 'F' ? NULL : &places[*at++ - 'x'];
        int value = strchr("SXA", what) ? *at++ - '0' : 0;
        char order = *at == '\0' || *at == '.' ? '-' : *at++;

        if (what == 'S')
            store(place, value, order);
        else if (what == 'F')
            fence(order);
        else
            *results++ = what == 'L'   ? load(place, order)
                         : what == 'X' ? exchange(place, value, order)
                                       : add(place, value, order);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    int count = 0;
    char *left = argc > 1 ? argv[1] : NULL;

    while (count < THREADS && (texts[count] = strsep(&left, ",")) != NULL)
        count++;
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, run, &texts[i]);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < LOADS; j++)
            printf("%d", loaded[i][j]);
        printf(" ");
    }
    printf("%d%d%d\n", places[0], places[1], places[2]);
    return 0;
}
