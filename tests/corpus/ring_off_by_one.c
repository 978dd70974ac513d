/* expect: assertion
   The reader expects each value one too early. */
#include <assert.h>
#include <pthread.h>
#define BUFFER_MAX 10
#define N          7
#define ERR        -1
#define FALSE      0
#define TRUE       1
static char buffer[BUFFER_MAX];
static int first, next;
static int buffer_size, send, receive;
static pthread_mutex_t m;

static void initLog(int max)
{
    buffer_size = max;
    first = next = 0;
}

static int removeLog(void)
{
    if (first < next)
        return buffer[first++];
    if (next > 0 && first == buffer_size) {
        first = 0;
        return buffer[first++];
    }
    return ERR;
}

static int insertLog(int b)
{
    if (next < buffer_size && buffer_size > 0) {
        buffer[next] = b;
        next = (next + 1) % buffer_size;
        assert(next < buffer_size);
    } else
        return ERR;
    return b;
}

static void *t1(void *argument)
{
    int i;
    pthread_mutex_lock(&m);
    if (send) {
        for (i = 0; i < N; i++)
            insertLog(i);
        send = FALSE;
        receive = TRUE;
    }
    pthread_mutex_unlock(&m);
    return argument;
}

static void *t2(void *argument)
{
    int i;
    pthread_mutex_lock(&m);
    if (receive) {
        for (i = 0; i < N - 1; i++)
            assert(removeLog() == i + 1);
        receive = FALSE;
        send = TRUE;
    }
    pthread_mutex_unlock(&m);
    return argument;
}

int main(void)
{
    pthread_t a, b;
    initLog(10);
    send = TRUE;
    receive = FALSE;
    pthread_mutex_init(&m, NULL);
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
