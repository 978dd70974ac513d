/* pseudo_inside.h - what pseudo.c and pseudo_screen.c share. Not for others. */
#ifndef SUPPORT_PSEUDO_INSIDE_H
#define SUPPORT_PSEUDO_INSIDE_H

#include "tests/support/pseudo.h"

struct pseudo {
    struct pseudo *next;
    pid_t pid;
    int master; /* -1: hung up. */
    bool ended;
    int status; /* As from waitpid, once it has ended. */
    char mark[64];
    char *state; /* The folder. */
    bool own_state;

    VTerm *vterm;
    VTermScreen *screen;
    bool alternate;
    bool cursor;
    bool mouse;
    char held[32]; /* An escape sequence not yet whole. */
    size_t held_length;
    char last; /* Character written, to be repeated. */

    bool gathers; /* What is typed is kept, to be sent in one go. */
    char gathered[64];
    size_t gathered_length;

    char *text; /* For the caller to read. */
};

#endif
