/* wordlist.c - lists of words. */
#include "tui/drawing/wordlist.h"

#include "must.h"

#include <stdlib.h>

void wordlist_add(struct wordlist *list, char *word)
{
    list->words =
        must_resize(list->words, list->count + 2, sizeof *list->words);
    list->words[list->count++] = word;
    list->words[list->count] = NULL;
}

void wordlist_free(char **words)
{
    for (char **word = words; word && *word; word++)
        free(*word);
    free(words);
}
