/* printed.c - output kept in memory, as far as there is room. */
#include "runtime/printed.h"

#include "runtime/explore.h"

#include <string.h>

enum { OUTPUT = 1 << 16 };

static char output[OUTPUT];
static size_t used;

const char *printed(void)
{
    return output;
}

size_t printed_length(void)
{
    return used;
}

void printed_reset(void)
{
    used = 0;
}

void explore_print(const char *text, size_t length)
{
    size_t room = sizeof output - used;

    if (length > room)
        length = room;
    memcpy(output + used, text, length);
    used += length;
}

__attribute__((format(printf, 1, 0))) int explore_vprint(const char *format,
                                                         va_list arguments)
{
    size_t room = sizeof output - used;
    int length = vsnprintf(output + used, room, format, arguments);

    if (length > 0)
        used += (size_t)length < room ? (size_t)length : room - (room > 0);
    return length;
}
