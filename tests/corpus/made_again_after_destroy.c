/* expect: ok
   Each of them is destroyed, and made again, by its function or by what it is
   given at first. */
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t lock;
static pthread_cond_t changed;
static pthread_rwlock_t shared;
static pthread_spinlock_t spin;
static sem_t semaphore;

static void use(void)
{
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    pthread_rwlock_rdlock(&shared);
    pthread_rwlock_rdlock(&shared);
    pthread_rwlock_unlock(&shared);
    pthread_rwlock_unlock(&shared);
    pthread_spin_lock(&spin);
    pthread_spin_unlock(&spin);
    sem_wait(&semaphore);
}

static void *work(void *argument)
{
    use();
    return argument;
}

static void destroy(void)
{
    pthread_mutex_destroy(&lock);
    pthread_cond_destroy(&changed);
    pthread_rwlock_destroy(&shared);
    pthread_spin_destroy(&spin);
    sem_destroy(&semaphore);
}

int main(void)
{
    pthread_t thread;

    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&changed, NULL);
    pthread_rwlock_init(&shared, NULL);
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    sem_init(&semaphore, 0, 1);
    use();
    destroy();
    lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    changed = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
    shared = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    sem_init(&semaphore, 0, 2);
    pthread_create(&thread, NULL, work, NULL);
    use();
    pthread_join(thread, NULL);
    destroy();
    return 0;
}
