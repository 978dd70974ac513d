/* equivalence_heap.c - memory that a program asks for and gives back. */
#include "case.h"

#include <malloc.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

static volatile size_t huge = SIZE_MAX / 2; /* Unknown to the compiler. */

static int is_filled(const unsigned char *bytes, size_t size, int with)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != with)
            return 0;
    }
    return 1;
}

static void taken_and_given_back(void)
{
    unsigned char *bytes = malloc(1000);
    unsigned char *others = malloc(1000);

    SHOW(bytes && others && bytes != others);
    memset(bytes, 1, 1000);
    memset(others, 2, 1000);
    SHOW(is_filled(bytes, 1000, 1));
    SHOW((uintptr_t)bytes % _Alignof(max_align_t));
    free(bytes);
    free(others);
    free(NULL);
}

static void nothing_is_something(void)
{
    void *one = malloc(0);
    void *other = malloc(0);

    SHOW(one != NULL && one != other);
    free(one);
    free(other);
}

static void zeroed(void)
{
    unsigned char *bytes = malloc(5000);

    memset(bytes, 3, 5000);
    free(bytes);
    bytes = calloc(50, 100); /* The same memory, most likely. */
    SHOW(is_filled(bytes, 5000, 0));
    free(bytes);
}

static void grows_and_shrinks(void)
{
    unsigned char *bytes = realloc(NULL, 10);

    memset(bytes, 4, 10);
    bytes = realloc(bytes, 100000);
    SHOW(is_filled(bytes, 10, 4));
    bytes = realloc(bytes, 5);
    SHOW(is_filled(bytes, 5, 4));
    SHOW(realloc(bytes, 0) == NULL);
}

static void aligned(void)
{
    void *one = aligned_alloc(256, 512);
    void *other = memalign(4096, 10);
    void *third = NULL;

    SHOW((uintptr_t)one % 256);
    SHOW((uintptr_t)other % 4096);
    NUMBER(posix_memalign(&third, 64, 100));
    SHOW((uintptr_t)third % 64);
    free(one);
    free(other);
    free(third);
}

static void refused(void)
{
    void *none = NULL;

    POSIX(malloc(huge) == NULL);
    POSIX(calloc(huge, 4) == NULL);
    NUMBER(posix_memalign(&none, 3, 100));
    NUMBER(posix_memalign(&none, 64, huge));
    SHOW(none == NULL);
}

static void *take_many(void *nothing)
{
    unsigned char *kept[64];
    uintptr_t good = 1;

    for (int i = 0; i < 64; i++) {
        kept[i] = malloc(100 + (size_t)i);
        memset(kept[i], i, 100 + (size_t)i);
    }
    for (int i = 0; i < 64; i++) {
        good &= (uintptr_t)is_filled(kept[i], 100 + (size_t)i, i);
        free(kept[i]);
    }
    return nothing ? nothing : (void *)good;
}

static void by_several_threads(void)
{
    pthread_t threads[4];

    for (int i = 0; i < 4; i++)
        NUMBER(pthread_create(&threads[i], NULL, take_many, NULL));
    for (int i = 0; i < 4; i++) {
        void *good;

        pthread_join(threads[i], &good);
        SHOW(good == (void *)1);
    }
}

static const struct one_case cases[] = {
    CASE(taken_and_given_back),
    CASE(nothing_is_something),
    CASE(zeroed),
    CASE(grows_and_shrinks),
    CASE(aligned),
    CASE(refused),
    CASE(by_several_threads),
};
CASES_MAIN(cases)
