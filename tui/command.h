/* command.h - everything a key can do.

   This one list makes the keys, the footer of each screen, the help screen,
   `interleave help` and the manual page. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "words.h"

#include <stddef.h>

/* Keys that are not characters. */
enum key {
    KEYS_BELOW_ARE_CHARACTERS = 0x110000,
    KEY_ARROW_UP,
    KEY_ARROW_DOWN,
    KEY_ARROW_LEFT,
    KEY_ARROW_RIGHT,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_TO_START,
    KEY_TO_END,
    KEY_SHIFT_TAB,
    KEY_FUNCTION_1,
    KEY_FUNCTION_8,
    KEY_FUNCTION_10,
    KEY_CLICK, /* With a place. */
    KEY_DIGIT, /* Any of ten, which a screen takes as text. */
    KEY_RETURN = '\r',
    KEY_TABULATOR = '\t',
    KEY_ESCAPE = 0x1b,
    KEY_ERASE = 0x7f,
    KEY_NONE = 0
};

/* Where a command works. */
enum where {
    IN_MENU = 1,
    IN_PAGE = 2,
    IN_QUESTION = 4,
    IN_RUN = 8,
    IN_STEP = 16,
    IN_EXPLORE = 32,
    IN_EXERCISE = 64,
    IN_PRESENT = 128,
    IN_NOTES = 256,
    IN_WELCOME = 512,
    ANYWHERE = IN_MENU | IN_PAGE | IN_QUESTION | IN_RUN | IN_STEP | IN_EXPLORE |
               IN_EXERCISE | IN_PRESENT | IN_NOTES | IN_WELCOME
};

/* X(id, key, alternative, places, label in the footer or "", help) */
#define COMMANDS(X)                                                            \
    X(OPEN, KEY_RETURN, KEY_NONE,                                              \
      IN_MENU | IN_PAGE | IN_QUESTION | IN_WELCOME, N_("open"),                \
      N_("open the lesson; run it; lock the answer in"))                       \
    X(RUN, 'r', KEY_FUNCTION_8, IN_MENU | IN_PAGE | IN_RUN, N_("run"),         \
      N_("run the lesson's program, or run it again"))                         \
    X(TASK, KEY_DIGIT, KEY_NONE, IN_STEP, N_("move"),                          \
      N_("the task with this number moves, by one operation"))                 \
    X(MOVE, KEY_RETURN, KEY_NONE, IN_STEP, "", N_("the selected task moves"))  \
    X(TURN, 'n', KEY_NONE, IN_STEP, N_("next"),                                \
      N_("the next task in turn moves"))                                       \
    X(MOVE_BACK, 'b', KEY_NONE, IN_STEP, N_("back"),                           \
      N_("look at the place before the last move"))                            \
    X(MOVE_ON, 'f', KEY_NONE, IN_STEP, N_("forward"),                          \
      N_("forward again, as it was"))                                          \
    X(PLAY, ' ', KEY_NONE, IN_STEP, N_("play"),                                \
      N_("play: moves in turn, or those that were made; stop"))                \
    X(TO_START, 'B', KEY_NONE, IN_STEP, "", N_("look at the start"))           \
    X(TO_NEWEST, 'F', KEY_NONE, IN_STEP, "",                                   \
      N_("forward to the last move made"))                                     \
    X(INSIDE, 'i', KEY_NONE, IN_STEP, N_("inside"),                            \
      N_("each move inside the library, or its calls as one move"))            \
    X(WHY, 'w', KEY_NONE, IN_STEP, N_("why"),                                  \
      N_("why it is so: walk back to what caused it"))                         \
    X(UNTIL, 'u', KEY_NONE, IN_STEP, N_("until"),                              \
      N_("move the selected task until a line, a value, a wait"))              \
    X(SCHEDULES, 'o', KEY_NONE, IN_STEP, N_("schedules"),                      \
      N_("open a schedule: the lesson's, or one that was saved"))              \
    X(TO_END, 'r', KEY_FUNCTION_8, IN_STEP, N_("run"),                         \
      N_("run to the end, in turn; stop"))                                     \
    X(SAVE, 'W', KEY_NONE, IN_STEP, "",                                        \
      N_("write the moves down, under a name"))                                \
    X(SPURIOUS, 'S', KEY_NONE, IN_STEP, "",                                    \
      N_("wake the selected task, which waits, without a signal"))             \
    X(PAUSE, ' ', KEY_NONE, IN_RUN, N_("pause"),                               \
      N_("pause the program and go on; in a recording, play"))                 \
    X(SLOWER, '-', KEY_NONE, IN_RUN | IN_STEP, N_("slower"),                   \
      N_("wait longer before each operation"))                                 \
    X(FASTER, '+', '=', IN_RUN | IN_STEP, N_("faster"),                        \
      N_("wait less, down to full speed"))                                     \
    X(STEP_BACK, 'b', KEY_NONE, IN_RUN, N_("back"),                            \
      N_("look at the operation before this one"))                             \
    X(STEP_ON, 'n', KEY_NONE, IN_RUN, N_("next"),                              \
      N_("look at the next operation"))                                        \
    X(TO_FIRST, 'B', KEY_NONE, IN_RUN, "", N_("look at the first operation"))  \
    X(FOLLOW, 'f', KEY_NONE, IN_RUN, N_("follow"),                             \
      N_("look at the newest again"))                                          \
    X(ZOOM, 'z', KEY_NONE, IN_RUN | IN_STEP, N_("zoom"),                       \
      N_("one pane over the whole screen"))                                    \
    X(NEXT_PANE, KEY_TABULATOR, KEY_NONE, IN_RUN | IN_STEP, N_("pane"),        \
      N_("the next pane"))                                                     \
    X(LAST_PANE, KEY_SHIFT_TAB, KEY_NONE, IN_RUN | IN_STEP, "",                \
      N_("the pane before"))                                                   \
    X(AXIS, 't', KEY_NONE, IN_RUN, "",                                         \
      N_("timeline by operations, or by time"))                                \
    X(STOP, 'x', KEY_NONE, IN_RUN | IN_STEP, N_("end"),                        \
      N_("end the program and all it started"))                                \
    X(STEP, 's', KEY_NONE, IN_MENU | IN_PAGE | IN_RUN, N_("step"),             \
      N_("decide yourself who moves next"))                                    \
    X(LINK, KEY_DIGIT, KEY_NONE, IN_PAGE, N_("schedule"),                      \
      N_("step through the schedule with this number in the page"))            \
    X(DIFFERENCE, 'd', KEY_NONE, IN_MENU | IN_PAGE, "",                        \
      N_("in what the program differs from a related one"))                    \
    X(NEXT_LESSON, 'n', KEY_NONE, IN_PAGE, "", N_("the next lesson"))          \
    X(LESSON_BEFORE, 'b', KEY_NONE, IN_PAGE, "", N_("the lesson before"))      \
    X(EXPLORE, 'e', KEY_NONE, IN_MENU | IN_PAGE | IN_RUN | IN_STEP,            \
      N_("explore"), N_("try very many schedules: what can happen?"))          \
    X(PLAY_FOUND, KEY_RETURN, KEY_NONE, IN_EXPLORE, N_("step through it"),     \
      N_("step through the simplest run that ends so"))                        \
    X(STOP_SEARCH, 'x', KEY_NONE, IN_EXPLORE, N_("stop"),                      \
      N_("stop the search; what was found stays"))                             \
    X(AGAIN, 'r', KEY_FUNCTION_8, IN_EXPLORE, N_("again, for longer"),         \
      N_("search once more, for twice as long"))                               \
    X(LEAVE, 'b', KEY_NONE, IN_EXPLORE, "", N_("go back, as Esc"))             \
    X(PRACTISE, 'c', KEY_NONE, IN_MENU | IN_PAGE, N_("exercise"),              \
      N_("open the lesson's exercise"))                                        \
    X(CHECK, 'c', KEY_NONE, IN_EXERCISE, N_("check"), N_("check your file"))   \
    X(CHECKED, KEY_RETURN, KEY_NONE, IN_EXERCISE, N_("check"),                 \
      N_("check; or step through the schedule that failed"))                   \
    X(EDIT, 'e', KEY_NONE, IN_EXERCISE, N_("edit"),                            \
      N_("edit your file with $VISUAL or $EDITOR"))                            \
    X(HINT, 'i', KEY_NONE, IN_EXERCISE, N_("hint"), N_("the next hint"))       \
    X(SOLUTION, 's', KEY_NONE, IN_EXERCISE, N_("solution"),                    \
      N_("a solution: once you have one, or have seen all hints"))             \
    X(NEXT_EXERCISE, 'n', KEY_NONE, IN_EXERCISE, N_("next"),                   \
      N_("the next exercise, when this one is done"))                          \
    X(RESET, 'x', KEY_NONE, IN_EXERCISE, "",                                   \
      N_("put your file back as it came; pressed twice"))                      \
    X(ONWARD, KEY_RETURN, ' ', IN_PRESENT, N_("next stop"),                    \
      N_("on to the next stop"))                                               \
    X(ONE_MOVE, 'n', KEY_NONE, IN_PRESENT, N_("one move"),                     \
      N_("one move on in the schedule, by hand"))                              \
    X(REWIND, 'b', KEY_NONE, IN_PRESENT, N_("back"),                           \
      N_("back to the stop before"))                                           \
    X(FIRST_STOP, 'B', KEY_NONE, IN_PRESENT, "", N_("back to the first stop")) \
    X(HANDS, KEY_DIGIT, KEY_NONE, IN_PRESENT, N_("hands"),                     \
      N_("hands raised for the selected answer; Backspace corrects"))          \
    X(TIMER, 't', KEY_NONE, IN_PRESENT, "", N_("the timer begins anew"))       \
    X(PRESENT, 'P', KEY_NONE, IN_MENU | IN_PAGE, "",                           \
      N_("present the lesson to a room"))                                      \
    X(PAGE, 'p', KEY_NONE,                                                     \
      IN_MENU | IN_RUN | IN_STEP | IN_EXPLORE | IN_EXERCISE, N_("page"),       \
      N_("read the lesson's page"))                                            \
    X(SEARCH, '/', KEY_NONE, IN_MENU, N_("search"),                            \
      N_("show only lessons that speak of something"))                         \
    X(UP, KEY_ARROW_UP, 'k', ANYWHERE, "", N_("up"))                           \
    X(DOWN, KEY_ARROW_DOWN, 'j', ANYWHERE, "", N_("down"))                     \
    X(LEFT, KEY_ARROW_LEFT, 'h', ANYWHERE, "",                                 \
      N_("back, as Esc; in a run, as b"))                                      \
    X(RIGHT, KEY_ARROW_RIGHT, 'l', ANYWHERE, "",                               \
      N_("open, as Enter; in a run, as n; stepping, as f"))                    \
    X(SCREEN_UP, KEY_PAGE_UP, KEY_NONE, ANYWHERE, "", N_("a screen up"))       \
    X(SCREEN_DOWN, KEY_PAGE_DOWN, KEY_NONE, ANYWHERE, "", N_("a screen down")) \
    X(TOP, 'g', KEY_TO_START, ANYWHERE, "", N_("to the top"))                  \
    X(BOTTOM, 'G', KEY_TO_END, ANYWHERE, "", N_("to the bottom"))              \
    X(MOUSE, 'm', KEY_NONE, ANYWHERE, "", N_("mouse on or off"))               \
    X(REDRAW, 'L' - '@', KEY_NONE, ANYWHERE, "", N_("draw the screen anew"))   \
    X(HELP, '?', KEY_FUNCTION_1, ANYWHERE, N_("help"), N_("these keys"))       \
    X(BACK, KEY_ESCAPE, KEY_NONE, ANYWHERE, N_("back"), N_("go back"))         \
    X(QUIT, 'q', KEY_FUNCTION_10, ANYWHERE, N_("quit"), N_("leave the lab"))

enum command {
    COMMAND_NONE,
#define X(id, key, alternative, places, label, help) COMMAND_##id,
    COMMANDS(X)
#undef X
        COMMAND_COUNT
};

/* "pause", "step-back": as a page says it, and what is kept. Lasts until the
   next call. COMMAND_NONE: no command has that name. */
const char *command_name(enum command command);
enum command command_named(const char *name, size_t length);

/* What a key does there; COMMAND_NONE: nothing. */
enum command command_for(int key, enum where where);

/* "Enter", "Space", "+", "Tab". Lasts until the next call. */
const char *command_key_name(enum command command);

/* All its keys: "Up k". Lasts until the next call. */
const char *command_keys(enum command command);
const char *command_label(enum command command);
const char *command_help(enum command command);
enum where command_where(enum command command);

#endif
