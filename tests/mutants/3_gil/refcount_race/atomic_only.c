/* expect: data-race
   The count is atomic, but asked once more. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>

struct object {
    atomic_int references;
    int value; /* Of those who own it; gone with the object. */
};

/* An object with one reference, the caller's. */
struct object *object_new(int value)
{
    struct object *object = malloc(sizeof *object);

    MUST(object == NULL);
    object->references = 1;
    object->value = value;
    return object;
}

/* One owner more. The caller is one. */
void object_take(struct object *object)
{
    atomic_fetch_add(&object->references, 1);
}

/* One owner less; the last one frees it. */
void object_drop(struct object *object)
{
    atomic_fetch_sub(&object->references, 1);
    if (object->references == 0)
        free(object);
}

/* Of an object that the caller owns. */
int object_value(const struct object *object)
{
    return object->value;
}

static void *use(void *object)
{
    printf("value %d\n", object_value(object));
    object_drop(object);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    struct object *object = object_new(42);

    for (int i = 0; i < 2; i++) {
        object_take(object); /* For the thread. */
        MUST(pthread_create(&threads[i], NULL, use, object));
    }
    object_drop(object);
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
