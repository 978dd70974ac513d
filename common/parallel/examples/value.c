/* value.c - a list with a map in it: printed, packed, and read again.
   Prints:
       [1, 'two', {'three': 3.5}]
       in 48 bytes, and the same again
       the second: two */
#include "parallel/value.h"

#include <stdio.h>

int main(void)
{
    struct value list = value_list(), map = value_map(), again;
    unsigned char bytes[100];
    struct unpack unpack;
    struct pack pack;
    size_t size;

    value_put(&map, value_text("three"), value_double(3.5));
    value_append(&list, value_int(1));
    value_append(&list, value_text("two"));
    value_append(&list, map); /* It is the list's from now on. */
    value_print(&list, stdout);

    pack_begin(&pack, bytes, sizeof bytes);
    value_pack(&list, &pack);
    if (pack_end(&pack, &size) || unpack_begin(&unpack, bytes, size) ||
        value_unpack(&again, &unpack))
        return 1;
    printf("\nin %zu bytes, and %s again\n", size,
           value_equal(&list, &again) ? "the same" : "another");
    printf("the second: %s\n", value_at(&again, 1)->text);
    value_free(&again);
    value_free(&list);
}
