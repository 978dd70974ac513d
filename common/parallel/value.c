/* value.c - trees of values. The depth is limited, so functions may recurse. */
#include "parallel/value.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Making. ---- */

static const struct value no_memory = {.type = PACK_END};

struct value value_nothing(void)
{
    return (struct value){.type = PACK_NOTHING};
}

struct value value_bool(bool flag)
{
    return (struct value){.type = PACK_BOOL, .flag = flag};
}

struct value value_int(int64_t number)
{
    return (struct value){.type = PACK_INT, .number = number};
}

struct value value_double(double real)
{
    return (struct value){.type = PACK_DOUBLE, .real = real};
}

static struct value text_of(enum pack_type type, const void *bytes, size_t size)
{
    struct value value = {.type = type, .size = size};

    value.text = size < SIZE_MAX ? malloc(size + 1) : NULL;
    if (!value.text)
        return no_memory;
    if (size > 0)
        memcpy(value.text, bytes, size);
    value.text[size] = '\0';
    return value;
}

struct value value_text(const char *text)
{
    return text_of(PACK_TEXT, text, strlen(text));
}

struct value value_bytes(const void *bytes, size_t size)
{
    return text_of(PACK_BYTES, bytes, size);
}

struct value value_list(void)
{
    return (struct value){.type = PACK_LIST};
}

struct value value_map(void)
{
    return (struct value){.type = PACK_MAP};
}

struct value value_reference(int64_t number)
{
    return (struct value){.type = PACK_REFERENCE, .number = number};
}

/* ---- Lists and maps. ---- */

static bool has_items(const struct value *value)
{
    return value->type == PACK_LIST || value->type == PACK_MAP;
}

/* Room doubles when the size is a power of two: it need not be kept. */
static int add(struct value *value, struct value item)
{
    if (item.type == PACK_END)
        return ENOMEM;
    if ((value->size & (value->size - 1)) == 0) {
        size_t room = value->size ? 2 * value->size : 1;
        struct value *items = reallocarray(value->items, room, sizeof item);

        if (!items) {
            value_free(&item);
            return ENOMEM;
        }
        value->items = items;
    }
    value->items[value->size++] = item;
    return 0;
}

int value_append(struct value *list, struct value item)
{
    if (list->type == PACK_LIST)
        return add(list, item);
    value_free(&item);
    return list->type == PACK_END ? ENOMEM : EINVAL;
}

struct value *value_at(const struct value *list, size_t index)
{
    if (list->type != PACK_LIST || index >= list->size)
        return NULL;
    return &list->items[index];
}

struct value *value_find(const struct value *map, const struct value *key)
{
    if (map->type == PACK_MAP)
        for (size_t i = 0; i < map->size; i += 2)
            if (value_equal(&map->items[i], key))
                return &map->items[i + 1];
    return NULL;
}

int value_put(struct value *map, struct value key, struct value value)
{
    struct value *old = value_find(map, &key);
    int error = map->type == PACK_MAP ? 0 : EINVAL;

    if (key.type == PACK_END || value.type == PACK_END)
        error = ENOMEM;
    if (!error && old) {
        value_free(old);
        value_free(&key);
        *old = value;
        return 0;
    }
    if (!error)
        error = add(map, key);
    else
        value_free(&key);
    if (error) {
        value_free(&value);
        return error;
    }
    error = add(map, value);
    if (error) /* The key does not stay alone. */
        value_free(&map->items[--map->size]);
    return error;
}

bool value_equal(const struct value *one, const struct value *other)
{
    if (one->type != other->type || one->size != other->size)
        return false;
    if (has_items(one)) {
        for (size_t i = 0; i < one->size; i++)
            if (!value_equal(&one->items[i], &other->items[i]))
                return false;
        return true;
    }
    if (one->text)
        return memcmp(one->text, other->text, one->size) == 0;
    return one->flag == other->flag && one->number == other->number &&
           one->real == other->real;
}

struct value value_copy(const struct value *value)
{
    struct value copy = *value;

    if (value->text)
        return text_of(value->type, value->text, value->size);
    if (!has_items(value))
        return copy;
    copy.items = NULL;
    copy.size = 0;
    for (size_t i = 0; i < value->size; i++)
        if (add(&copy, value_copy(&value->items[i]))) {
            value_free(&copy);
            return no_memory;
        }
    return copy;
}

void value_free(struct value *value)
{
    if (has_items(value))
        for (size_t i = 0; i < value->size; i++)
            value_free(&value->items[i]);
    free(value->items);
    free(value->text);
    *value = value_nothing();
}

/* ---- For people. ---- */

static void print_text(const struct value *value, FILE *file)
{
    fputs(value->type == PACK_BYTES ? "b'" : "'", file);
    for (size_t i = 0; i < value->size; i++) {
        unsigned char c = (unsigned char)value->text[i];

        if (c == '\\' || c == '\'')
            fprintf(file, "\\%c", c);
        else if (c < ' ' || c == 127 || (c > 127 && value->type == PACK_BYTES))
            fprintf(file, "\\x%02x", c);
        else
            fputc(c, file);
    }
    fputc('\'', file);
}

static void print_items(const struct value *value, FILE *file)
{
    bool map = value->type == PACK_MAP;

    fputc(map ? '{' : '[', file);
    for (size_t i = 0; i < value->size; i++) {
        if (i > 0)
            fputs(map && i % 2 ? ": " : ", ", file);
        value_print(&value->items[i], file);
    }
    fputc(map ? '}' : ']', file);
}

void value_print(const struct value *value, FILE *file)
{
    switch (value->type) {
    case PACK_END:
    case PACK_NOTHING:
        fputs("None", file);
        break;
    case PACK_BOOL:
        fputs(value->flag ? "True" : "False", file);
        break;
    case PACK_INT:
        fprintf(file, "%" PRId64, value->number);
        break;
    case PACK_DOUBLE:
        fprintf(file, "%.12g", value->real);
        break;
    case PACK_TEXT:
    case PACK_BYTES:
        print_text(value, file);
        break;
    case PACK_LIST:
    case PACK_MAP:
        print_items(value, file);
        break;
    case PACK_REFERENCE:
        fprintf(file, "<object %" PRId64 ">", value->number);
        break;
    }
}

/* ---- As bytes. ---- */

static void pack_deep(const struct value *value, struct pack *pack,
                      unsigned depth)
{
    if (depth > VALUE_DEPTH || value->size > UINT32_MAX) {
        pack->error = depth > VALUE_DEPTH ? ELOOP : EMSGSIZE;
        return;
    }
    switch (value->type) {
    case PACK_END:
        pack->error = ENOMEM;
        break;
    case PACK_NOTHING:
        pack_nothing(pack);
        break;
    case PACK_BOOL:
        pack_bool(pack, value->flag);
        break;
    case PACK_INT:
        pack_int(pack, value->number);
        break;
    case PACK_DOUBLE:
        pack_double(pack, value->real);
        break;
    case PACK_TEXT:
        pack_text(pack, value->text);
        break;
    case PACK_BYTES:
        pack_bytes(pack, value->text, value->size);
        break;
    case PACK_LIST:
        pack_list(pack, (uint32_t)value->size);
        break;
    case PACK_MAP:
        pack_map(pack, (uint32_t)value->size / 2);
        break;
    case PACK_REFERENCE:
        pack_reference(pack, value->number);
        break;
    }
    if (has_items(value))
        for (size_t i = 0; i < value->size && !pack->error; i++)
            pack_deep(&value->items[i], pack, depth + 1);
}

void value_pack(const struct value *value, struct pack *pack)
{
    pack_deep(value, pack, 0);
}

static struct value unpack_deep(struct unpack *unpack, unsigned depth)
{
    struct value value = {.type = unpack_next(unpack)};
    const char *text;
    const void *bytes;
    uint32_t count = 0;

    switch (value.type) {
    case PACK_END:
        unpack->error = EBADMSG;
        break;
    case PACK_NOTHING:
        unpack_nothing(unpack);
        break;
    case PACK_BOOL:
        unpack_bool(unpack, &value.flag);
        break;
    case PACK_INT:
        unpack_int(unpack, &value.number);
        break;
    case PACK_DOUBLE:
        unpack_double(unpack, &value.real);
        break;
    case PACK_TEXT:
        unpack_text(unpack, &text, &value.size);
        if (memchr(text, '\0', value.size)) /* A text ends at its NUL. */
            unpack->error = EBADMSG;
        return text_of(PACK_TEXT, text, value.size);
    case PACK_BYTES:
        unpack_bytes(unpack, &bytes, &value.size);
        return text_of(PACK_BYTES, bytes, value.size);
    case PACK_LIST:
        unpack_list(unpack, &count);
        break;
    case PACK_MAP:
        unpack_map(unpack, &count);
        break;
    case PACK_REFERENCE:
        unpack_reference(unpack, &value.number);
        break;
    }
    size_t items = value.type == PACK_MAP ? 2 * (size_t)count : count;
    if (items > 0 && depth == VALUE_DEPTH)
        unpack->error = EBADMSG;
    for (size_t i = 0; i < items && !unpack->error; i++)
        if (add(&value, unpack_deep(unpack, depth + 1)) && !unpack->error)
            unpack->error = ENOMEM;
    return value;
}

int value_unpack(struct value *value, struct unpack *unpack)
{
    *value = unpack_deep(unpack, 0);
    int error =
        value->type == PACK_END && !unpack->error ? ENOMEM : unpack->error;
    if (error)
        value_free(value);
    return error;
}
