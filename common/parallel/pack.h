/* pack.h - values as bytes that another process can read.

   A message is a list of values, each with its type before it. What was packed
   is read in the same order by functions of the same names:

       pack_begin(&out, bytes, sizeof bytes);
       pack_int(&out, 42);
       pack_text(&out, "answer");
       error = pack_end(&out, &size);

       unpack_begin(&in, bytes, size);
       unpack_int(&in, &number);
       unpack_text(&in, &text, &length);
       error = unpack_end(&in);

   An error stays: the calls after it do nothing, so only the end need be
   looked at. Before it, what was read is a default: 0, "", an empty list.

   The bytes may come from anybody. A reader never reads beyond them, never
   allocates, and never believes a count that the bytes left could not hold;
   what it does not understand is EBADMSG. One task at a time for each struct.

   Format, version 1: "P", 1, then values. A value is a letter and
       n                                     nothing
       t  f                                  true, false
       i  8 bytes, the lowest first          integer, two's complement
       d  8 bytes, the lowest first          double, IEEE 754
       s  4 bytes length, then these bytes   text; b: bytes of any kind
       l  4 bytes count, then the values     list; m: map, key, value, ...
       r  8 bytes, the lowest first          reference: the number of an object
                                             that sender and receiver know */
#ifndef PARALLEL_PACK_H
#define PARALLEL_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PACK_VERSION = 1 };

enum pack_type {
    PACK_END, /* There are no more values, or there was an error. */
    PACK_NOTHING,
    PACK_BOOL,
    PACK_INT,
    PACK_DOUBLE,
    PACK_TEXT,
    PACK_BYTES,
    PACK_LIST,
    PACK_MAP,
    PACK_REFERENCE,
};

struct pack {
    unsigned char *bytes;
    size_t room;
    size_t size; /* size <= room */
    int error;
};

void pack_begin(struct pack *pack, void *bytes, size_t room);
void pack_nothing(struct pack *pack);
void pack_bool(struct pack *pack, bool value);
void pack_int(struct pack *pack, int64_t value);
void pack_double(struct pack *pack, double value);
void pack_text(struct pack *pack, const char *text);
void pack_bytes(struct pack *pack, const void *bytes, size_t size);
void pack_list(struct pack *pack, uint32_t count); /* So many values follow, */
void pack_map(struct pack *pack, uint32_t count);  /* or twice as many. */
void pack_reference(struct pack *pack, int64_t number);

/* How many bytes it takes. EMSGSIZE: there was no room for all. */
int pack_end(const struct pack *pack, size_t *size);

struct unpack {
    const unsigned char *bytes;
    size_t size;
    size_t at; /* at <= size */
    int error;
};

/* EBADMSG: not of this version. */
int unpack_begin(struct unpack *unpack, const void *bytes, size_t size);

/* What the next value is; it stays the next. */
enum pack_type unpack_next(const struct unpack *unpack);

void unpack_nothing(struct unpack *unpack);
void unpack_bool(struct unpack *unpack, bool *value);
void unpack_int(struct unpack *unpack, int64_t *value);
void unpack_double(struct unpack *unpack, double *value);

/* They point into the message. A text has no NUL at its end. */
void unpack_text(struct unpack *unpack, const char **text, size_t *length);
void unpack_bytes(struct unpack *unpack, const void **bytes, size_t *size);
void unpack_list(struct unpack *unpack, uint32_t *count);
void unpack_map(struct unpack *unpack, uint32_t *count);
void unpack_reference(struct unpack *unpack, int64_t *number);

/* Over the next value and all that is in it, however deep. */
void unpack_skip(struct unpack *unpack);

/* EBADMSG: something was not what it was read as, or values are left. */
int unpack_end(const struct unpack *unpack);

#endif
