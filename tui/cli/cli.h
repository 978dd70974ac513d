/* cli.h - the command line: `interleave COMMAND ...`.

   A command is one file here with one function and a line in cli.c. Each
   reads its own arguments with argp, so each has --help. */
#ifndef TUI_CLI_CLI_H
#define TUI_CLI_CLI_H

#include "tui/session.h"

#include "tui/lessons/catalogue.h"

#include <argp.h>
#include <stdbool.h>

#ifndef VERSION
#define VERSION "0"
#endif

/* Exit statuses: 0 well, 1 the program under observation failed, 2 misuse. */
enum { EXIT_MISUSE = 2 };

/* Does what the arguments say. Returns the exit status. */
int cli_main(int argc, char **argv);

int cli_menu(int argc, char **argv);
int cli_list(int argc, char **argv);
int cli_run(int argc, char **argv);
int cli_step(int argc, char **argv);
int cli_explore(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_watch(int argc, char **argv);
int cli_hint(int argc, char **argv);
int cli_solution(int argc, char **argv);
int cli_reset(int argc, char **argv);
int cli_next(int argc, char **argv);
int cli_init(int argc, char **argv);
int cli_grade(int argc, char **argv);
int cli_cc(int argc, char **argv);
int cli_replay(int argc, char **argv);
int cli_export(int argc, char **argv);
int cli_new(int argc, char **argv);
int cli_lint(int argc, char **argv);
int cli_present(int argc, char **argv);
int cli_notes(int argc, char **argv);
int cli_doctor(int argc, char **argv);
int cli_help(int argc, char **argv);

struct cli_command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *arguments;
    const char *summary;
};

extern const struct cli_command cli_commands[]; /* Ends with a NULL name. */

/* Options that say how to show things, common to several commands. */
struct cli_show {
    const char *path; /* Of lessons that is followed; NULL: none. */
    bool plain;
    bool json;
    bool ascii;
    bool no_colour;
};

/* The lessons, or those of the path; refuses a path that is none. */
struct catalogue *cli_catalogue(const struct cli_show *show);

extern const struct argp cli_show_argp; /* A child; its input is cli_show. */

/* Nobody asked for another form, and the terminal can show screens. */
bool cli_wants_screen(const struct cli_show *show);

/* The lessons, and that of a recording among them found for its session. */
struct catalogue *cli_catalogue_for(struct session *session);

/* A program that is not there: `why`, and the nearest lesson, or NULL. */
int cli_no_such(const char *name, const char *why, const char *nearest);

/* Says one line on standard error, "interleave: ...". Returns EXIT_MISUSE. */
__attribute__((format(printf, 1, 2))) int cli_misuse(const char *format, ...);

/* The same, and exits: for argp's parsers, in place of argp_error(), which says
   two lines. */
__attribute__((format(printf, 1, 2))) _Noreturn void
cli_refuse(const char *format, ...);

/* argp_parse(), with the options that every command has beside its own. */
void cli_parse(const struct argp *argp, int argc, char **argv, unsigned flags,
               void *input);

/* Whatever is chosen before or behind: for what programs read, and where there
   are only ASCII characters. */
void cli_speak_english(void);

/* Takes `--lang CODE` out where it stands before the command's name. */
void cli_take_language(int *argc, char **argv);

/* Of what argp would say of a misuse only the first line is. For ARGP_KEY_INIT
   of a command's parser. */
void cli_one_line(struct argp_state *state);

/* The parser of a command that takes nothing. */
error_t cli_parse_nothing(int key, char *argument, struct argp_state *state);

#endif
