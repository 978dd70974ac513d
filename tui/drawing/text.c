/* text.c - files, distances, UTF-8. */
#include "tui/drawing/text.h"

#include "must.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wctype.h>

enum { LARGEST = 16 << 20, WORD = 64 };

char *text_of_file(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return NULL;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > LARGEST) {
        close(fd);
        errno = EINVAL;
        return NULL;
    }
    size_t size = (size_t)status.st_size;
    char *text = must_allocate(size + 1, 1);
    size_t got = 0;
    ssize_t more = 1;
    while (got < size && more > 0) {
        more = read(fd, text + got, size - got);
        got += more > 0 ? (size_t)more : 0;
    }
    text[got] = '\0';
    close(fd);
    return text;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The restricted Damerau-Levenshtein distance, row by row. */
size_t text_distance(const char *a, const char *b)
{
    size_t rows[3][WORD + 1];
    size_t length = strlen(b);

    if (strlen(a) > WORD || length > WORD) /* As far as can be. */
        return strlen(a) > length ? strlen(a) : length;
    for (size_t j = 0; j <= length; j++)
        rows[0][j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t *now = rows[i % 3];
        const size_t *before = rows[(i + 2) % 3];
        const size_t *two_before = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t change = before[j - 1] + (a[i - 1] != b[j - 1]);

            now[j] = least(change, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], two_before[j - 2] + 1);
        }
    }
    return rows[strlen(a) % 3][length];
}

uint32_t text_next(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    unsigned more;
    uint32_t character;

    if (*at == 0)
        return 0;
    if (*at < 0x80) {
        (*text)++;
        return *at;
    }
    more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : *at >= 0xc0 ? 1 : 0;
    character = *at & (0x3fU >> more);
    (*text)++;
    for (unsigned i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0xfffd;
        character = character << 6 | (at[i] & 0x3fU);
        (*text)++;
    }
    if (more == 0 || character < smallest[more] || character > 0x10ffff ||
        (character >= 0xd800 && character < 0xe000))
        return 0xfffd;
    return character;
}

int text_prefix(const char *text, int characters)
{
    const char *end = text;

    while (characters-- > 0 && text_next(&end))
        continue;
    return (int)(end - text);
}

void text_encode(uint32_t character, char out[5])
{
    unsigned char *to = (unsigned char *)out;

    if (character < 0x80) {
        *to++ = (unsigned char)character;
    } else if (character < 0x800) {
        *to++ = (unsigned char)(0xc0 | character >> 6);
        *to++ = (unsigned char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        *to++ = (unsigned char)(0xe0 | character >> 12);
        *to++ = (unsigned char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (unsigned char)(0x80 | (character & 0x3f));
    } else {
        *to++ = (unsigned char)(0xf0 | (character >> 18 & 0x07));
        *to++ = (unsigned char)(0x80 | (character >> 12 & 0x3f));
        *to++ = (unsigned char)(0x80 | (character >> 6 & 0x3f));
        *to++ = (unsigned char)(0x80 | (character & 0x3f));
    }
    *to = '\0';
}

static bool begins_alike(const char *text, const char *part)
{
    uint32_t wanted;

    while ((wanted = text_next(&part))) {
        if (towlower((wint_t)text_next(&text)) != towlower((wint_t)wanted))
            return false;
    }
    return true;
}

bool text_holds(const char *text, const char *part)
{
    while (!begins_alike(text, part)) {
        if (!text_next(&text))
            return false;
    }
    return true;
}

const char *text_count(uint64_t number, char *text, size_t size)
{
    char plain[24];
    int length = snprintf(plain, sizeof plain, "%" PRIu64, number);
    size_t at = 0;

    for (int i = 0; i < length && at + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[at++] = ',';
        text[at++] = plain[i];
    }
    text[at] = '\0';
    return text;
}
