/* started.c - copying options. */
#include "tui/started.h"

#include "must.h"

#include <stdlib.h>

char *started_joined(char *const *arguments)
{
    char *joined = must_copy("");

    for (; *arguments; arguments++) {
        char *longer =
            must_print("%s%s%s", joined, *joined ? " " : "", *arguments);

        free(joined);
        joined = longer;
    }
    return joined;
}

void started_keep(struct session_options *kept,
                  const struct session_options *options)
{
    size_t count = 0;

    while (options->arguments[count])
        count++;
    char **arguments = must_allocate(count + 1, sizeof *arguments);
    for (size_t i = 0; i < count; i++)
        arguments[i] = must_copy(options->arguments[i]);
    *kept = *options;
    kept->program = must_copy(options->program);
    kept->arguments = arguments;
    kept->record = NULL;
}

void started_forget(struct session_options *kept)
{
    char *const *arguments = kept->arguments;

    for (size_t i = 0; arguments && arguments[i]; i++)
        free(arguments[i]);
    free((void *)(uintptr_t)arguments);
    free((void *)(uintptr_t)kept->program);
}
