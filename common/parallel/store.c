/* store.c - objects, and lists and dicts in them.

   A dict keeps its entries in the order in which they came, as Python's does,
   and an index by hash beside them. */
#include "parallel/store_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- Objects. ---- */

struct object *store_find(const struct store *store, int64_t number)
{
    if (number < 1 || (uint64_t)number > store->count)
        return NULL;
    return store->objects[number - 1];
}

static struct object *find_name(const struct store *store, struct blob name)
{
    for (size_t i = 0; i < store->count; i++) {
        struct object *object = store->objects[i];

        if (object && object->name && strlen(object->name) == name.size &&
            memcmp(object->name, name.bytes, name.size) == 0)
            return object;
    }
    return NULL;
}

static void object_free(struct object *object)
{
    for (size_t i = 0; i < object->count; i++) {
        free(object->entries[i].key.bytes);
        free(object->entries[i].value.bytes);
    }
    free(object->entries);
    free(object->index);
    free(object->name);
    free(object);
}

/* The items with room for one more, doubled where they were full; NULL: there
   is no memory. */
static void *grown(void *items, size_t count, size_t *room, size_t size)
{
    size_t more = *room ? 2 * *room : 8;

    if (count < *room)
        return items;
    void *moved = reallocarray(items, more, size);
    if (moved)
        *room = more;
    return moved;
}

int store_make(struct store *store, int64_t kind, struct blob name,
               struct object **object)
{
    if (kind < 0 || kind >= KINDS || memchr(name.bytes, '\0', name.size))
        return EINVAL;
    *object = name.size ? find_name(store, name) : NULL;
    if (*object)
        return (*object)->kind == kind ? 0 : EINVAL;
    struct object **objects =
        grown(store->objects, store->count, &store->room, sizeof *objects);
    if (!objects)
        return ENOMEM;
    store->objects = objects;
    struct object *made = calloc(1, sizeof *made);
    if (!made)
        return ENOMEM;
    made->kind = (enum object_kind)kind;
    if (name.size) {
        made->name = strndup((const char *)name.bytes, name.size);
        if (!made->name) {
            free(made);
            return ENOMEM;
        }
    }
    store->objects[store->count++] = made;
    made->number = (int64_t)store->count;
    *object = made;
    return 0;
}

void store_delete(struct store *store, struct object *object)
{
    store->objects[object->number - 1] = NULL;
    object_free(object);
}

void store_fini(struct store *store)
{
    for (size_t i = 0; i < store->count; i++)
        if (store->objects[i])
            object_free(store->objects[i]);
    free(store->objects);
}

/* ---- Answers. ---- */

enum { ANSWER_ROOM = 256, ANSWER_SPARE = 64 };

int answer_begin(struct pack *answer)
{
    unsigned char *bytes = malloc(ANSWER_ROOM);

    if (!bytes)
        return ENOMEM;
    pack_begin(answer, bytes + FRAME_HEAD, ANSWER_ROOM - FRAME_HEAD);
    return 0;
}

int answer_room(struct pack *answer, size_t more)
{
    size_t room = answer->size + more + ANSWER_SPARE;

    if (room > FRAME_MOST)
        return EMSGSIZE;
    if (room <= answer->room)
        return 0;
    unsigned char *bytes =
        realloc(answer->bytes - FRAME_HEAD, FRAME_HEAD + room);
    if (!bytes)
        return ENOMEM;
    answer->bytes = bytes + FRAME_HEAD;
    answer->room = room;
    return 0;
}

/* Requires: room. */
static void answer_add(struct pack *answer, const struct kept *kept)
{
    memcpy(answer->bytes + answer->size, kept->bytes, kept->size);
    answer->size += kept->size;
}

static int answer_one(struct pack *answer, const struct kept *kept)
{
    int error = answer_room(answer, kept->size);

    if (!error)
        answer_add(answer, kept);
    return error;
}

/* ---- Entries. ---- */

static int keep(struct kept *kept, struct blob blob)
{
    kept->bytes = malloc(blob.size + 1); /* Never none. */
    if (!kept->bytes)
        return ENOMEM;
    memcpy(kept->bytes, blob.bytes, blob.size);
    kept->size = blob.size;
    return 0;
}

static int replace(struct object *object, struct kept *kept, struct blob blob)
{
    struct kept new;
    int error = keep(&new, blob);

    if (error)
        return error;
    object->bytes += new.size - kept->size;
    free(kept->bytes);
    *kept = new;
    return 0;
}

static int append(struct object *object, struct blob key, struct blob value)
{
    struct entry entry = {0};
    struct entry *entries =
        grown(object->entries, object->count, &object->room, sizeof *entries);
    int error = 0;

    if (!entries)
        return ENOMEM;
    object->entries = entries;
    if (key.size)
        error = keep(&entry.key, key);
    if (!error)
        error = keep(&entry.value, value);
    if (error) {
        free(entry.key.bytes);
        return error;
    }
    object->bytes += entry.key.size + entry.value.size;
    object->entries[object->count++] = entry;
    return 0;
}

static void take_out(struct object *object, size_t at)
{
    struct entry *entry = &object->entries[at];

    object->bytes -= entry->key.size + entry->value.size;
    free(entry->key.bytes);
    free(entry->value.bytes);
    object->count--;
    memmove(entry, entry + 1, (object->count - at) * sizeof *entry);
}

/* ---- Lists. ---- */

static struct entry *list_entry(struct object *list, struct blob index)
{
    struct unpack unpack = {.bytes = index.bytes, .size = index.size};
    int64_t at;

    unpack_int(&unpack, &at);
    if (unpack_end(&unpack))
        return NULL;
    if (at < 0)
        at += (int64_t)list->count;
    if (at < 0 || (uint64_t)at >= list->count)
        return NULL;
    return &list->entries[at];
}

/* Answers with the value, and takes it out if asked to. */
static int get(struct object *object, struct entry *entry, bool pop,
               struct pack *answer)
{
    if (!entry)
        return ERANGE;
    int error = answer_one(answer, &entry->value);
    if (!error && pop)
        take_out(object, (size_t)(entry - object->entries));
    return error;
}

/* ---- Dicts. ---- */

/* FNV-1a. */
static uint64_t hash_of(struct blob blob)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (size_t i = 0; i < blob.size; i++)
        hash = (hash ^ blob.bytes[i]) * 0x100000001b3;
    return hash ^ hash >> 32;
}

static void index_add(struct object *dict, size_t at)
{
    size_t slot = dict->entries[at].hash & (dict->slots - 1);

    while (dict->index[slot])
        slot = (slot + 1) & (dict->slots - 1);
    dict->index[slot] = (uint32_t)at + 1;
}

static void index_all(struct object *dict)
{
    if (dict->slots == 0)
        return;
    memset(dict->index, 0, dict->slots * sizeof *dict->index);
    for (size_t i = 0; i < dict->count; i++)
        index_add(dict, i);
}

/* Half of the index stays empty, so that a search soon ends. */
static int index_room(struct object *dict)
{
    size_t slots = dict->slots ? 2 * dict->slots : 16;

    if (2 * (dict->count + 1) <= dict->slots)
        return 0;
    if (dict->count >= UINT32_MAX / 2)
        return ENOMEM;
    uint32_t *index = reallocarray(dict->index, slots, sizeof *index);
    if (!index)
        return ENOMEM;
    dict->index = index;
    dict->slots = slots;
    index_all(dict);
    return 0;
}

static struct entry *dict_entry(struct object *dict, struct blob key)
{
    uint64_t hash = hash_of(key);

    for (size_t slot = hash; dict->slots; slot++) {
        uint32_t at = dict->index[slot & (dict->slots - 1)];

        if (at == 0)
            break;
        struct entry *entry = &dict->entries[at - 1];
        if (entry->hash == hash && entry->key.size == key.size &&
            memcmp(entry->key.bytes, key.bytes, key.size) == 0)
            return entry;
    }
    return NULL;
}

static int dict_set(struct object *dict, struct blob key, struct blob value)
{
    struct entry *entry = dict_entry(dict, key);

    if (entry)
        return replace(dict, &entry->value, value);
    int error = index_room(dict);
    if (!error)
        error = append(dict, key, value);
    if (error)
        return error;
    dict->entries[dict->count - 1].hash = hash_of(key);
    index_add(dict, dict->count - 1);
    return 0;
}

/* All behind it move, so that the index has to be made again. */
static int dict_pop(struct object *dict, struct blob key, struct pack *answer)
{
    int error = get(dict, dict_entry(dict, key), true, answer);

    if (!error)
        index_all(dict);
    return error;
}

/* ---- Operations. ---- */

static int copy(const struct object *object, struct pack *answer)
{
    int error = answer_room(answer, object->bytes);

    if (error || object->kind == KIND_VALUE) {
        if (!error && object->count)
            answer_add(answer, &object->entries[0].value);
        return error;
    }
    if (object->kind == KIND_LIST)
        pack_list(answer, (uint32_t)object->count);
    else
        pack_map(answer, (uint32_t)object->count);
    for (size_t i = 0; i < object->count; i++) {
        if (object->kind != KIND_LIST)
            answer_add(answer, &object->entries[i].key);
        answer_add(answer, &object->entries[i].value);
    }
    return 0;
}

static int value_set(struct object *object, struct blob value)
{
    if (object->count)
        return replace(object, &object->entries[0].value, value);
    return append(object, (struct blob){.size = 0}, value);
}

static bool fits(enum object_kind kind, enum operation operation)
{
    switch (operation) {
    case LIST_APPEND:
    case LIST_GET:
    case LIST_SET:
    case LIST_POP:
        return kind == KIND_LIST;
    case DICT_GET:
    case DICT_SET:
    case DICT_POP:
        return kind == KIND_DICT || kind == KIND_NAMESPACE;
    case VALUE_GET:
    case VALUE_SET:
        return kind == KIND_VALUE;
    case COUNT:
        return kind != KIND_VALUE && kind < KIND_LOCK;
    case COPY:
        return kind < KIND_LOCK;
    default:
        return false;
    }
}

int store_do(struct object *object, enum operation operation, struct blob first,
             struct blob second, struct pack *answer)
{
    struct entry *entry;

    if (!fits(object->kind, operation))
        return EINVAL;
    switch (operation) {
    case LIST_APPEND:
        return append(object, (struct blob){.size = 0}, first);
    case LIST_GET:
    case LIST_POP:
        entry = list_entry(object, first);
        return get(object, entry, operation == LIST_POP, answer);
    case LIST_SET:
        entry = list_entry(object, first);
        return entry ? replace(object, &entry->value, second) : ERANGE;
    case DICT_GET:
        return get(object, dict_entry(object, first), false, answer);
    case DICT_SET:
        return dict_set(object, first, second);
    case DICT_POP:
        return dict_pop(object, first, answer);
    case VALUE_SET:
        return value_set(object, first);
    case VALUE_GET:
    case COPY:
        return copy(object, answer);
    default: /* COUNT */
        pack_int(answer, (int64_t)object->count);
        return 0;
    }
}
