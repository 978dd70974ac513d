/* lab.c - the loop: keys, programs and time. */
#include "tui/lab.h"

#include "tui/drawing/terminal.h"
#include "tui/interrupt.h"
#include "tui/keeping/place.h"
#include "tui/tour.h"
#include "words.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    PUMP_MS = 25,         /* Between looks at a live program. */
    FRAME_MS = 66,        /* Between frames while nobody presses a key, */
    ANSWER_MS = 33,       /* and the least there is between any two. */
    PLAY_AT_LEAST_MS = 40 /* Between operations that are replayed. */
};

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- The loop. ---- */

static void suspend(struct lab *lab)
{
    bool pause = lab->session && session_is_live(lab->session) &&
                 !lab->player.step && !session_is_paused(lab->session);

    if (pause)
        session_pause(lab->session, true);
    terminal_suspend();
    if (pause)
        session_pause(lab->session, false);
}

static bool is_asked_for(const struct lab *lab, enum command command)
{
    for (size_t i = 0; i < lab->catalogue->count; i++) {
        const char *page = lab->catalogue->lessons[i].body;
        enum command asked;

        while ((asked = tour_next(&page, NULL)) != COMMAND_NONE) {
            if (asked == command)
                return true;
        }
    }
    return false;
}

/* Remembers that a key has been used for what it is there for. */
static void note_tried(struct lab *lab, enum command command)
{
    bool *tried = &lab->progress->tried[command];

    if (command == COMMAND_NONE || *tried || !frame_can(lab, command) ||
        !is_asked_for(lab, command))
        return;
    *tried = true;
    lab->page.width = 0;           /* It is laid out anew, */
    progress_write(lab->progress); /* and if this fails, only once. */
}

static void act(struct lab *lab, enum command command)
{
    note_tried(lab, command);
    switch (command) {
    case COMMAND_NONE:
        break;
    case COMMAND_QUIT:
        lab->quit = true;
        break;
    case COMMAND_HELP:
        lab->help_scroll = 0;
        if (lab_shown(lab) == &help_screen)
            lab_back(lab);
        else
            lab_go(lab, &help_screen);
        break;
    case COMMAND_MOUSE:
        lab->mouse = !lab->mouse;
        terminal_mouse(lab->mouse);
        lab_notice(lab, lab->mouse ? _("the mouse works; m gives it back")
                                   : _("the mouse is the terminal's again"));
        break;
    case COMMAND_REDRAW:
        terminal_forget();
        break;
    default:
        lab_shown(lab)->act(lab, command);
        break;
    }
}

/* Keys typed ahead are for the place that a task is about to come to. */
static bool takes_keys(const struct lab *lab)
{
    return lab_shown(lab) != &step_screen || player_takes_keys(&lab->player);
}

static bool take_keys(struct lab *lab)
{
    int row = 0;
    int column = 0;
    int key;
    bool any = false;

    while (!lab->quit && takes_keys(lab) &&
           (key = terminal_key(&row, &column)) != 0) {
        const struct screen *screen = lab_shown(lab);

        any = true;
        *lab->notice = '\0';
        if (key == KEY_CLICK) {
            if (screen->click)
                screen->click(lab, row, column);
        } else if (!(screen->type && screen->type(lab, key))) {
            act(lab, command_for(key, screen->where));
        }
    }
    return any;
}

/* Goes through what is recorded, at the pace. True: it moved. */
static bool play(struct lab *lab)
{
    uint64_t step = lab->session ? session_pace_us(lab->session) / 1000 : 0;
    uint64_t now = now_ms();

    if (!lab->session || !lab->run.playing)
        return false;
    if (step < PLAY_AT_LEAST_MS)
        step = PLAY_AT_LEAST_MS;
    if (now - lab->run.played_ms < step)
        return false;
    lab->run.played_ms = now;
    session_forward(lab->session);
    if (session_position(lab->session) == session_length(lab->session)) {
        session_follow(lab->session);
        lab->run.playing = false;
    }
    return true;
}

/* Takes in what has happened, and lets happen what is due. */
static bool go_on(struct lab *lab)
{
    bool news = explore_go_on(lab, now_ms());

    news |= present_go_on(lab, now_ms());
    news |= exercise_go_on(lab, now_ms());

    if (lab->player.step)
        return player_advance(&lab->player, now_ms()) || news;
    news |= lab->session && session_pump(lab->session);
    return play(lab) || news;
}

static void say_too_small(struct canvas *canvas)
{
    struct box area = canvas_box(canvas);
    int column =
        canvas_text(canvas, area, 0, 0, ROLE_TEXT, _("too small:")) + 1;
    bool fits = column + canvas_width(_("make me larger")) <= area.columns;

    canvas_text(canvas, area, fits ? 0 : 1, fits ? column : 0, ROLE_TEXT,
                _("make me larger"));
}

static void draw(struct lab *lab, struct canvas *canvas)
{
    int rows;
    int columns;

    terminal_size(&rows, &columns);
    if (rows != canvas->rows || columns != canvas->columns)
        canvas_resize(canvas, rows, columns);
    canvas_clear(canvas);
    lab->rows = rows;
    if (rows < 10 || columns < 40)
        say_too_small(canvas);
    else
        lab_shown(lab)->draw(lab, canvas);
    terminal_show(canvas);
}

/* Waits for keys, for the program, or for time: at rest, for ever. */
static void wait_for_something(struct lab *lab, bool draw_due)
{
    struct pollfd wait_for[4] = {
        {.fd = terminal_descriptor(), .events = POLLIN}};
    nfds_t count = 1;
    int descriptors[2];
    bool live = lab->session && session_is_live(lab->session);
    int timeout = live || lab->run.playing || draw_due ? PUMP_MS : -1;

    if (lab->player.step && !draw_due)
        timeout = player_patience(&lab->player);
    int search = explore_patience(lab);
    if (search >= 0 && (timeout < 0 || search < timeout))
        timeout = search;

    int exercise = exercise_patience(lab, now_ms());
    if (exercise >= 0 && (timeout < 0 || exercise < timeout))
        timeout = exercise;
    if (exercise_descriptor(lab) >= 0)
        wait_for[count++] =
            (struct pollfd){.fd = exercise_descriptor(lab), .events = POLLIN};
    int presented = present_patience(lab);
    if (presented >= 0 && (timeout < 0 || presented < timeout))
        timeout = presented;

    if (live) {
        int more = session_descriptors(lab->session, descriptors);

        for (int i = 0; i < more; i++)
            wait_for[count++] =
                (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    }
    interrupt_poll(wait_for, count, timeout);
    if (wait_for[0].revents & (POLLHUP | POLLERR))
        lab->quit = true; /* The terminal is gone. */
}

static void loop(struct lab *lab, struct canvas *canvas)
{
    bool dirty = true;
    bool answer = true; /* To a key: sooner than to the program. */
    uint64_t drawn = 0;

    while (!lab->quit) {
        uint64_t now = now_ms();

        if (dirty && now - drawn >= (answer ? ANSWER_MS : FRAME_MS)) {
            draw(lab, canvas);
            drawn = now;
            dirty = answer = false;
        }
        wait_for_something(lab, dirty);
        if (interrupt_wanted())
            return;
        if (terminal_wants_suspend()) {
            suspend(lab);
            answer = true;
        }
        /* It may have been smaller for a moment, and have lost cells. */
        if (terminal_was_resized()) {
            terminal_forget();
            answer = true;
        }
        answer |= take_keys(lab);
        dirty |= answer;
        dirty |= go_on(lab);
    }
}

int lab_run(const struct lab_options *options, struct catalogue *catalogue,
            struct progress *progress)
{
    struct terminal_options terminal = {.no_colour = options->no_colour};
    struct lab lab = {.catalogue = catalogue,
                      .progress = progress,
                      .shelf =
                          shelf_read(place_exercises(), place_solutions())};
    char why[320];

    if (!terminal_open(&terminal, why, sizeof why)) {
        fprintf(stderr, "interleave: %s\n", why);
        session_free(options->session);
        shelf_free(lab.shelf);
        return 2;
    }
    interrupt_watch();
    interrupt_hold();
    struct canvas *canvas =
        canvas_new(24, 80, options->ascii || !terminal_is_utf8());
    lab_open_first(&lab, options);
    loop(&lab, canvas);
    terminal_close();
    interrupt_release();
    lab_forget_session(&lab);
    int status = options->explored && lab.explore.verdicts
                     ? verdicts_status(lab.explore.verdicts)
                     : 0;
    explore_close(&lab);
    exercise_close(&lab);
    shelf_free(lab.shelf);
    present_close(&lab);
    page_free(lab.page.page);
    canvas_free(canvas);
    return interrupt_wanted() ? 128 + interrupt_wanted() : status;
}
