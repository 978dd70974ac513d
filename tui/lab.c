/* lab.c - the loop, and the way between screens. */
#include "tui/lab.h"

#include "must.h"
#include "tui/interrupt.h"
#include "tui/terminal.h"
#include "watch/program.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
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

/* ---- Between screens. ---- */

static const struct screen *shown(const struct lab *lab)
{
    return lab->screens[lab->screen_count - 1];
}

void lab_go(struct lab *lab, const struct screen *screen)
{
    if (lab->screen_count < SCREENS && shown(lab) != screen)
        lab->screens[lab->screen_count++] = screen;
}

static bool shows_session(const struct screen *screen)
{
    return screen == &run_screen || screen == &step_screen;
}

static void forget_session(struct lab *lab)
{
    player_fini(&lab->player);
    session_free(lab->session);
    lab->session = NULL;
}

/* Leaving a run ends its program. */
void lab_back(struct lab *lab)
{
    const struct screen *left = shown(lab);

    if (lab->screen_count == 1) {
        lab->quit = left != &menu_screen;
        return;
    }
    lab->screen_count--;
    if (shows_session(left))
        forget_session(lab);
}

void lab_notice(struct lab *lab, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(lab->notice, sizeof lab->notice, format, arguments);
    va_end(arguments);
}

const struct progress_line *lab_progress(const struct lab *lab,
                                         const struct lesson *lesson)
{
    char *key = lesson_key(lesson);
    const struct progress_line *line = progress_find(lab->progress, key);

    free(key);
    return line;
}

void lab_open(struct lab *lab, const struct lesson *lesson)
{
    lab->lesson = lesson;
    lab->page.scroll = 0;
    lab_go(lab, &page_screen);
}

void lab_read_page(struct lab *lab)
{
    lab->lesson = session_lesson(lab->session);
    if (lab->lesson)
        lab_go(lab, &page_screen);
}

bool lab_asks(const struct lab *lab)
{
    const struct progress_line *done = lab_progress(lab, lab->lesson);

    return lab->lesson->outcome_count > 0 && !(done && done->predicted);
}

void lab_start(struct lab *lab, bool steps)
{
    lab->steps = steps;
    if (lab_asks(lab)) {
        lab->question_selected = 0;
        lab_go(lab, &question_screen);
    } else {
        lab_go_on(lab);
    }
}

/* ---- Running. ---- */

static void reset_run(struct lab *lab)
{
    const struct lesson *lesson = session_lesson(lab->session);
    bool by_time = lab->run.by_time;
    bool controlled = session_control(lab->session) != NULL;

    lab->run = (struct run_state){.focus = controlled ? PANE_TASKS
                                           : lesson   ? lesson->panes[0]
                                                      : PANE_SOURCE,
                                  .by_time = by_time && !controlled};
    lab->run.scroll[PANE_SOURCE] = INT_MAX;
    lab->run.scroll[PANE_OUTPUT] = INT_MAX;
    lab->step = (struct step_state){0};
}

/* A session has one screen. The one before, and what was opened from it, is
   left. */
static void show_session(struct lab *lab, struct session *session)
{
    size_t under = 0;

    forget_session(lab);
    lab->session = session;
    bool controlled = session_control(session) != NULL;
    if (controlled)
        player_init(&lab->player, session);
    reset_run(lab);
    while (under < lab->screen_count && !shows_session(lab->screens[under]))
        under++;
    if (under == SCREENS)
        under--;
    lab->screens[under] = controlled ? &step_screen : &run_screen;
    lab->screen_count = under + 1;
}

static struct session *start_lesson(struct lab *lab, bool controlled)
{
    char found[PATH_MAX];
    char why[160];
    char *arguments[] = {lab->lesson->program, NULL};
    char *program =
        must_print("%s%s", lab->lesson->program, controlled ? ".step" : "");
    struct session_options options = {.lesson = lab->lesson,
                                      .program = found,
                                      .arguments = arguments,
                                      .input = -1,
                                      .pace_us =
                                          controlled ? 0 : lab->lesson->pace_us,
                                      .controlled = controlled,
                                      .rows = 24,
                                      .columns = 80};
    struct session *session = NULL;

    if (!program_find(program, found, sizeof found, why, sizeof why)) {
        lab_notice(lab, "%s; run make first", why);
    } else {
        session = session_watch(&options, why, sizeof why);
        if (!session)
            lab_notice(lab, "%s", why);
    }
    free(program);
    return session;
}

static void note_run(struct lab *lab)
{
    char *key = lesson_key(lab->lesson);

    progress_of(lab->progress, key)->runs++;
    free(key);
    progress_write(lab->progress);
}

static void open_lesson(struct lab *lab, bool controlled)
{
    struct session *session = start_lesson(lab, controlled);

    if (!session)
        return;
    note_run(lab);
    show_session(lab, session);
}

void lab_run_program(struct lab *lab)
{
    char why[160];

    if (shown(lab) == &run_screen && session_lesson(lab->session))
        lab->lesson = session_lesson(lab->session);
    if (shown(lab) != &run_screen || session_lesson(lab->session)) {
        open_lesson(lab, false);
        return;
    }
    struct session *session = session_run_again(lab->session, why, sizeof why);
    if (session)
        show_session(lab, session);
    else
        lab_notice(lab, "%s", why);
}

void lab_step(struct lab *lab)
{
    if (session_lesson(lab->session)) {
        lab->lesson = session_lesson(lab->session);
        open_lesson(lab, true);
    } else {
        lab_notice(lab, "this is no lesson: interleave step steps any program");
    }
}

void lab_follow(struct lab *lab, const char *path)
{
    char why[SENTENCE];
    struct schedule *schedule = schedule_read(path, why, sizeof why);

    if (!schedule) {
        lab_notice(lab, "%s", why);
        return;
    }
    lab_notice(lab, "%s: f goes through it, Space plays it",
               *schedule->name ? schedule->name : path);
    player_follow(&lab->player, schedule, true);
}

void lab_go_on(struct lab *lab)
{
    if (lab->steps)
        open_lesson(lab, true);
    else
        lab_run_program(lab);
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

static void act(struct lab *lab, enum command command)
{
    switch (command) {
    case COMMAND_NONE:
        break;
    case COMMAND_QUIT:
        lab->quit = true;
        break;
    case COMMAND_HELP:
        lab->help_scroll = 0;
        if (shown(lab) == &help_screen)
            lab_back(lab);
        else
            lab_go(lab, &help_screen);
        break;
    case COMMAND_MOUSE:
        lab->mouse = !lab->mouse;
        terminal_mouse(lab->mouse);
        lab_notice(lab, lab->mouse ? "the mouse works; m gives it back"
                                   : "the mouse is the terminal's again");
        break;
    case COMMAND_REDRAW:
        terminal_forget();
        break;
    default:
        shown(lab)->act(lab, command);
        break;
    }
}

/* Keys typed ahead are for the place that a task is about to come to. */
static bool takes_keys(const struct lab *lab)
{
    return shown(lab) != &step_screen || player_takes_keys(&lab->player);
}

static bool take_keys(struct lab *lab)
{
    int row = 0;
    int column = 0;
    int key;
    bool any = false;

    while (!lab->quit && takes_keys(lab) &&
           (key = terminal_key(&row, &column)) != 0) {
        const struct screen *screen = shown(lab);

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
    if (lab->player.step)
        return player_advance(&lab->player, now_ms());
    bool news = lab->session && session_pump(lab->session);
    return play(lab) || news;
}

static void say_too_small(struct canvas *canvas)
{
    struct box area = canvas_box(canvas);
    int column = canvas_text(canvas, area, 0, 0, ROLE_TEXT, "too small:") + 1;
    bool fits = column + canvas_width("make me larger") <= area.columns;

    canvas_text(canvas, area, fits ? 0 : 1, fits ? column : 0, ROLE_TEXT,
                "make me larger");
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
        shown(lab)->draw(lab, canvas);
    terminal_show(canvas);
}

/* Waits for keys, for the program, or for time: at rest, for ever. */
static void wait_for_something(struct lab *lab, bool draw_due)
{
    struct pollfd wait_for[3] = {
        {.fd = terminal_descriptor(), .events = POLLIN}};
    nfds_t count = 1;
    int descriptors[2];
    bool live = lab->session && session_is_live(lab->session);
    int timeout = live || lab->run.playing || draw_due ? PUMP_MS : -1;

    if (lab->player.step && !draw_due)
        timeout = player_patience(&lab->player);

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

static void open_first(struct lab *lab, const struct lab_options *options)
{
    lab->screens[lab->screen_count++] = &menu_screen;
    if (options->session) {
        lab->screen_count = 0; /* Leaving the run leaves the lab. */
        show_session(lab, options->session);
        if (options->schedule)
            player_follow(&lab->player, options->schedule, false);
    } else if (options->lesson) {
        for (size_t i = 0; i < lab->catalogue->count; i++) {
            if (&lab->catalogue->lessons[i] == options->lesson)
                lab->menu.selected = i;
        }
        lab_open(lab, options->lesson);
    }
}

int lab_run(const struct lab_options *options, struct catalogue *catalogue,
            struct progress *progress)
{
    struct terminal_options terminal = {.no_colour = options->no_colour};
    struct lab lab = {.catalogue = catalogue, .progress = progress};
    char why[160];

    if (!terminal_open(&terminal, why, sizeof why)) {
        fprintf(stderr, "interleave: %s\n", why);
        session_free(options->session);
        return 2;
    }
    interrupt_watch();
    interrupt_hold();
    struct canvas *canvas =
        canvas_new(24, 80, options->ascii || !terminal_is_utf8());
    open_first(&lab, options);
    loop(&lab, canvas);
    terminal_close();
    interrupt_release();
    forget_session(&lab);
    page_free(lab.page.page);
    canvas_free(canvas);
    return interrupt_wanted() ? 128 + interrupt_wanted() : 0;
}
