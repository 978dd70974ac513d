/* proxy.h - what can be done with an object that a manager owns.

   A value that is got is a copy. Changing the copy changes nothing for others,
   until it is set again:

       proxy_list_get(&table, 0, &row);               [1, 2]
       value_append(&row, value_int(3));              here only
       proxy_list_set(&table, 0, row);                now for all: [1, 2, 3]

   Where what is inside is to be changed in place, let it be an object itself:

       proxy_list_append(&table, proxy_as_value(&inner));
       ...
       proxy_list_get(&table, 0, &item);
       proxy_from_value(&inner, manager, &item);
       proxy_list_append(&inner, value_int(3));       for all, at once

   Each call is done by the server as one step. Two calls are two: between a get
   and a set another may set. That is what the manager's locks are for.

   Every function may be called by any thread, of any process that has the
   manager. A proxy may be copied and needs no end. Every function returns
   EPIPE: the server has ended; ENOENT: the object was deleted; EINVAL: it is of
   another type; ENOMEM, here or there; EMSGSIZE: more than 64 MiB. */
#ifndef PARALLEL_PROXY_H
#define PARALLEL_PROXY_H

#include "parallel/sharing.h"
#include "parallel/value.h"

struct manager;

struct proxy {
    struct manager *manager;
    int64_t object; /* Its number there. */
};

/* A list's index counts from 0; from the end, -1 is the last. Of a place that
   the list does not have: ERANGE. */
int proxy_list_append(const struct proxy *list, struct value item);
int proxy_list_get(const struct proxy *list, int64_t index, struct value *item);
int proxy_list_set(const struct proxy *list, int64_t index, struct value item);
int proxy_list_pop(const struct proxy *list, int64_t index, struct value *item);

/* A key may be of any type; of one that the dict does not have: ERANGE. */
int proxy_dict_get(const struct proxy *dict, struct value key,
                   struct value *value);
int proxy_dict_set(const struct proxy *dict, struct value key,
                   struct value value);
int proxy_dict_pop(const struct proxy *dict, struct value key,
                   struct value *value);

int proxy_value_get(const struct proxy *proxy, struct value *value);
int proxy_value_set(const struct proxy *proxy, struct value value);

/* ERANGE: there is no such attribute. */
int proxy_namespace_get(const struct proxy *space, const char *attribute,
                        struct value *value);
int proxy_namespace_set(const struct proxy *space, const char *attribute,
                        struct value value);

/* How many are in a list, dict or namespace. */
int proxy_count(const struct proxy *proxy, size_t *count);

/* A copy of the whole: a list, a map, or the value. */
int proxy_copy(const struct proxy *proxy, struct value *value);

/* 0: it is the caller's. EOWNERDEAD: it is, and the one before died holding it.
   ETIMEDOUT: it is not. EDEADLK: it was already; an rlock is acquired once
   more. */
int proxy_lock_acquire(const struct proxy *lock, long timeout_ms);

/* EPERM: the caller does not hold it. */
int proxy_lock_release(const struct proxy *lock);

/* For all. Who waits for it, a lock, is told ENOENT. */
int proxy_delete(const struct proxy *proxy);

struct value proxy_as_value(const struct proxy *proxy);

/* EINVAL: the value refers to no object. */
int proxy_from_value(struct proxy *proxy, struct manager *manager,
                     const struct value *value);

#endif
