/* launch.c - what a program is given before it starts. */
#include "watch/launch.h"

#include "must.h"
#include "trace/area.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

/* The environment with the runtime and the area put in. */
static char **environment_for(const char *runtime, const char *area)
{
    const char *theirs = getenv("LD_PRELOAD");
    size_t count = 0;

    while (environ[count])
        count++;
    char **made = must_allocate(count + 3, sizeof *made);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(environ[i], "LD_PRELOAD=", 11) != 0 &&
            strncmp(environ[i], AREA_VARIABLE "=", sizeof AREA_VARIABLE) != 0)
            made[used++] = must_copy(environ[i]);
    }
    made[used++] = theirs && *theirs
                       ? must_print("LD_PRELOAD=%s:%s", runtime, theirs)
                       : must_print("LD_PRELOAD=%s", runtime);
    made[used++] = must_print(AREA_VARIABLE "=%s", area);
    return made;
}

static void free_list(char **list)
{
    for (char **entry = list; *entry; entry++)
        free(*entry);
    free(list);
}

/* A terminal that leaves bytes as they are. Returns the program's side. */
static int open_terminal(int *lab_side, unsigned rows, unsigned columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    struct termios plain;
    int program_side;

    if (openpty(lab_side, &program_side, NULL, NULL, &size) != 0)
        return -1;
    tcgetattr(program_side, &plain);
    plain.c_oflag &= (tcflag_t)~OPOST;
    plain.c_lflag &= (tcflag_t) ~(ECHO | ECHONL);
    tcsetattr(program_side, TCSANOW, &plain);
    fcntl(*lab_side, F_SETFL, O_NONBLOCK);
    fcntl(*lab_side, F_SETFD, FD_CLOEXEC);
    fcntl(program_side, F_SETFD, FD_CLOEXEC);
    return program_side;
}

bool launch(struct keeper *keeper, const struct watch_options *options,
            int area_descriptor, int *terminal, char *why, size_t why_size)
{
    char area[PATH_MAX];
    int program_side = open_terminal(terminal, options->rows, options->columns);

    if (program_side < 0) {
        snprintf(why, why_size, _("no terminal for the program: %s"),
                 strerror(errno));
        return false;
    }
    area_name(area_descriptor, area, sizeof area);
    char **environment = environment_for(options->runtime, area);
    struct keeper_order order = {.path = options->path,
                                 .arguments = options->arguments,
                                 .environment = environment,
                                 .input = options->input,
                                 .terminal = program_side,
                                 .fixed_addresses =
                                     options->controlled || options->explore};
    int error = keeper_start(keeper, &order);
    free_list(environment);
    close(program_side);
    if (error)
        snprintf(why, why_size, _("cannot start a process: %s"),
                 strerror(error));
    return error == 0;
}
