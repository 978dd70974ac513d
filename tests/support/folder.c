/* folder.c - made before the first test, removed after the last. */
#include "tests/support/folder.h"

#include "tests/support/process.h"

#include <stdlib.h>

char *folder;

int folder_make(void **state)
{
    (void)state;
    folder = process_make_folder();
    return 0;
}

int folder_remove(void **state)
{
    (void)state;
    process_remove_folder(folder);
    free(folder);
    return 0;
}
