/* pack.c - a message, its values, and a reader that is not fooled.
   Prints:
       42 answer
       cut short: Bad message */
#include "parallel/pack.h"

#include <stdio.h>
#include <string.h>

static int show(const void *bytes, size_t size)
{
    struct unpack in;
    int64_t number;
    const char *text;
    size_t length;

    unpack_begin(&in, bytes, size);
    unpack_int(&in, &number);
    unpack_text(&in, &text, &length);
    int error = unpack_end(&in);
    if (!error)
        printf("%d %.*s\n", (int)number, (int)length, text);
    return error;
}

int main(void)
{
    unsigned char bytes[100];
    struct pack out;
    size_t size;

    pack_begin(&out, bytes, sizeof bytes);
    pack_int(&out, 42);
    pack_text(&out, "answer");
    if (pack_end(&out, &size))
        return 1;
    show(bytes, size);
    printf("cut short: %s\n", strerror(show(bytes, size - 1)));
}
