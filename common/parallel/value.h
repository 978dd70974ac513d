/* value.h - a value of any type: a number, a text, or a list or map of values.

       struct value row = value_list();
       value_append(&row, value_int(7));
       value_append(&row, value_text("seven"));
       printf("%s\n", value_at(&row, 1)->text);
       value_free(&row);

   It has what is in it: copies of texts, and its items. A value that is handed
   over (not by a pointer) is the called function's, also when that fails.
   Where there is no memory for one, its type is PACK_END: whoever it is handed
   to says ENOMEM.

   One task at a time uses a value. Python: any object that pickle knows. */
#ifndef PARALLEL_VALUE_H
#define PARALLEL_VALUE_H

#include "parallel/pack.h"

#include <stdio.h>

enum { VALUE_DEPTH = 64 }; /* Lists in lists in lists, at most. */

struct value {
    enum pack_type type;
    bool flag;
    int64_t number; /* Also of PACK_REFERENCE. */
    double real;
    char *text;          /* Of PACK_TEXT and PACK_BYTES, with a NUL after it. */
    struct value *items; /* Of a list; of a map: key, value, key, value ... */
    size_t size;         /* Of text or items. */
};

struct value value_nothing(void);
struct value value_bool(bool flag);
struct value value_int(int64_t number);
struct value value_double(double real);
struct value value_text(const char *text);
struct value value_bytes(const void *bytes, size_t size);
struct value value_list(void);
struct value value_map(void);
struct value value_reference(int64_t number); /* See PACK_REFERENCE. */

/* At the end of a list. EINVAL: it is none. ENOMEM. */
int value_append(struct value *list, struct value item);

/* NULL: there is no such item. It is the list's, and may be changed there. */
struct value *value_at(const struct value *list, size_t index);

/* In the place of what the map had at that key. EINVAL, ENOMEM. */
int value_put(struct value *map, struct value key, struct value value);

/* NULL: there is none. It is the map's, and may be changed there. */
struct value *value_find(const struct value *map, const struct value *key);

/* The same type and the same in it: 1 is not 1.0. */
bool value_equal(const struct value *one, const struct value *other);

struct value value_copy(const struct value *value);

/* It is nothing afterwards. */
void value_free(struct value *value);

/* As Python would print it: [1, 'one', {'two': 2.0}]. */
void value_print(const struct value *value, FILE *file);

/* The error is the pack's: ELOOP, it is deeper than VALUE_DEPTH; ENOMEM. */
void value_pack(const struct value *value, struct pack *pack);

/* The next value of a message. EBADMSG: there is none, or a deeper one.
   ENOMEM. */
int value_unpack(struct value *value, struct unpack *unpack);

#endif
