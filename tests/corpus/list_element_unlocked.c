/* expect: data-race
   The list is locked, and its elements are not. */
#include <pthread.h>
#include <stdlib.h>
struct node {
    int data;
    pthread_mutex_t lock;
    struct node *next;
};
static struct node *head;
static pthread_mutex_t list = PTHREAD_MUTEX_INITIALIZER;

static void *add(void *argument)
{
    struct node *n = malloc(sizeof *n);
    n->data = 1;
    pthread_mutex_init(&n->lock, NULL);
    pthread_mutex_lock(&list);
    n->next = head;
    head = n;
    pthread_mutex_unlock(&list);
    return argument;
}

static void *touch(void *argument)
{
    pthread_mutex_lock(&list);
    struct node *n = head;
    pthread_mutex_unlock(&list);
    if (n)
        n->data++;
    return argument;
}

int main(void)
{
    pthread_t t[3];
    pthread_create(&t[0], NULL, add, NULL);
    pthread_create(&t[1], NULL, touch, NULL);
    pthread_create(&t[2], NULL, touch, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    while (head) {
        struct node *n = head;
        head = n->next;
        pthread_mutex_destroy(&n->lock);
        free(n);
    }
    return 0;
}
