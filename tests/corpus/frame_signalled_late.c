/* expect: data-race
   The one who waits may go on, and its function return, before the condition in
   its frame is signalled. */
#include <pthread.h>
#include <stdbool.h>

struct call {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool is_answered;
};

static void *answer(void *argument)
{
    struct call *call = argument;

    pthread_mutex_lock(&call->lock);
    call->is_answered = true;
    pthread_mutex_unlock(&call->lock);
    pthread_cond_signal(&call->answered);
    return NULL;
}

static pthread_t ask(void)
{
    struct call call = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                        false};
    pthread_t thread;

    pthread_create(&thread, NULL, answer, &call);
    pthread_mutex_lock(&call.lock);
    while (!call.is_answered)
        pthread_cond_wait(&call.answered, &call.lock);
    pthread_mutex_unlock(&call.lock);
    return thread;
}

int main(void)
{
    pthread_join(ask(), NULL);
    return 0;
}
