/* pseudo.h - a program in a terminal that a test can read.

   The program runs in a pseudo-terminal with a terminal emulator (libvterm)
   behind it, so that a test sees the screen that a person would see, and types
   what a person would type.

       static void opens_a_page(void **state)
       {
           struct pseudo *p = pseudo_start(&(struct pseudo_options){
               .command = (const char *[]){stage_lab(), "deadlock", NULL}});

           pseudo_expect(p, "predict, then run");
           pseudo_type(p, "\r");
           pseudo_expect(p, "What will this program do?");
           pseudo_type(p, "q");
           assert_int_equal(pseudo_status(p), 0);
       }
       ... pseudo_test(opens_a_page) ...

   What waits has a deadline (20 seconds; TEST_WAIT_MS in the environment says
   otherwise), and fails the test with the screen as it was.
   pseudo_test sees to it that nothing is left of a test, however it ended:
   every process that was started in the terminal, and what those started, is
   known by a word in its environment. One thread at a time. */
#ifndef SUPPORT_PSEUDO_H
#define SUPPORT_PSEUDO_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <vterm.h>

struct pseudo;

struct pseudo_options {
    const char *const *command;     /* A path and arguments, then NULL. */
    int rows;                       /* 0: 24. */
    int columns;                    /* 0: 80. */
    const char *term;               /* NULL: xterm-256color. */
    const char *const *environment; /* More "NAME=value", then NULL. */
    const char *state;              /* XDG_STATE_HOME; NULL: a fresh folder
                                       of one who has seen the welcome. */
};

struct pseudo *pseudo_start(const struct pseudo_options *options);

/* Closes the terminal, ends all that still runs in it, forgets it. */
void pseudo_free(struct pseudo *pseudo);

/* A cmocka test after which nothing is left of its terminals. */
#define pseudo_test(function)                                                  \
    cmocka_unit_test_teardown(function, pseudo_forget_all)
int pseudo_forget_all(void **state);

/* ---- Doing. ---- */

void pseudo_type(struct pseudo *pseudo, const char *bytes);

/* A key as the terminal sends it in the mode it is in. */
void pseudo_press(struct pseudo *pseudo, VTermKey key);

/* Button 1; nothing is sent where the program did not ask for the mouse. */
void pseudo_click(struct pseudo *pseudo, int row, int column);
void pseudo_wheel(struct pseudo *pseudo, int row, int column, bool up);

void pseudo_resize(struct pseudo *pseudo, int rows, int columns);
void pseudo_signal(struct pseudo *pseudo, int number); /* The command. */

/* Writes to the screen, as somebody else on the same terminal might. */
void pseudo_scribble(struct pseudo *pseudo, const char *bytes);

/* Closes our side, as a terminal's window is closed. Nothing can be read or
   typed from then on; pseudo_status works. */
void pseudo_hang_up(struct pseudo *pseudo);

/* ---- Waiting. ---- */

/* Until the screen holds the text (on one row); until it does not. */
#define pseudo_expect(pseudo, text)                                            \
    pseudo_expect_((pseudo), (text), true, __FILE__, __LINE__)
#define pseudo_expect_gone(pseudo, text)                                       \
    pseudo_expect_((pseudo), (text), false, __FILE__, __LINE__)
void pseudo_expect_(struct pseudo *pseudo, const char *text, bool there,
                    const char *file, int line);

/* Until a row holds the text; a negative row counts from the end: -1 is the
   last. */
#define pseudo_expect_row(pseudo, row, text)                                   \
    pseudo_expect_row_((pseudo), (row), (text), __FILE__, __LINE__)
void pseudo_expect_row_(struct pseudo *pseudo, int row, const char *text,
                        const char *file, int line);

/* Until the whole screen is as it was, or should be, with `name` in the
   message. */
#define pseudo_expect_screen(pseudo, screen)                                   \
    pseudo_expect_screen_((pseudo), (screen), #screen, __FILE__, __LINE__)
void pseudo_expect_screen_(struct pseudo *pseudo, const char *screen,
                           const char *name, const char *file, int line);

/* Until a condition of the test's own is true. */
typedef bool pseudo_condition(struct pseudo *pseudo, const void *context);
#define pseudo_expect_that(pseudo, condition, context)                         \
    pseudo_expect_that_((pseudo), (condition), (context), #condition,          \
                        __FILE__, __LINE__)
void pseudo_expect_that_(struct pseudo *pseudo, pseudo_condition *condition,
                         const void *context, const char *name,
                         const char *file, int line);

/* Takes in what the program writes for so long; for what should not happen. */
void pseudo_watch(struct pseudo *pseudo, int ms);

/* Until the program has paused in its writing: what was a frame is whole. */
void pseudo_settle(struct pseudo *pseudo);

/* Waits for the command to end. Its exit status, or minus the signal that
   ended it. */
#define pseudo_status(pseudo) pseudo_status_((pseudo), __FILE__, __LINE__)
int pseudo_status_(struct pseudo *pseudo, const char *file, int line);

/* Waits until so many processes started in the terminal are left, the command
   itself among them. */
#define pseudo_expect_left(pseudo, count)                                      \
    pseudo_expect_left_((pseudo), (count), __FILE__, __LINE__)
void pseudo_expect_left_(struct pseudo *pseudo, int count, const char *file,
                         int line);

/* ---- Reading: of the screen as last taken in. ---- */

/* The whole screen, rows without trailing blanks. Lasts until the next call. */
const char *pseudo_screen(struct pseudo *pseudo);
const char *pseudo_row(struct pseudo *pseudo, int row); /* The same of one. */
bool pseudo_holds(struct pseudo *pseudo, const char *text);

/* Where the text stands first; -1: nowhere. */
int pseudo_row_of(struct pseudo *pseudo, const char *text);

struct pseudo_cell {
    uint32_t glyph; /* ' ' where nothing was written. */
    int width;
    bool bold;
    bool reverse;
    bool underline;
    bool coloured; /* Text or background in another than the usual colour. */
};
struct pseudo_cell pseudo_cell(struct pseudo *pseudo, int row, int column);
bool pseudo_is_coloured(struct pseudo *pseudo); /* Any cell. */
bool pseudo_is_ascii(struct pseudo *pseudo);    /* Each. */

bool pseudo_in_alternate_screen(const struct pseudo *pseudo);
bool pseudo_cursor_is_visible(const struct pseudo *pseudo);
bool pseudo_mouse_is_wanted(const struct pseudo *pseudo);

/* The terminal's driver: echoes, and hands lines over as a shell expects. */
bool pseudo_is_sane(const struct pseudo *pseudo);

/* ---- Processes. ---- */

pid_t pseudo_pid(const struct pseudo *pseudo); /* Of the command. */

/* Those of this name ("term_ticks") that were started in the terminal, alive;
   name NULL: all. At most `room` are written; returns how many there are. */
int pseudo_processes(const struct pseudo *pseudo, const char *name,
                     pid_t *processes, int room);

#endif
