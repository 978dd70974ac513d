/* terminal.c - canvases on a curses screen.

   Only cells that changed since the last frame are handed to curses. A crash
   of the lab restores the terminal with what was prepared at the start:
   endwin() may not be called from a signal handler, write() and tcsetattr()
   may. */
#include "tui/drawing/terminal.h"

#include "must.h"
#include "tui/command.h"
#include "tui/drawing/style.h"
#include "words.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#undef columns /* term.h makes macros of such names. */
#undef lines

static struct {
    SCREEN *screen;
    bool colour;
    struct cell *shown; /* The last frame; NULL: all is to be shown. */
    int rows;
    int columns;

    struct termios before; /* For a crash. */
    char restore[256];
    size_t restore_length;
} terminal;

static volatile sig_atomic_t resized;
static volatile sig_atomic_t suspend_wanted;

/* ---- Roles. ---- */

static attr_t attributes(unsigned marks)
{
    return (marks & STYLE_BOLD ? A_BOLD : A_NORMAL) |
           (marks & STYLE_DIM ? A_DIM : A_NORMAL) |
           (marks & STYLE_UNDERLINE ? A_UNDERLINE : A_NORMAL) |
           (marks & STYLE_REVERSE ? A_REVERSE : A_NORMAL);
}

static void make_colours(bool wanted)
{
    terminal.colour = wanted && has_colors() && start_color() == OK &&
                      use_default_colors() == OK;
    for (int role = 0; terminal.colour && role < ROLE_COUNT; role++)
        init_pair((short)(role + 1),
                  COLORS >= 256 ? styles[role].many : styles[role].few, -1);
}

static attr_t attributes_of(enum role role)
{
    return attributes(terminal.colour ? styles[role].coloured
                                      : styles[role].plain);
}

static short pair_of(enum role role)
{
    return (short)(terminal.colour ? role + 1 : 0);
}

/* ---- Signals. ---- */

static void note_resize(int number)
{
    (void)number;
    resized = 1;
}

static void note_suspend(int number)
{
    (void)number;
    suspend_wanted = 1;
}

/* Gives the terminal back and lets the signal do what it does. */
static void on_crash(int number)
{
    ssize_t ignored =
        write(STDOUT_FILENO, terminal.restore, terminal.restore_length);

    (void)ignored;
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal.before);
    raise(number); /* SA_RESETHAND: the default action, on return. */
}

static void add_restore(const char *sequence)
{
    if (sequence == NULL || sequence == (char *)-1)
        return;
    /* Without padding, "$<5>", which terminals no longer need. */
    for (; *sequence && terminal.restore_length < sizeof terminal.restore - 1;
         sequence++) {
        if (strncmp(sequence, "$<", 2) == 0)
            sequence = strchr(sequence, '>') ? strchr(sequence, '>') : sequence;
        else
            terminal.restore[terminal.restore_length++] = *sequence;
    }
}

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static bool has_capability(const char *name)
{
    const char *sequence = tigetstr(name);

    return sequence && sequence != (char *)-1;
}

/* Where the terminal says how its mouse is turned on and off, that; else what
   most understand. */
static const char *mouse_off(void)
{
    if (!has_capability("kmous"))
        return NULL;
    return has_capability("XM") ? tiparm(tigetstr("XM"), 0) : "\033[?1000l";
}

static void guard(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    static char stack[65536];
    const stack_t aside = {.ss_sp = stack, .ss_size = sizeof stack};

    add_restore(mouse_off());
    add_restore(tigetstr("sgr0"));
    add_restore(tigetstr("cnorm"));
    add_restore(tigetstr("rmkx"));
    add_restore(tigetstr("rmcup"));
    sigaltstack(&aside, NULL);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        handle(fatal[i], on_crash, (int)SA_RESETHAND | SA_ONSTACK);
    handle(SIGWINCH, note_resize, 0);
    handle(SIGTSTP, note_suspend, 0);
}

/* ---- Opening and closing. ---- */

bool terminal_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Asked before newterm(), which ends the program where it knows no terminal. */
bool terminal_can_show(const char *type, int *colours, char *why,
                       size_t why_size)
{
    int error;

    if (!type || !*type || setupterm(type, STDOUT_FILENO, &error) != OK) {
        snprintf(why, why_size,
                 _("the terminal type '%s' is not known here; try "
                   "TERM=xterm-256color, or --plain"),
                 type ? type : "");
        return false;
    }
    bool can = has_capability("cup") && has_capability("clear");
    *colours = tigetnum("colors");
    del_curterm(cur_term); /* newterm() makes one of its own. */
    if (!can)
        snprintf(
            why, why_size,
            _("the terminal type '%s' cannot move its cursor; use --plain"),
            type);
    return can;
}

/* Terminals that do not heed keypad() send these instead of what terminfo
   says: ECMA-48's own sequences for cursor keys. */
static void name_plain_keys(void)
{
    define_key("\033[A", KEY_UP);
    define_key("\033[B", KEY_DOWN);
    define_key("\033[C", KEY_RIGHT);
    define_key("\033[D", KEY_LEFT);
    define_key("\033[H", KEY_HOME);
    define_key("\033[F", KEY_END);
}

bool terminal_open(const struct terminal_options *options, char *why,
                   size_t why_size)
{
    const char *type = getenv("TERM");
    const char *none = getenv("NO_COLOR");
    int colours;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        snprintf(why, why_size,
                 _("no terminal here; try interleave list, or "
                   "interleave run LESSON --plain"));
        return false;
    }
    tcgetattr(STDIN_FILENO, &terminal.before);
    if (!terminal_can_show(type, &colours, why, why_size))
        return false;
    set_escdelay(25);
    terminal.screen = newterm(NULL, stdout, stdin);
    if (!terminal.screen) {
        snprintf(why, why_size, _("the terminal type '%s' cannot be used"),
                 type);
        return false;
    }
    cbreak();
    noecho();
    nonl(); /* Enter stays a return. */
    keypad(stdscr, TRUE);
    name_plain_keys();
    nodelay(stdscr, TRUE);
    curs_set(0);
    make_colours(!options->no_colour && !(none && *none));
    guard();
    terminal_size(&terminal.rows, &terminal.columns);
    return true;
}

void terminal_close(void)
{
    if (!terminal.screen)
        return;
    terminal_mouse(false);
    endwin();
    delscreen(terminal.screen);
    free(terminal.shown);
    terminal.screen = NULL;
    terminal.shown = NULL;
}

/* ---- Showing. ---- */

void terminal_size(int *rows, int *columns)
{
    struct winsize size;

    *rows = LINES;
    *columns = COLS;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
        size.ws_col > 0) {
        *rows = size.ws_row;
        *columns = size.ws_col;
    }
    if (*rows != LINES || *columns != COLS)
        resizeterm(*rows, *columns);
}

void terminal_forget(void)
{
    free(terminal.shown);
    terminal.shown = NULL;
    clearok(stdscr, TRUE);
}

static bool same(const struct cell *a, const struct cell *b)
{
    return a->glyph == b->glyph && a->role == b->role;
}

/* Writes cells that follow each other and look alike in one go. */
static int write_run(const struct cell *cells, int row, int from, int columns)
{
    wchar_t text[256];
    int length = 0;
    enum role role = cells[from].role;

    while (from + length < columns && length < 255 &&
           cells[from + length].role == role) {
        text[length] = (wchar_t)cells[from + length].glyph;
        length++;
    }
    attr_set(attributes_of(role), pair_of(role), NULL);
    mvaddnwstr(row, from, text, length);
    return from + length;
}

static void show_row(const struct canvas *canvas, int row)
{
    const struct cell *cells =
        &canvas->cells[(size_t)row * (size_t)canvas->columns];
    const struct cell *before =
        terminal.shown ? &terminal.shown[(size_t)row * (size_t)canvas->columns]
                       : NULL;
    int column = 0;

    while (column < canvas->columns) {
        if (before && same(&cells[column], &before[column]))
            column++;
        else
            column = write_run(cells, row, column, canvas->columns);
    }
}

void terminal_show(const struct canvas *canvas)
{
    size_t count = (size_t)canvas->rows * (size_t)canvas->columns;

    if (terminal.rows != canvas->rows || terminal.columns != canvas->columns)
        terminal_forget();
    terminal.rows = canvas->rows;
    terminal.columns = canvas->columns;
    for (int row = 0; row < canvas->rows; row++)
        show_row(canvas, row);
    if (!terminal.shown)
        terminal.shown = must_allocate(count, sizeof *terminal.shown);
    memcpy(terminal.shown, canvas->cells, count * sizeof *terminal.shown);
    refresh();
}

/* ---- Keys. ---- */

static int from_curses(wint_t key)
{
    static const struct {
        wint_t curses;
        int ours;
    } keys[] = {
        {KEY_UP, KEY_ARROW_UP},     {KEY_DOWN, KEY_ARROW_DOWN},
        {KEY_LEFT, KEY_ARROW_LEFT}, {KEY_RIGHT, KEY_ARROW_RIGHT},
        {KEY_PPAGE, KEY_PAGE_UP},   {KEY_NPAGE, KEY_PAGE_DOWN},
        {KEY_HOME, KEY_TO_START},   {KEY_END, KEY_TO_END},
        {KEY_BTAB, KEY_SHIFT_TAB},  {KEY_ENTER, KEY_RETURN},
        {KEY_BACKSPACE, KEY_ERASE}, {KEY_F(1), KEY_FUNCTION_1},
        {KEY_F(8), KEY_FUNCTION_8}, {KEY_F(10), KEY_FUNCTION_10},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].curses == key)
            return keys[i].ours;
    }
    return KEY_NONE;
}

static int from_mouse(int *row, int *column)
{
    MEVENT event;

    if (getmouse(&event) != OK)
        return KEY_NONE;
    *row = event.y;
    *column = event.x;
    if (event.bstate & BUTTON4_PRESSED)
        return KEY_ARROW_UP;
    if (event.bstate & BUTTON5_PRESSED)
        return KEY_ARROW_DOWN;
    return event.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED) ? KEY_CLICK
                                                              : KEY_NONE;
}

/* After an escape: drops the rest of a key's sequence that terminfo does not
   know, so that it is not taken for Esc and some letters. False: it was Esc. */
static bool drop_unknown_sequence(void)
{
    wint_t key;

    if (get_wch(&key) == ERR)
        return false;
    if (key != '[' && key != 'O') {
        unget_wch((wchar_t)key);
        return false;
    }
    while (get_wch(&key) == OK && (key < 0x40 || key > 0x7e || key == '['))
        continue;
    return true;
}

int terminal_key(int *row, int *column)
{
    wint_t key;

    for (;;) {
        int kind = get_wch(&key);
        int ours;

        if (kind == ERR)
            return 0;
        if (kind != KEY_CODE_YES && key == KEY_ESCAPE &&
            drop_unknown_sequence())
            continue;
        if (kind != KEY_CODE_YES)
            return key == '\n'   ? KEY_RETURN
                   : key == '\b' ? KEY_ERASE
                                 : (int)key;
        ours = key == KEY_MOUSE ? from_mouse(row, column) : from_curses(key);
        if (ours != KEY_NONE)
            return ours;
    }
}

int terminal_descriptor(void)
{
    return STDIN_FILENO;
}

void terminal_mouse(bool on)
{
    mousemask(on ? BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED |
                       BUTTON5_PRESSED
                 : 0,
              NULL);
    mouseinterval(0);
}

/* ---- Suspending. ---- */

void terminal_suspend(void)
{
    sigset_t stop;

    endwin();
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    handle(SIGTSTP, SIG_DFL, 0);
    kill(0, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL); /* Here it stops, and goes on. */
    sigprocmask(SIG_BLOCK, &stop, NULL);
    handle(SIGTSTP, note_suspend, 0);
    suspend_wanted = 0;
    terminal_forget();
    resized = 1; /* Perhaps while it was stopped. */
    refresh();
}

bool terminal_lend(const char *command)
{
    int status = -1;
    sigset_t none;

    endwin();
    sigemptyset(&none);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGTSTP, SIG_DFL);
        signal(SIGPIPE, SIG_DFL);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    terminal_forget();
    resized = 1; /* Perhaps meanwhile. */
    refresh();
    return status == 0;
}

bool terminal_was_resized(void)
{
    bool was = resized;

    resized = 0;
    return was;
}

bool terminal_wants_suspend(void)
{
    bool wants = suspend_wanted;

    suspend_wanted = 0;
    return wants;
}
