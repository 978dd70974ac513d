/* lab.h - the interactive lab: screens, and what they share.

   One loop (lab.c) waits for keys, for the program under observation and for
   time, applies all there is, and draws at most once in a thirtieth of a
   second. A screen is one file in screens/ with one struct screen. */
#ifndef TUI_LAB_H
#define TUI_LAB_H

#include "model/why.h"
#include "tui/canvas.h"
#include "tui/catalogue.h"
#include "tui/command.h"
#include "tui/page.h"
#include "tui/player.h"
#include "tui/progress.h"
#include "tui/session.h"

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

extern const struct screen menu_screen;
extern const struct screen page_screen;
extern const struct screen question_screen;
extern const struct screen run_screen;
extern const struct screen step_screen;
extern const struct screen help_screen;

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
    bool steps;           /* What the question is asked before is stepped. */

    char notice[160]; /* Shown once, in the footer's place. */
    bool mouse;
    bool quit;
    int rows; /* Of the canvas as last drawn. */
};

/* What the lab is opened on. */
struct lab_options {
    bool ascii;
    bool no_colour;
    const struct lesson *lesson; /* Opens its page; NULL: the menu. */
    struct session *session;     /* Opens the run; NULL: none. */
    struct schedule *schedule;   /* Under control: followed first; NULL. The
                                    lab frees it. */
};

/* Runs the lab until the student leaves it. Returns an exit status. */
int lab_run(const struct lab_options *options, struct catalogue *catalogue,
            struct progress *progress);

/* ---- For screens. ---- */

void lab_go(struct lab *lab, const struct screen *screen);
void lab_back(struct lab *lab);

/* Opens a lesson's page. */
void lab_open(struct lab *lab, const struct lesson *lesson);
void lab_read_page(struct lab *lab); /* Of the run that is shown. */

bool lab_asks(const struct lab *lab); /* For a prediction, before a run. */

/* Asks for the prediction if there is none yet, then runs the open lesson, or
   steps it. */
void lab_start(struct lab *lab, bool steps);
void lab_go_on(struct lab *lab); /* After the question. */

/* Runs the open lesson; or once more what is shown. */
void lab_run_program(struct lab *lab);

/* Steps the lesson of the run that is shown. */
void lab_step(struct lab *lab);

/* Makes the moves of a schedule's file in what is stepped, to be looked at
   from their start. */
void lab_follow(struct lab *lab, const char *path);

__attribute__((format(printf, 2, 3))) void lab_notice(struct lab *lab,
                                                      const char *format, ...);

/* The line of the progress that belongs to a lesson; NULL: none yet. */
const struct progress_line *lab_progress(const struct lab *lab,
                                         const struct lesson *lesson);

/* ---- frame.c: what all screens have around them. ---- */

/* Draws the title and the footer; returns the area between. */
struct box frame_draw(const struct lab *lab, struct canvas *canvas,
                      const char *title, const char *right);

/* Says, above the footer, that what is scrolled goes on below. */
void frame_more(struct canvas *canvas);

/* Moves a scroll or a selection as a command says. Returns the new value,
   from 0 to `last`. */
int frame_scroll(enum command command, int value, int last, int screen);

#endif
