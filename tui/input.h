/* input.h - the file that a program reads as its standard input. */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>

/* A descriptor of its own for who asks, at the file's beginning; of NULL, one
   of an empty file. -1: it cannot be read, and errno says why. */
int input_open(const char *path);

/* It can be read from its beginning again: it is no pipe and no terminal. */
bool input_repeats(int fd);

#endif
