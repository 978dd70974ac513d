/* json_text.c - strings that jansson would refuse. */
#include "tui/json_text.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>

json_t *json_bytes(const char *bytes, size_t length)
{
    json_t *value = json_stringn(bytes, length);

    if (value)
        return value;
    char *copy = must_allocate(length + 1, 1);
    for (size_t i = 0; i < length; i++)
        copy[i] = (unsigned char)bytes[i] < 0x80 ? bytes[i] : '?';
    value = json_stringn(copy, length);
    free(copy);
    return value;
}

json_t *json_text(const char *text)
{
    return json_bytes(text, strlen(text));
}
