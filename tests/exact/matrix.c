/* Eight threads multiply matrices of `argument` rows: each reads what nobody
   writes, and writes rows of its own. One order; no other thread's matters. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { THREADS = 8, ROWS_MOST = 64 };

static int rows;
static int one[ROWS_MOST][ROWS_MOST];
static int other[ROWS_MOST][ROWS_MOST];
static int product[ROWS_MOST][ROWS_MOST];
static int starts[THREADS + 1];

static void *multiply(void *argument)
{
    const int *range = argument;

    for (int i = range[0]; i < range[1]; i++) {
        for (int j = 0; j < rows; j++) {
            int sum = 0;

            for (int k = 0; k < rows; k++)
                sum += one[i][k] * other[k][j];
            product[i][j] = sum;
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];

    rows = argc > 1 ? atoi(argv[1]) : THREADS;
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++) {
            one[i][j] = i + j;
            other[i][j] = i == j;
        }
    }
    for (int i = 0; i <= THREADS; i++)
        starts[i] = rows * i / THREADS;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, multiply, &starts[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++)
            assert(product[i][j] == one[i][j]);
    }
    return 0;
}
