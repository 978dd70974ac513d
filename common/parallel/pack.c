/* pack.c - values as bytes, byte by byte: the same on every machine. */
#include "parallel/pack.h"

#include <errno.h>
#include <string.h>

static const unsigned char head[] = {'P', PACK_VERSION};

/* Letters of types; bool has two, of which this is the first. */
static const char letters[] = {
    [PACK_NOTHING] = 'n', [PACK_BOOL] = 't', [PACK_INT] = 'i',
    [PACK_DOUBLE] = 'd',  [PACK_TEXT] = 's', [PACK_BYTES] = 'b',
    [PACK_LIST] = 'l',    [PACK_MAP] = 'm',  [PACK_REFERENCE] = 'r',
};

/* ---- Writing. ---- */

/* Room for so many bytes more; NULL: there is none, or was none before. */
static unsigned char *more(struct pack *pack, size_t size)
{
    if (!pack->error && size > pack->room - pack->size)
        pack->error = EMSGSIZE;
    if (pack->error)
        return NULL;
    unsigned char *at = pack->bytes + pack->size;
    pack->size += size;
    return at;
}

static void put_number(unsigned char *at, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (unsigned char)(number >> 8 * i);
}

/* A letter, a number, and room for the bytes that belong to it. */
static unsigned char *put(struct pack *pack, char letter, uint64_t number,
                          size_t size, size_t bytes)
{
    unsigned char *at = NULL;

    if (bytes > UINT32_MAX)
        pack->error = EMSGSIZE;
    else
        at = more(pack, 1 + size + bytes);
    if (!at)
        return NULL;
    at[0] = (unsigned char)letter;
    put_number(at + 1, number, size);
    return at + 1 + size;
}

void pack_begin(struct pack *pack, void *bytes, size_t room)
{
    *pack = (struct pack){.bytes = bytes, .room = room};
    unsigned char *at = more(pack, sizeof head);
    if (at)
        memcpy(at, head, sizeof head);
}

void pack_nothing(struct pack *pack)
{
    put(pack, 'n', 0, 0, 0);
}

void pack_bool(struct pack *pack, bool value)
{
    put(pack, value ? 't' : 'f', 0, 0, 0);
}

void pack_int(struct pack *pack, int64_t value)
{
    put(pack, 'i', (uint64_t)value, 8, 0);
}

void pack_double(struct pack *pack, double value)
{
    uint64_t number;

    memcpy(&number, &value, sizeof number);
    put(pack, 'd', number, 8, 0);
}

static void put_bytes(struct pack *pack, char letter, const void *bytes,
                      size_t size)
{
    unsigned char *at = put(pack, letter, size, 4, size);

    if (at && size > 0)
        memcpy(at, bytes, size);
}

void pack_text(struct pack *pack, const char *text)
{
    put_bytes(pack, 's', text, strlen(text));
}

void pack_bytes(struct pack *pack, const void *bytes, size_t size)
{
    put_bytes(pack, 'b', bytes, size);
}

void pack_list(struct pack *pack, uint32_t count)
{
    put(pack, 'l', count, 4, 0);
}

void pack_map(struct pack *pack, uint32_t count)
{
    put(pack, 'm', count, 4, 0);
}

void pack_reference(struct pack *pack, int64_t number)
{
    put(pack, 'r', (uint64_t)number, 8, 0);
}

int pack_end(const struct pack *pack, size_t *size)
{
    *size = pack->error ? 0 : pack->size;
    return pack->error;
}

/* ---- Reading. ---- */

static uint64_t get_number(const unsigned char *at, size_t size)
{
    uint64_t number = 0;

    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)at[i] << 8 * i;
    return number;
}

static size_t left(const struct unpack *unpack)
{
    return unpack->size - unpack->at;
}

int unpack_begin(struct unpack *unpack, const void *bytes, size_t size)
{
    *unpack = (struct unpack){.bytes = bytes, .size = size};
    if (size < sizeof head || memcmp(bytes, head, sizeof head) != 0)
        unpack->error = EBADMSG;
    else
        unpack->at = sizeof head;
    return unpack->error;
}

enum pack_type unpack_next(const struct unpack *unpack)
{
    if (unpack->error || left(unpack) == 0)
        return PACK_END;
    char letter = (char)unpack->bytes[unpack->at];
    if (letter == 'f')
        return PACK_BOOL;
    for (unsigned type = PACK_NOTHING; type < sizeof letters; type++)
        if (letters[type] == letter)
            return (enum pack_type)type;
    return PACK_END;
}

/* The number after the letter of this type; 0 and an error: it is not there. */
static uint64_t get(struct unpack *unpack, enum pack_type type, size_t size)
{
    if (unpack_next(unpack) != type || left(unpack) < 1 + size) {
        unpack->error = EBADMSG;
        return 0;
    }
    uint64_t number = get_number(unpack->bytes + unpack->at + 1, size);
    unpack->at += 1 + size;
    return number;
}

void unpack_nothing(struct unpack *unpack)
{
    get(unpack, PACK_NOTHING, 0);
}

void unpack_bool(struct unpack *unpack, bool *value)
{
    size_t at = unpack->at;

    get(unpack, PACK_BOOL, 0);
    *value = !unpack->error && unpack->bytes[at] == 't';
}

void unpack_int(struct unpack *unpack, int64_t *value)
{
    *value = (int64_t)get(unpack, PACK_INT, 8);
}

void unpack_double(struct unpack *unpack, double *value)
{
    uint64_t number = get(unpack, PACK_DOUBLE, 8);

    memcpy(value, &number, sizeof *value);
}

static const void *get_bytes(struct unpack *unpack, enum pack_type type,
                             size_t *size)
{
    uint64_t count = get(unpack, type, 4);

    *size = 0;
    if (count > left(unpack))
        unpack->error = EBADMSG;
    if (unpack->error)
        return "";
    const void *bytes = unpack->bytes + unpack->at;
    unpack->at += (size_t)count;
    *size = (size_t)count;
    return bytes;
}

void unpack_text(struct unpack *unpack, const char **text, size_t *length)
{
    *text = get_bytes(unpack, PACK_TEXT, length);
}

void unpack_bytes(struct unpack *unpack, const void **bytes, size_t *size)
{
    *bytes = get_bytes(unpack, PACK_BYTES, size);
}

/* Each value takes a byte at least: a count beyond the bytes left is a lie
   that somebody might allocate for. */
static uint32_t get_count(struct unpack *unpack, enum pack_type type,
                          unsigned values)
{
    uint64_t count = get(unpack, type, 4);

    if (count * values > left(unpack))
        unpack->error = EBADMSG;
    return unpack->error ? 0 : (uint32_t)count;
}

void unpack_list(struct unpack *unpack, uint32_t *count)
{
    *count = get_count(unpack, PACK_LIST, 1);
}

void unpack_map(struct unpack *unpack, uint32_t *count)
{
    *count = get_count(unpack, PACK_MAP, 2);
}

void unpack_reference(struct unpack *unpack, int64_t *number)
{
    *number = (int64_t)get(unpack, PACK_REFERENCE, 8);
}

/* Without recursion: how deep a message goes is the sender's to say. */
void unpack_skip(struct unpack *unpack)
{
    size_t size;

    for (uint64_t values = 1; values > 0 && !unpack->error; values--) {
        enum pack_type type = unpack_next(unpack);

        switch (type) {
        case PACK_NOTHING:
        case PACK_BOOL:
            get(unpack, type, 0);
            break;
        case PACK_INT:
        case PACK_DOUBLE:
        case PACK_REFERENCE:
            get(unpack, type, 8);
            break;
        case PACK_TEXT:
        case PACK_BYTES:
            get_bytes(unpack, type, &size);
            break;
        case PACK_LIST:
            values += get_count(unpack, type, 1);
            break;
        case PACK_MAP:
            values += 2 * (uint64_t)get_count(unpack, type, 2);
            break;
        case PACK_END:
            unpack->error = EBADMSG;
            break;
        }
    }
}

int unpack_end(const struct unpack *unpack)
{
    return unpack->error || left(unpack) > 0 ? EBADMSG : 0;
}
