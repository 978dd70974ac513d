/* shared.h - memory that processes see alike.

   A forked child has a copy of all its parent's memory: what one writes the
   other never sees. This memory is the exception. It is the fastest way for
   processes to exchange anything, and nothing protects it: each value and each
   array has a lock beside it, for those who use it.

       shared_value_new(&count, 0);
       if (fork() == 0) {
           shared_value_add(count, 1);       acquires its lock
           _exit(0);
       }

       count->number++;                      does not: lost when two do it

   A value or array is for the process that makes it and those forked
   afterwards, and goes away with the last of them. A segment has a name, by
   which any process can open it. Its name goes away when its creator and all
   that were forked from it since have ended, however they did.
   Python: Value, Array, SharedMemory. */
#ifndef PARALLEL_SHARED_H
#define PARALLEL_SHARED_H

#include "parallel/lock.h"

#include <stddef.h>
#include <stdint.h>

struct shared_value {
    struct lock lock;

    /* Guarded by lock, if that is what its users want. */
    int64_t number;
};

int shared_value_new(struct shared_value **value, int64_t number);
void shared_value_free(struct shared_value *value);

/* Each acquires the lock. A number is never half changed, so that an owner has
   died is no news. */
int64_t shared_value_get(struct shared_value *value);
void shared_value_set(struct shared_value *value, int64_t number);
int64_t shared_value_add(struct shared_value *value, int64_t by); /* The sum. */

struct shared_array {
    struct lock lock;

    /* Constant after new. */
    size_t count;
    size_t item_size;

    /* Guarded by lock, if that is what its users want. Zero at first. */
    _Alignas(16) unsigned char items[];
};

/* EINVAL: no items, or they have no size. ENOMEM. */
int shared_array_new(struct shared_array **array, size_t count,
                     size_t item_size);
void shared_array_free(struct shared_array *array);

/* NULL: there is no such item. Does not acquire the lock. */
void *shared_array_at(struct shared_array *array, size_t index);

enum { SHARED_NAME_SIZE = 64 };

struct shared_segment {
    void *memory;
    size_t size;
    char name[SHARED_NAME_SIZE];
    int keeper; /* Of the creator: a descriptor; -1 of others. */
};

/* A name begins with "/" and has no other. It is zero at first.
   EEXIST: there is one of this name. ENAMETOOLONG, EINVAL: no such name. */
int shared_segment_create(struct shared_segment *segment, const char *name,
                          size_t size);

/* ENOENT: there is none of this name. */
int shared_segment_open(struct shared_segment *segment, const char *name);

/* The memory goes; of the creator, the name as well. */
void shared_segment_close(struct shared_segment *segment);

#endif
