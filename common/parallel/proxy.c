/* proxy.c - each call is one question and one answer. */
#include "parallel/manager.h"
#include "parallel/manager_inside.h"

#include <errno.h>

/* Takes the values over. Answer NULL: only the error is of interest. */
static int ask(const struct proxy *proxy, enum operation operation,
               struct value first, struct value second, struct value *answer)
{
    struct value ignored = value_nothing();
    int error = manager_ask(proxy->manager, operation, proxy->object, &first,
                            &second, answer ? answer : &ignored);

    value_free(&ignored);
    value_free(&first);
    value_free(&second);
    return error;
}

int proxy_list_append(const struct proxy *list, struct value item)
{
    return ask(list, LIST_APPEND, item, value_nothing(), NULL);
}

int proxy_list_get(const struct proxy *list, int64_t index, struct value *item)
{
    return ask(list, LIST_GET, value_int(index), value_nothing(), item);
}

int proxy_list_set(const struct proxy *list, int64_t index, struct value item)
{
    return ask(list, LIST_SET, value_int(index), item, NULL);
}

int proxy_list_pop(const struct proxy *list, int64_t index, struct value *item)
{
    return ask(list, LIST_POP, value_int(index), value_nothing(), item);
}

int proxy_dict_get(const struct proxy *dict, struct value key,
                   struct value *value)
{
    return ask(dict, DICT_GET, key, value_nothing(), value);
}

int proxy_dict_set(const struct proxy *dict, struct value key,
                   struct value value)
{
    return ask(dict, DICT_SET, key, value, NULL);
}

int proxy_dict_pop(const struct proxy *dict, struct value key,
                   struct value *value)
{
    return ask(dict, DICT_POP, key, value_nothing(), value);
}

int proxy_value_get(const struct proxy *proxy, struct value *value)
{
    return ask(proxy, VALUE_GET, value_nothing(), value_nothing(), value);
}

int proxy_value_set(const struct proxy *proxy, struct value value)
{
    return ask(proxy, VALUE_SET, value, value_nothing(), NULL);
}

int proxy_namespace_get(const struct proxy *space, const char *attribute,
                        struct value *value)
{
    return proxy_dict_get(space, value_text(attribute), value);
}

int proxy_namespace_set(const struct proxy *space, const char *attribute,
                        struct value value)
{
    return proxy_dict_set(space, value_text(attribute), value);
}

int proxy_count(const struct proxy *proxy, size_t *count)
{
    struct value answer = value_nothing();
    int error = ask(proxy, COUNT, value_nothing(), value_nothing(), &answer);

    *count = error ? 0 : (size_t)answer.number;
    value_free(&answer);
    return error;
}

int proxy_copy(const struct proxy *proxy, struct value *value)
{
    return ask(proxy, COPY, value_nothing(), value_nothing(), value);
}

int proxy_lock_acquire(const struct proxy *lock, long timeout_ms)
{
    return ask(lock, LOCK_ACQUIRE, value_int(timeout_ms), value_nothing(),
               NULL);
}

int proxy_lock_release(const struct proxy *lock)
{
    return ask(lock, LOCK_RELEASE, value_nothing(), value_nothing(), NULL);
}

int proxy_delete(const struct proxy *proxy)
{
    return ask(proxy, DELETE, value_nothing(), value_nothing(), NULL);
}

struct value proxy_as_value(const struct proxy *proxy)
{
    return value_reference(proxy->object);
}

int proxy_from_value(struct proxy *proxy, struct manager *manager,
                     const struct value *value)
{
    if (value->type != PACK_REFERENCE)
        return EINVAL;
    *proxy = (struct proxy){manager, value->number};
    return 0;
}

/* ---- Making objects. ---- */

static int make(struct manager *manager, enum object_kind kind,
                const char *name, struct proxy *proxy)
{
    struct proxy kind_of = {manager, kind};
    struct value made = value_nothing();
    int error = ask(&kind_of, MAKE, name ? value_text(name) : value_nothing(),
                    value_nothing(), &made);

    if (!error)
        error = proxy_from_value(proxy, manager, &made);
    value_free(&made);
    return error;
}

int manager_list(struct manager *manager, const char *name, struct proxy *proxy)
{
    return make(manager, KIND_LIST, name, proxy);
}

int manager_dict(struct manager *manager, const char *name, struct proxy *proxy)
{
    return make(manager, KIND_DICT, name, proxy);
}

int manager_value(struct manager *manager, const char *name,
                  struct proxy *proxy)
{
    return make(manager, KIND_VALUE, name, proxy);
}

int manager_namespace(struct manager *manager, const char *name,
                      struct proxy *proxy)
{
    return make(manager, KIND_NAMESPACE, name, proxy);
}

int manager_lock(struct manager *manager, const char *name, struct proxy *proxy)
{
    return make(manager, KIND_LOCK, name, proxy);
}

int manager_rlock(struct manager *manager, const char *name,
                  struct proxy *proxy)
{
    return make(manager, KIND_RLOCK, name, proxy);
}
