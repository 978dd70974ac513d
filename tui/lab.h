/* lab.h - the interactive lab: screens, and what they share.

   One loop (lab.c) waits for keys, for the program under observation and for
   time, applies all there is, and draws at most once in a thirtieth of a
   second. A screen is one file in screens/ with one struct screen. */
#ifndef TUI_LAB_H
#define TUI_LAB_H

#include "model/why.h"
#include "tui/command.h"
#include "tui/control/player.h"
#include "tui/drawing/canvas.h"
#include "tui/exercises/checking.h"
#include "tui/exercises/watcher.h"
#include "tui/keeping/progress.h"
#include "tui/lessons/catalogue.h"
#include "tui/pages/page.h"
#include "tui/presenting/lecture.h"
#include "tui/presenting/speaker.h"
#include "tui/searching/verdicts.h"
#include "tui/session.h"
#include "tui/views/layout.h"

struct lab;

struct screen {
    enum where where;
    void (*draw)(struct lab *lab, struct canvas *canvas);
    void (*act)(struct lab *lab, enum command command);

    /* May be NULL. Takes a key as text: true where it has. */
    bool (*type)(struct lab *lab, int key);

    /* May be NULL. A click on a cell. */
    void (*click)(struct lab *lab, int row, int column);

    /* May be NULL. What the footer calls a command now; NULL: it cannot be
       used. `label` is what it is called in general. */
    const char *(*label)(const struct lab *lab, enum command command,
                         const char *label);
};

extern const struct screen welcome_screen;
extern const struct screen menu_screen;
extern const struct screen page_screen;
extern const struct screen question_screen;
extern const struct screen run_screen;
extern const struct screen step_screen;
extern const struct screen explore_screen;
extern const struct screen exercise_screen;
extern const struct screen present_screen;
extern const struct screen notes_screen;
extern const struct screen help_screen;
extern const struct screen difference_screen;

enum { SCREENS = 8, FILTER = 40, TYPED = 40 };

struct menu_state {
    size_t selected; /* Index of a lesson in the catalogue. */
    int scroll;
    bool typing; /* The filter is being typed. */
    char filter[FILTER];
};

struct page_state {
    struct page *page;
    int width; /* That it was laid out for. */
    const struct lesson *lesson;
    int scroll;
    size_t compared; /* Which of the lessons that it names to compare with, */
    int difference_scroll; /* and where in what differs. */
};

struct run_state {
    enum pane focus;
    bool zoomed;
    bool by_time;
    bool playing; /* Through what is recorded. */
    uint64_t played_ms;
    int scroll[PANE_COUNT];       /* INT_MAX: follow. */
    struct box panes[PANE_COUNT]; /* Where each was drawn; for clicks. */
    bool variables;               /* Some were seen: they keep their pane. */
    struct pane_list only;        /* Where there are some: these, no others. */
    bool told;    /* The outcome has been noted in the progress. */
    int happened; /* The outcome, from 1; 0: none of them, or not over. */
};

/* What the student asks the step screen, or it asks them: screens/panel.h. */
enum panel {
    PANEL_NONE,
    PANEL_WHY,
    PANEL_SCHEDULES,
    PANEL_UNTIL, /* From here on, something is typed. */
    PANEL_SAVE
};

/* Of the step screen; how the run is shown is in run_state. */
struct step_state {
    uint32_t asking; /* Birth of a task whose signal could wake several. */

    enum panel panel;
    unsigned selected; /* Of its lines. */
    char typed[TYPED];
    struct why why;
    uint64_t asked_at; /* After so many moves. */
    unsigned about;    /* What is asked about: 0, what there is; then tasks
                          and variables. */
};

/* What is explored, and what was found: screens/explore.c. */
struct explore_state {
    struct session_options program; /* Owns its strings. */
    struct exploring_options how;
    char input[32]; /* A name of the program's input, for it to be read anew. */
    struct exploring *exploring; /* NULL: nothing is. */
    struct verdicts *verdicts;
    bool over;
    bool stopped; /* By the student. */
    unsigned selected;
    int scroll;      /* Of what is told of it; */
    int scroll_most; /* as far as there is more. */
    uint64_t gathered_ms;
};

/* The exercise that is worked on: screens/exercise.c. */
struct exercise_state {
    const struct exercise *exercise; /* NULL: none. */
    char *file;
    char *bench;
    struct watcher *watcher;
    struct checking *checking; /* The latest; NULL: none yet. */
    bool checks;               /* It goes on. */
    bool solution;             /* Is shown. */
    bool reset_asked;
    unsigned hints; /* Shown. */

    struct page *page; /* Laid out; NULL: to be laid out anew. */
    int width;
    int scroll;
    uint64_t drawn_ms; /* When what is told of its going on was new. */
};

/* A lesson on its way from stop to stop: screens/present.c. */
struct present_state {
    struct lecture *lecture; /* NULL: none is presented. */
    struct speaker speaker;  /* Where it is, as the second terminal sees it. */
    const char *applied;     /* The schedule that is followed; NULL: none. */
    bool placed;             /* It has been followed, and: */
    uint64_t goal;           /* so many moves are to be shown, */
    bool hurries;            /* all of them at once. */
    uint64_t beat_ms;        /* When the latest of them was. */
    unsigned selected;       /* Answer. */
    int64_t second;          /* That the timer shows. */
};

/* What a lesson is opened for. */
enum start { START_RUN, START_STEP, START_EXPLORE };

struct lab {
    struct catalogue *catalogue;
    struct progress *progress;
    const struct lesson *lesson; /* The one that is open; NULL: none. */
    struct session *session;     /* The run that is looked at; or NULL. */

    const struct screen *screens[SCREENS]; /* The last is shown. */
    size_t screen_count;
    struct menu_state menu;
    struct page_state page;
    size_t question_selected;
    int help_scroll;
    struct run_state run;
    struct step_state step;
    struct player player; /* Of a session under control; else empty. */
    enum start start;     /* What the question is asked before. */
    struct explore_state explore;
    struct shelf *shelf;
    struct exercise_state exercise;
    struct present_state present;

    char notice[320]; /* Shown once, in the footer's place. */
    bool mouse;
    bool quit;
    int rows; /* Of the canvas as last drawn. */
};

/* What the lab is opened on. */
struct lab_options {
    bool ascii;
    bool no_colour;
    const struct lesson *lesson; /* Opens its page; NULL: the menu. */
    const char *exercise;        /* Opens it, by its key; NULL: none. */
    bool present;                /* Presents it at once. */
    bool notes;                  /* Is a speaker's second terminal. */
    struct session *session;     /* Opens the run; NULL: none. */
    struct schedule *schedule;   /* Under control: followed first; NULL. The
                                    lab frees it. */
    const struct session_options *explored;   /* Opens a search; NULL: none. */
    const struct exploring_options *explores; /* How that is done. */
};

/* Runs the lab until the student leaves it. Returns an exit status: of a
   search that it was opened on, the verdict's. */
int lab_run(const struct lab_options *options, struct catalogue *catalogue,
            struct progress *progress);

/* ---- For screens. ---- */

void lab_go(struct lab *lab, const struct screen *screen);
void lab_back(struct lab *lab);

/* Opens a lesson's page. */
void lab_open(struct lab *lab, const struct lesson *lesson);
void lab_read_page(struct lab *lab); /* Of the run that is shown. */

bool lab_asks(const struct lab *lab); /* For a prediction, before a run. */

/* Asks for the prediction if there is none yet, then opens the lesson so. */
void lab_start(struct lab *lab, enum start start);
void lab_go_on(struct lab *lab); /* After the question. */

/* Runs the open lesson; or once more what is shown. */
void lab_run_program(struct lab *lab);

/* Steps the lesson of the run that is shown. */
void lab_step(struct lab *lab);

/* Explores it, or the program that it is. */
void lab_explore(struct lab *lab);

/* Steps a program through these moves, looked at from the start: of `length`
   those that report_kept() says are there. */
void lab_step_through(struct lab *lab, const struct session_options *program,
                      const struct decision *moves, uint32_t length);

/* Steps a program along a schedule's file, as far as it fits, to go on. False:
   there is a notice why it does not. */
bool lab_step_along(struct lab *lab, const struct session_options *program,
                    const char *path);

/* Opens the lesson's exercise, or says that there is none. */
void lab_practise(struct lab *lab);

/* The lesson's exercise; NULL: it has none. */
const struct exercise *lab_exercise_of(const struct lab *lab,
                                       const struct lesson *lesson);

/* Steps the open lesson through a schedule's file. */
void lab_step_schedule(struct lab *lab, const char *path);

/* Presents the open lesson; its program is started where it is needed. */
void lab_present(struct lab *lab);
bool lab_begin_presented(struct lab *lab); /* False: there is a notice why. */

/* Makes the moves of a schedule's file in what is stepped, to be looked at
   from their start. */
void lab_follow(struct lab *lab, const char *path);

__attribute__((format(printf, 2, 3))) void lab_notice(struct lab *lab,
                                                      const char *format, ...);

/* The line of the progress that belongs to a lesson; NULL: none yet. */
const struct progress_line *lab_progress(const struct lab *lab,
                                         const struct lesson *lesson);

/* screens/difference.c: shows in what a lesson's program differs from those
   that its page names. */
void difference_open(struct lab *lab, const struct lesson *lesson);

/* ---- For the loop. ---- */

/* What is presented goes on; how long it need not; where it is, for the
   speaker's terminal; it is left. */
bool present_go_on(struct lab *lab, uint64_t now_ms);
int present_patience(const struct lab *lab);
void present_tell(struct lab *lab);
void present_close(struct lab *lab);

const struct screen *lab_shown(const struct lab *lab);
void lab_open_first(struct lab *lab, const struct lab_options *options);
void lab_forget_session(struct lab *lab);

/* screens/welcome.c: shows it, and remembers that it was shown. */
void welcome_open(struct lab *lab);

/* screens/explore.c: begins to explore a program; goes on with it, true where
   there is something new; milliseconds until it should go on, -1: never. */
void explore_open(struct lab *lab, const struct session_options *program,
                  const struct exploring_options *how);
bool explore_go_on(struct lab *lab, uint64_t now_ms);
int explore_patience(const struct lab *lab);
void explore_close(struct lab *lab);

/* screens/exercise.c: the same of an exercise; and a descriptor to wait for,
   -1: none. */
void exercise_open(struct lab *lab, const struct exercise *exercise);
bool exercise_go_on(struct lab *lab, uint64_t now_ms);
int exercise_patience(const struct lab *lab, uint64_t now_ms);
int exercise_descriptor(const struct lab *lab);
void exercise_close(struct lab *lab);

/* ---- frame.c: what all screens have around them. ---- */

/* Draws the title and the footer; returns the area between. */
struct box frame_draw(const struct lab *lab, struct canvas *canvas,
                      const char *title, const char *right);

/* Does a command do something here and now? */
bool frame_can(const struct lab *lab, enum command command);

/* Says, above the footer, that what is scrolled goes on below. */
void frame_more(struct canvas *canvas);

/* Moves a scroll or a selection as a command says. Returns the new value,
   from 0 to `last`. */
int frame_scroll(enum command command, int value, int last, int screen);

#endif
