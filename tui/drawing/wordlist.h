/* wordlist.h - the words of a command, as they are put together. */
#ifndef TUI_DRAWING_WORDLIST_H
#define TUI_DRAWING_WORDLIST_H

#include <stddef.h>

struct wordlist {
    char **words; /* With a NULL behind the last, once there is one. */
    size_t count;
};

/* `word` is the list's from now on. */
void wordlist_add(struct wordlist *list, char *word);

/* Frees words that end with a NULL. */
void wordlist_free(char **words);

#endif
