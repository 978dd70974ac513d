/* golden.c - comparing with golden files, and writing them. */
#include "tests/support/golden.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool is_update(void)
{
    const char *update = getenv("UPDATE");

    return update && *update;
}

static char *path_of(const char *name)
{
    return must_print("tests/golden/%s.txt", name);
}

/* What is kept; "" where nothing is yet. The caller frees it. */
static char *kept_of(const char *name)
{
    char *path = path_of(name);
    char *text = text_of_file(path);

    free(path);
    return text ? text : must_copy("");
}

static void keep(const char *text, const char *name)
{
    char *path = path_of(name);
    FILE *file = fopen(path, "w");

    MUST(file != NULL);
    MUST(fputs(text, file) >= 0);
    MUST(fclose(file) == 0);
    free(path);
}

void golden_screen_(struct pseudo *p, const char *name, const char *file,
                    int line)
{
    pseudo_settle(p); /* No frame on the way is taken for the last. */
    if (is_update()) {
        keep(pseudo_screen(p), name);
        return;
    }
    char *kept = kept_of(name);
    char *what = must_print("that of tests/golden/%s.txt", name);
    pseudo_expect_screen_(p, kept, what, file, line);
    free(what);
    free(kept);
}

void golden_text_(const char *text, const char *name, const char *file,
                  int line)
{
    if (is_update()) {
        keep(text, name);
        return;
    }
    char *kept = kept_of(name);
    bool same = strcmp(text, kept) == 0;
    free(kept);
    if (same)
        return;
    fprintf(stderr, "not as in tests/golden/%s.txt:\n%s", name, text);
    _fail(file, line);
}
