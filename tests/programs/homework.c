/* homework.c - memory of all kinds that tasks share, as students write it.

   The lab must find names and values for it: see 34_memory_name_test.c. */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum mood { SAD, GLAD };

struct node {
    int value;
    struct node *next;
    pthread_mutex_t lock;
};

typedef struct {
    int size;
    int *items;
} ring;

struct account {
    short balance;
    bool closed;
    enum mood mood;
    char owner[12];
    struct account *heir;
};

struct board {
    sem_t turn;
    int scores[2];
    char last[16];
};

struct part {
    int row;
    double (*matrix)[2];
    int *done;
};

struct latch {
    pthread_mutex_t mutex;
    int turns;
};

struct box {
    struct latch
        latch; /* Where the box begins, and with functions of its own. */
    int used;
    int items[];
};

static struct account accounts[2];
static struct board *board;
static int *counter;

static void *use_list(void *argument)
{
    struct node *first = argument;

    pthread_mutex_lock(&first->lock);
    first->value = 5;
    first->next->value = 6;
    pthread_mutex_unlock(&first->lock);
    return NULL;
}

static void *use_ring(void *argument)
{
    ring *mine = argument;

    mine->items[2] = mine->size;
    return NULL;
}

static void *use_account(void *argument)
{
    struct account *account = argument;

    account->balance = -3;
    account->closed = true;
    account->mood = GLAD;
    account->heir = &accounts[0];
    strcpy(account->owner, "Ann");
    return NULL;
}

static void *use_part(void *argument)
{
    struct part *part = argument;

    part->matrix[part->row][1] = 2.5;
    (*part->done)++;
    return NULL;
}

static void turn(struct latch *latch)
{
    pthread_mutex_lock(&latch->mutex);
    latch->turns++;
    pthread_mutex_unlock(&latch->mutex);
}

static void *use_box(void *argument)
{
    struct box *box = argument;
    int *last = &box->items[2];

    pthread_mutex_init(&box->latch.mutex, NULL);
    turn(&box->latch);
    *last = 9;
    return NULL;
}

static void *use_library(void *argument)
{
    optind = 2;
    return argument;
}

static void run(void *(*routine)(void *), void *argument)
{
    pthread_t thread;

    pthread_create(&thread, NULL, routine, argument);
    pthread_join(thread, NULL);
}

static void use_processes(void)
{
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    counter = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char *bytes = mmap(NULL, 64, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sem_init(&board->turn, 1, 1);
    if (fork() == 0) {
        sem_wait(&board->turn);
        board->scores[1] = 7;
        strcpy(board->last, "child");
        ++*counter;
        bytes[8] = 'x';
        sem_post(&board->turn);
        _exit(0);
    }
    wait(NULL);
}

int main(void)
{
    struct node *first = calloc(1, sizeof *first);
    ring *mine = malloc(sizeof *mine);
    struct box *box = calloc(1, sizeof *box + 3 * sizeof box->items[0]);
    double(*matrix)[2] = calloc(2, sizeof *matrix);
    int done = 0;
    struct part parts[2] = {{0, matrix, &done}, {1, matrix, &done}};

    first->next = calloc(1, sizeof *first);
    pthread_mutex_init(&first->lock, NULL);
    mine->size = 4;
    mine->items = calloc(4, sizeof *mine->items);
    run(use_list, first);
    run(use_ring, mine);
    run(use_account, &accounts[1]);
    run(use_part, &parts[1]);
    run(use_box, box);
    run(use_library, NULL);
    use_processes();
    free(mine->items);
    free(mine);
    free(first->next);
    free(first);
    free(matrix);
    free(box);
    return 0;
}
