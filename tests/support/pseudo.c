/* pseudo.c - starting a program in a terminal, typing, and waiting. */
#include "tests/support/pseudo.h"

#include "must.h"
#include "tests/support/environment.h"
#include "tests/support/process.h"
#include "tests/support/pseudo_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

enum { DEADLINE_MS = 20000 };

static long deadline_ms(void)
{
    const char *wanted = getenv("TEST_WAIT_MS");

    return wanted ? atol(wanted) : DEADLINE_MS;
}

static struct pseudo *all; /* Those not freed yet. */

/* ---- What the emulator says. ---- */

static int on_property(VTermProp property, VTermValue *value, void *context)
{
    struct pseudo *p = context;

    if (property == VTERM_PROP_ALTSCREEN)
        p->alternate = value->boolean;
    if (property == VTERM_PROP_CURSORVISIBLE)
        p->cursor = value->boolean;
    if (property == VTERM_PROP_MOUSE)
        p->mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

static void on_output(const char *bytes, size_t length, void *context)
{
    struct pseudo *p = context;

    if (p->gathers) {
        MUST(p->gathered_length + length <= sizeof p->gathered);
        memcpy(p->gathered + p->gathered_length, bytes, length);
        p->gathered_length += length;
        return;
    }
    while (p->master >= 0 && length > 0) {
        ssize_t written = write(p->master, bytes, length);

        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
}

static void make_emulator(struct pseudo *p, int rows, int columns)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

    p->vterm = vterm_new(rows, columns);
    vterm_set_utf8(p->vterm, 1);
    vterm_output_set_callback(p->vterm, on_output, p);
    p->screen = vterm_obtain_screen(p->vterm);
    vterm_screen_enable_altscreen(p->screen, 1);
    vterm_screen_set_callbacks(p->screen, &callbacks, p);
    vterm_screen_reset(p->screen, 1);
    p->cursor = true;
}

/* ---- Starting. ---- */

static _Noreturn void become(const char *const *command,
                             const struct environment *environment)
{
    char *arguments[32] = {NULL};
    size_t count = 0;

    for (; command[count] && count < 31; count++)
        arguments[count] = must_copy(command[count]);
    execve(arguments[0], arguments, environment->lines);
    dprintf(STDERR_FILENO, "cannot start %s: %s\n", arguments[0],
            strerror(errno));
    _exit(127);
}

/* Of somebody who has seen the welcome, and nothing else. */
static char *fresh_state(void)
{
    char *state = process_make_folder();
    char *folder = must_print("%s/interleave", state);
    char *file = must_print("%s/progress", folder);

    MUST(mkdir(folder, 0700) == 0);
    FILE *progress = fopen(file, "w");
    MUST(progress && fputs("welcomed\n", progress) >= 0);
    MUST(fclose(progress) == 0);
    free(file);
    free(folder);
    return state;
}

struct pseudo *pseudo_start(const struct pseudo_options *options)
{
    struct pseudo *p = must_allocate(1, sizeof *p);
    struct winsize size = {
        .ws_row = (unsigned short)(options->rows ? options->rows : 24),
        .ws_col = (unsigned short)(options->columns ? options->columns : 80)};
    struct environment environment;

    p->own_state = !options->state;
    p->state = options->state ? must_copy(options->state) : fresh_state();
    process_mark(p->mark, sizeof p->mark);
    make_emulator(p, size.ws_row, size.ws_col);
    environment_init(&environment, p->state,
                     options->term ? options->term : "xterm-256color", p->mark,
                     options->environment);
    p->pid = forkpty(&p->master, NULL, NULL, &size);
    MUST(p->pid >= 0);
    if (p->pid == 0)
        become(options->command, &environment);
    fcntl(p->master, F_SETFD, FD_CLOEXEC);
    fcntl(p->master, F_SETFL, O_NONBLOCK);
    environment_fini(&environment);
    p->next = all;
    all = p;
    return p;
}

void pseudo_free(struct pseudo *p)
{
    struct pseudo **link = &all;

    while (*link && *link != p)
        link = &(*link)->next;
    if (*link)
        *link = p->next;
    pseudo_hang_up(p);
    if (!p->ended)
        kill(p->pid, SIGKILL);
    process_end_all(p->mark);
    if (!p->ended)
        waitpid(p->pid, NULL, 0);
    if (p->own_state)
        process_remove_folder(p->state);
    vterm_free(p->vterm);
    free(p->state);
    free(p->text);
    free(p);
}

int pseudo_forget_all(void **state)
{
    (void)state;
    while (all)
        pseudo_free(all);
    return 0;
}

/* ---- Doing. ---- */

void pseudo_type(struct pseudo *p, const char *bytes)
{
    on_output(bytes, strlen(bytes), p);
}

void pseudo_press(struct pseudo *p, VTermKey key)
{
    vterm_keyboard_key(p->vterm, key, VTERM_MOD_NONE);
}

void pseudo_click(struct pseudo *p, int row, int column)
{
    /* In one go: curses takes a press and a release that come apart, with the
       next click behind, for something else. */
    p->gathers = true;
    p->gathered_length = 0;
    vterm_mouse_move(p->vterm, row, column, VTERM_MOD_NONE);
    vterm_mouse_button(p->vterm, 1, true, VTERM_MOD_NONE);
    vterm_mouse_button(p->vterm, 1, false, VTERM_MOD_NONE);
    p->gathers = false;
    on_output(p->gathered, p->gathered_length, p);
}

void pseudo_wheel(struct pseudo *p, int row, int column, bool up)
{
    vterm_mouse_move(p->vterm, row, column, VTERM_MOD_NONE);
    vterm_mouse_button(p->vterm, up ? 4 : 5, true, VTERM_MOD_NONE);
}

void pseudo_resize(struct pseudo *p, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};

    vterm_set_size(p->vterm, rows, columns);
    ioctl(p->master, TIOCSWINSZ, &size);
}

void pseudo_signal(struct pseudo *p, int number)
{
    kill(p->pid, number);
}

void pseudo_scribble(struct pseudo *p, const char *bytes)
{
    vterm_input_write(p->vterm, bytes, strlen(bytes));
}

void pseudo_hang_up(struct pseudo *p)
{
    if (p->master >= 0)
        close(p->master);
    p->master = -1;
}

/* ---- Taking in. ---- */

static void feed(struct pseudo *p, const char *bytes)
{
    vterm_input_write(p->vterm, bytes, strlen(bytes));
}

/* Sets each of several modes: CSI ? 1006 ; 1000 h. */
static void feed_modes(struct pseudo *p, char *sequence, char final)
{
    char *rest = sequence + strlen("\033[?");
    char *mode;

    rest[strlen(rest) - 1] = '\0';
    while ((mode = strsep(&rest, ";"))) {
        char one[32];

        snprintf(one, sizeof one, "\033[?%s%c", mode, final);
        feed(p, one);
    }
}

/* A whole escape sequence. Three things that real terminals know and this
   emulator does not: to repeat the last character (CSI n b), several modes at
   once, and the Linux console's OSC R, which has no end. */
static void feed_sequence(struct pseudo *p)
{
    char *held = p->held;
    char final = held[p->held_length - 1];

    if (strncmp(held, "\033[?", 3) == 0 && strchr("hl", final)) {
        feed_modes(p, held, final);
    } else if (strncmp(held, "\033[", 2) == 0 && final == 'b') {
        for (int times = atoi(held + 2); times > 0; times--)
            vterm_input_write(p->vterm, &p->last, 1);
    } else if (strcmp(held, "\033]R") != 0) {
        vterm_input_write(p->vterm, held, p->held_length);
    }
    p->held_length = 0;
}

static void feed_byte(struct pseudo *p, char byte)
{
    char *held = p->held;

    if (p->held_length == 0 && byte != 0x1b) {
        p->last = byte;
        vterm_input_write(p->vterm, &byte, 1);
        return;
    }
    held[p->held_length++] = byte;
    held[p->held_length] = '\0';
    bool is_csi = p->held_length > 1 && held[1] == '[';
    bool is_osc = p->held_length > 1 && held[1] == ']';
    bool whole = is_csi   ? p->held_length > 2 && byte >= 0x40 && byte < 0x7f
                 : is_osc ? p->held_length > 2
                          : p->held_length > 1;
    if (whole || p->held_length == sizeof p->held - 1)
        feed_sequence(p);
}

/* Reads what there is, waiting so long for the first of it. False: there was
   nothing. */
static bool pump(struct pseudo *p, int ms)
{
    struct pollfd wait_for = {.fd = p->master, .events = POLLIN};
    char bytes[65536];
    ssize_t got = 1;

    if (p->master < 0 || poll(&wait_for, 1, ms) <= 0)
        return false;
    for (int reads = 0; reads < 16 && got > 0; reads++) {
        got = read(p->master, bytes, sizeof bytes);
        for (ssize_t i = 0; i < got; i++)
            feed_byte(p, bytes[i]);
    }
    /* Everybody has closed the other side: readable for ever. */
    if (got < 0 && errno == EIO)
        poll(NULL, 0, ms < 5 ? ms : 5);
    return got > 0 || errno == EAGAIN;
}

static void note_end(struct pseudo *p)
{
    if (!p->ended && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
        p->ended = true;
}

/* Fails the test, and shows what was to be seen instead. */
__attribute__((format(printf, 4, 5))) static void
give_up(struct pseudo *p, const char *file, int line, const char *format, ...)
{
    va_list arguments;
    char text[256];

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    note_end(p);
    /* cmocka's own messages are cut at a kilobyte. */
    fprintf(stderr, "%s; the command %s; the screen:\n%s\n", text,
            p->ended ? "has ended" : "runs", pseudo_screen(p));
    _fail(file, line);
}

/* ---- Waiting. ---- */

void pseudo_expect_that_(struct pseudo *p, pseudo_condition *condition,
                         const void *context, const char *name,
                         const char *file, int line)
{
    long until = process_now_ms() + deadline_ms();

    pump(p, 0);
    while (!condition(p, context)) {
        if (process_now_ms() > until)
            give_up(p, file, line, "never true: %s", name);
        pump(p, 20);
    }
}

struct expected {
    const char *text;
    bool there;
    int row;
};

static bool is_as_expected(struct pseudo *p, const void *context)
{
    const struct expected *expected = context;

    return pseudo_holds(p, expected->text) == expected->there;
}

void pseudo_expect_(struct pseudo *p, const char *text, bool there,
                    const char *file, int line)
{
    struct expected expected = {text, there, 0};
    char name[256];

    snprintf(name, sizeof name, "\"%s\" is %s", text, there ? "there" : "gone");
    pseudo_expect_that_(p, is_as_expected, &expected, name, file, line);
}

static bool row_is_as_expected(struct pseudo *p, const void *context)
{
    const struct expected *expected = context;

    return strstr(pseudo_row(p, expected->row), expected->text) != NULL;
}

void pseudo_expect_row_(struct pseudo *p, int row, const char *text,
                        const char *file, int line)
{
    struct expected expected = {text, true, row};
    char name[256];

    snprintf(name, sizeof name, "row %d holds \"%s\"", row, text);
    pseudo_expect_that_(p, row_is_as_expected, &expected, name, file, line);
}

static bool is_screen(struct pseudo *p, const void *screen)
{
    return strcmp(pseudo_screen(p), screen) == 0;
}

void pseudo_expect_screen_(struct pseudo *p, const char *screen,
                           const char *name, const char *file, int line)
{
    char what[256];

    snprintf(what, sizeof what, "the screen is %s", name);
    pseudo_expect_that_(p, is_screen, screen, what, file, line);
}

void pseudo_watch(struct pseudo *p, int ms)
{
    long until = process_now_ms() + ms;

    while (process_now_ms() < until)
        pump(p, 10);
}

void pseudo_settle(struct pseudo *p)
{
    for (int reads = 0; reads < 50 && pump(p, 40); reads++)
        continue;
}

static bool has_ended(struct pseudo *p, const void *context)
{
    (void)context;
    note_end(p);
    return p->ended;
}

int pseudo_status_(struct pseudo *p, const char *file, int line)
{
    pseudo_expect_that_(p, has_ended, NULL, "the command has ended", file,
                        line);
    pump(p, 0); /* Its last words. */
    return WIFEXITED(p->status) ? WEXITSTATUS(p->status) : -WTERMSIG(p->status);
}

static bool so_many_are_left(struct pseudo *p, const void *context)
{
    note_end(p); /* A zombie is not left, but its slot would be. */
    return pseudo_processes(p, NULL, NULL, 0) == *(const int *)context;
}

void pseudo_expect_left_(struct pseudo *p, int count, const char *file,
                         int line)
{
    char name[64];

    snprintf(name, sizeof name, "%d processes are left", count);
    pseudo_expect_that_(p, so_many_are_left, &count, name, file, line);
}

pid_t pseudo_pid(const struct pseudo *p)
{
    return p->pid;
}

int pseudo_processes(const struct pseudo *p, const char *name, pid_t *processes,
                     int room)
{
    return process_find(p->mark, name, processes, room);
}
