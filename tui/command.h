/* command.h - everything a key can do.

   This one list makes the keys, the footer of each screen, the help screen,
   `interleave help keys` and the manual page. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

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
      IN_MENU | IN_PAGE | IN_QUESTION | IN_WELCOME, "open",                    \
      "open the lesson; run it; lock the answer in")                           \
    X(RUN, 'r', KEY_FUNCTION_8, IN_MENU | IN_PAGE | IN_RUN, "run",             \
      "run the lesson's program, or run it again")                             \
    X(TASK, KEY_DIGIT, KEY_NONE, IN_STEP, "move",                              \
      "the task with this number moves, by one operation")                     \
    X(MOVE, KEY_RETURN, KEY_NONE, IN_STEP, "", "the selected task moves")      \
    X(TURN, 'n', KEY_NONE, IN_STEP, "next", "the next task in turn moves")     \
    X(MOVE_BACK, 'b', KEY_NONE, IN_STEP, "back",                               \
      "look at the place before the last move")                                \
    X(MOVE_ON, 'f', KEY_NONE, IN_STEP, "forward", "forward again, as it was")  \
    X(PLAY, ' ', KEY_NONE, IN_STEP, "play",                                    \
      "play: moves in turn, or those that were made; stop")                    \
    X(TO_START, 'B', KEY_NONE, IN_STEP, "", "look at the start")               \
    X(TO_NEWEST, 'F', KEY_NONE, IN_STEP, "", "forward to the last move made")  \
    X(WHY, 'w', KEY_NONE, IN_STEP, "why",                                      \
      "why it is so: walk back to what caused it")                             \
    X(UNTIL, 'u', KEY_NONE, IN_STEP, "until",                                  \
      "move the selected task until a line, a value, a wait")                  \
    X(SCHEDULES, 'o', KEY_NONE, IN_STEP, "schedules",                          \
      "open a schedule: the lesson's, or one that was saved")                  \
    X(TO_END, 'r', KEY_FUNCTION_8, IN_STEP, "run",                             \
      "run to the end, in turn; stop")                                         \
    X(SAVE, 'W', KEY_NONE, IN_STEP, "", "write the moves down, under a name")  \
    X(SPURIOUS, 'S', KEY_NONE, IN_STEP, "",                                    \
      "wake the selected task, which waits, without a signal")                 \
    X(PAUSE, ' ', KEY_NONE, IN_RUN, "pause",                                   \
      "pause the program and go on; in a recording, play")                     \
    X(SLOWER, '-', KEY_NONE, IN_RUN | IN_STEP, "slower",                       \
      "wait longer before each operation")                                     \
    X(FASTER, '+', '=', IN_RUN | IN_STEP, "faster",                            \
      "wait less, down to full speed")                                         \
    X(STEP_BACK, 'b', KEY_NONE, IN_RUN, "back",                                \
      "look at the operation before this one")                                 \
    X(STEP_ON, 'n', KEY_NONE, IN_RUN, "next", "look at the next operation")    \
    X(TO_FIRST, 'B', KEY_NONE, IN_RUN, "", "look at the first operation")      \
    X(FOLLOW, 'f', KEY_NONE, IN_RUN, "follow", "look at the newest again")     \
    X(ZOOM, 'z', KEY_NONE, IN_RUN | IN_STEP, "zoom",                           \
      "one pane over the whole screen")                                        \
    X(NEXT_PANE, KEY_TABULATOR, KEY_NONE, IN_RUN | IN_STEP, "pane",            \
      "the next pane")                                                         \
    X(LAST_PANE, KEY_SHIFT_TAB, KEY_NONE, IN_RUN | IN_STEP, "",                \
      "the pane before")                                                       \
    X(AXIS, 't', KEY_NONE, IN_RUN, "", "timeline by operations, or by time")   \
    X(STOP, 'x', KEY_NONE, IN_RUN | IN_STEP, "end",                            \
      "end the program and all it started")                                    \
    X(STEP, 's', KEY_NONE, IN_MENU | IN_PAGE | IN_RUN, "step",                 \
      "decide yourself who moves next")                                        \
    X(LINK, KEY_DIGIT, KEY_NONE, IN_PAGE, "schedule",                          \
      "step through the schedule with this number in the page")                \
    X(DIFFERENCE, 'd', KEY_NONE, IN_MENU | IN_PAGE, "",                        \
      "in what the program differs from a related one")                        \
    X(NEXT_LESSON, 'n', KEY_NONE, IN_PAGE, "", "the next lesson")              \
    X(LESSON_BEFORE, 'b', KEY_NONE, IN_PAGE, "", "the lesson before")          \
    X(EXPLORE, 'e', KEY_NONE, IN_MENU | IN_PAGE | IN_RUN | IN_STEP, "explore", \
      "try very many schedules: what can happen?")                             \
    X(PLAY_FOUND, KEY_RETURN, KEY_NONE, IN_EXPLORE, "step through it",         \
      "step through the simplest run that ends so")                            \
    X(STOP_SEARCH, 'x', KEY_NONE, IN_EXPLORE, "stop",                          \
      "stop the search; what was found stays")                                 \
    X(AGAIN, 'r', KEY_FUNCTION_8, IN_EXPLORE, "again, for longer",             \
      "search once more, for twice as long")                                   \
    X(LEAVE, 'b', KEY_NONE, IN_EXPLORE, "", "go back, as Esc")                 \
    X(PRACTISE, 'c', KEY_NONE, IN_MENU | IN_PAGE, "exercise",                  \
      "open the lesson's exercise")                                            \
    X(CHECK, 'c', KEY_NONE, IN_EXERCISE, "check", "check your file")           \
    X(CHECKED, KEY_RETURN, KEY_NONE, IN_EXERCISE, "check",                     \
      "check; or step through the schedule that failed")                       \
    X(EDIT, 'e', KEY_NONE, IN_EXERCISE, "edit",                                \
      "edit your file with $VISUAL or $EDITOR")                                \
    X(HINT, 'i', KEY_NONE, IN_EXERCISE, "hint", "the next hint")               \
    X(SOLUTION, 's', KEY_NONE, IN_EXERCISE, "solution",                        \
      "a solution: once you have one, or have seen all hints")                 \
    X(NEXT_EXERCISE, 'n', KEY_NONE, IN_EXERCISE, "next",                       \
      "the next exercise, when this one is done")                              \
    X(RESET, 'x', KEY_NONE, IN_EXERCISE, "",                                   \
      "put your file back as it came; pressed twice")                          \
    X(ONWARD, KEY_RETURN, ' ', IN_PRESENT, "next stop", "on to the next stop") \
    X(ONE_MOVE, 'n', KEY_NONE, IN_PRESENT, "one move",                         \
      "one move on in the schedule, by hand")                                  \
    X(REWIND, 'b', KEY_NONE, IN_PRESENT, "back", "back to the stop before")    \
    X(FIRST_STOP, 'B', KEY_NONE, IN_PRESENT, "", "back to the first stop")     \
    X(HANDS, KEY_DIGIT, KEY_NONE, IN_PRESENT, "hands",                         \
      "hands raised for the selected answer; Backspace corrects")              \
    X(TIMER, 't', KEY_NONE, IN_PRESENT, "", "the timer begins anew")           \
    X(PRESENT, 'P', KEY_NONE, IN_MENU | IN_PAGE, "",                           \
      "present the lesson to a room")                                          \
    X(PAGE, 'p', KEY_NONE,                                                     \
      IN_MENU | IN_RUN | IN_STEP | IN_EXPLORE | IN_EXERCISE, "page",           \
      "read the lesson's page")                                                \
    X(SEARCH, '/', KEY_NONE, IN_MENU, "search",                                \
      "show only lessons that speak of something")                             \
    X(UP, KEY_ARROW_UP, 'k', ANYWHERE, "", "up")                               \
    X(DOWN, KEY_ARROW_DOWN, 'j', ANYWHERE, "", "down")                         \
    X(LEFT, KEY_ARROW_LEFT, 'h', ANYWHERE, "", "back, as Esc; in a run, as b") \
    X(RIGHT, KEY_ARROW_RIGHT, 'l', ANYWHERE, "",                               \
      "open, as Enter; in a run, as n; stepping, as f")                        \
    X(SCREEN_UP, KEY_PAGE_UP, KEY_NONE, ANYWHERE, "", "a screen up")           \
    X(SCREEN_DOWN, KEY_PAGE_DOWN, KEY_NONE, ANYWHERE, "", "a screen down")     \
    X(TOP, 'g', KEY_TO_START, ANYWHERE, "", "to the top")                      \
    X(BOTTOM, 'G', KEY_TO_END, ANYWHERE, "", "to the bottom")                  \
    X(MOUSE, 'm', KEY_NONE, ANYWHERE, "", "mouse on or off")                   \
    X(REDRAW, 'L' - '@', KEY_NONE, ANYWHERE, "", "draw the screen anew")       \
    X(HELP, '?', KEY_FUNCTION_1, ANYWHERE, "help", "these keys")               \
    X(BACK, KEY_ESCAPE, KEY_NONE, ANYWHERE, "back", "go back")                 \
    X(QUIT, 'q', KEY_FUNCTION_10, ANYWHERE, "quit", "leave the lab")

enum command {
    COMMAND_NONE,
#define X(id, key, alternative, places, label, help) COMMAND_##id,
    COMMANDS(X)
#undef X
        COMMAND_COUNT
};

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
