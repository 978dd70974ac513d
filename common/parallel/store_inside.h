/* store_inside.h - the objects that a manager's server owns. Not installed.

   Values stay packed, as they came: what goes in and out is never unpacked
   here. */
#ifndef PARALLEL_STORE_INSIDE_H
#define PARALLEL_STORE_INSIDE_H

#include "parallel/manager_inside.h"

struct blob {
    const unsigned char *bytes;
    size_t size;
};

/* A copy of a blob, on the heap. */
struct kept {
    unsigned char *bytes;
    size_t size;
};

struct entry {
    struct kept key; /* Of a list: empty. */
    struct kept value;
    uint64_t hash;
};

struct client;

struct object {
    enum object_kind kind;
    char *name; /* NULL: none. */
    int64_t number;

    /* In order; a value is the only one. */
    struct entry *entries;
    size_t count;
    size_t room;
    size_t bytes;    /* Of all keys and values. */
    uint32_t *index; /* Entries by hash, plus 1. Of a dict. */
    size_t slots;    /* A power of two, or 0. */

    /* Of a lock. */
    struct client *owner; /* NULL: nobody. */
    unsigned depth;
    bool abandoned; /* Its owner died, and nobody has been told yet. */
};

struct store {
    struct object **objects; /* By number, from 1; NULL: deleted. */
    size_t count;
    size_t room;
};

void store_fini(struct store *store);
struct object *store_find(const struct store *store, int64_t number);

/* The one of this name (may be empty), or a new one. */
int store_make(struct store *store, int64_t kind, struct blob name,
               struct object **object);
void store_delete(struct store *store, struct object *object);

/* An answer's room is the heap's, and grows. */
int answer_begin(struct pack *answer);
int answer_room(struct pack *answer, size_t more);

/* All operations but those with locks. The answer has what belongs to it, and
   nothing if there was an error. */
int store_do(struct object *object, enum operation operation, struct blob first,
             struct blob second, struct pack *answer);

#endif
