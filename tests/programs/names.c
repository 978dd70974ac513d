/* names.c - locks of all kinds and in all places, each used in its own line.

   The lab must find a name for each: see 34_name_test.c. */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

struct fork_ {
    int number;
    pthread_mutex_t lock;
};

struct table {
    pthread_mutex_t door;
    struct fork_ forks[5];
    pthread_rwlock_t books[2][3];
};

struct queue {
    int count;
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
};

struct shelf {
    int count;
    struct queue top;
};

typedef struct {
    pthread_mutex_t guard;
} nameless;

pthread_mutex_t global = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t hidden = PTHREAD_MUTEX_INITIALIZER;
static struct table table;
static pthread_mutex_t row[4];
static sem_t slots;
static pthread_barrier_t gate;
static pthread_spinlock_t spin;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static nameless typed;

static void nothing(void)
{
}

static void use(pthread_mutex_t *mutex)
{
    pthread_mutex_lock(mutex);
    pthread_mutex_unlock(mutex);
}

static void use_globals(void)
{
    static pthread_mutex_t local = PTHREAD_MUTEX_INITIALIZER;

    use(&global);
    use(&hidden);
    use(&local);
    use(&table.door);
    use(&table.forks[0].lock);
    use(&table.forks[3].lock);
    use(&row[2]);
    use(&typed.guard);
    pthread_rwlock_rdlock(&table.books[1][2]);
    pthread_rwlock_unlock(&table.books[1][2]);
    sem_init(&slots, 0, 1);
    pthread_barrier_init(&gate, NULL, 1);
    pthread_barrier_wait(&gate);
    pthread_spin_init(&spin, 0);
    pthread_once(&once, nothing);
    pthread_cond_signal(&ready);
}

static void queue_use(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    pthread_cond_signal(&q->not_empty);
    pthread_mutex_unlock(&q->lock);
}

static void use_heap(void)
{
    struct queue *first = calloc(1, sizeof *first);
    struct queue *second = calloc(1, sizeof *second);
    struct shelf *shelf = calloc(1, sizeof *shelf);
    pthread_mutex_t *many = calloc(3, sizeof *many);

    pthread_mutex_lock(&shelf->top.lock);
    pthread_mutex_unlock(&shelf->top.lock);
    queue_use(first);
    queue_use(second);
    queue_use(first);
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&many[i]);
        pthread_mutex_unlock(&many[i]);
    }
    free(many);
    free(shelf);
    free(second);
    free(first);
}

static void use_one(int more)
{
    pthread_mutex_t alike = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&alike);
    if (more > 0)
        use_one(more - 1);
    pthread_mutex_unlock(&alike);
}

static void use_stack(void)
{
    use_one(1);
    struct queue here = {.lock = PTHREAD_MUTEX_INITIALIZER};
    pthread_mutex_t mine = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&mine);
    pthread_mutex_unlock(&mine);
    pthread_mutex_lock(&here.lock);
    pthread_mutex_unlock(&here.lock);
}

/* So many more are made by the same line, while the first are there. */
static void use_pipes(int more)
{
    int results[2];

    if (pipe(results) == 0 && write(results[1], "x", 1) == 1) {
        if (more > 0)
            use_pipes(more - 1);
        close(results[0]);
        close(results[1]);
    }
}

static void use_sockets(int more)
{
    int friends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, friends) == 0) {
        if (more > 0)
            use_sockets(more - 1);
        close(friends[0]);
        close(friends[1]);
    }
}

static void use_named(const char *name)
{
    sem_t *turns = sem_open(name, O_CREAT, 0600, 1);
    mqd_t jobs = mq_open(name, O_CREAT | O_RDWR, 0600, NULL);

    sem_wait(turns);
    sem_close(turns);
    sem_unlink(name);
    if (jobs != (mqd_t)-1)
        mq_close(jobs);
    mq_unlink(name);
    int memory = shm_open(name, O_CREAT | O_RDWR, 0600);
    if (ftruncate(memory, 4096) == 0) {
        pthread_mutex_t *shared =
            mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
        pthread_mutex_lock(shared);
        pthread_mutex_unlock(shared);
        munmap(shared, 4096);
    }
    close(memory);
    shm_unlink(name);
}

int main(int argc, char **argv)
{
    use_globals();
    use_heap();
    use_stack();
    use_pipes(1);
    use_sockets(1);
    if (argc > 1)
        use_named(argv[1]);
    return 0;
}
