/* exported.c - exports, and their text. */
#include "tests/support/exported.h"

#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char *const exported_recordings[EXPORTED] = {"tests/golden/deadlock.ilv",
                                                   "tests/golden/pipe.ilv"};

struct capture exported_as(const char *form, const char *file)
{
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "export", file, "--to", form, NULL},
        NULL);

    assert_string_equal(said.error, "");
    assert_int_equal(said.status, 0);
    return said;
}

char *exported_plain(const char *page)
{
    static const struct {
        const char *from;
        char to;
    } names[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
    char *text = malloc(strlen(page) + 1);
    char *at = text;

    while (*page) {
        bool found = false;

        for (size_t i = 0; i < 3 && !found; i++) {
            if (strncmp(page, names[i].from, strlen(names[i].from)) != 0)
                continue;
            *at++ = names[i].to;
            page += strlen(names[i].from);
            found = true;
        }
        if (!found)
            *at++ = *page++;
    }
    *at = '\0';
    return text;
}
