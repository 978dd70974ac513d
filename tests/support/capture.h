/* capture.h - a command without a terminal, and what it said.

       struct capture said = capture_run(
           (const char *[]){stage_lab(), "list", NULL}, NULL);

       assert_int_equal(said.status, 0);
       assert_string_equal(said.error, "");
       capture_fini(&said);

   A command that does not end in time is killed, and all it started: its
   status is then -SIGKILL. */
#ifndef SUPPORT_CAPTURE_H
#define SUPPORT_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

struct capture {
    int status; /* As exited, or minus the signal. */
    char *output;
    char *error;
    size_t output_length;
    int left; /* Processes it left behind; they have been killed. */
};

struct capture_options {
    const char *input;              /* A file; NULL: /dev/null. */
    const char *const *environment; /* More "NAME=value", then NULL. */
    const char *folder;             /* To work in; NULL: this one. */
    int signal;                     /* Sent to it, */
    const char *signal_at;          /* once it has printed this. */
};

struct capture capture_run(const char *const *command,
                           const struct capture_options *options);
void capture_fini(struct capture *capture);

/* Lines in a text; one that does not end counts. */
int capture_lines(const char *text);

#endif
