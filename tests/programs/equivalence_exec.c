/* equivalence_exec.c - becoming another program, and starting one. */
#include "case.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>

extern char **environ;

static int status;
static char *volatile no_path;
static char *const say_seven[] = {"sh", "-c", "exit 7", NULL};
static char *const say_given[] = {"sh", "-c", "exit $GIVEN", NULL};
static char *const given[] = {"GIVEN=9", NULL};

static void by_execv(void)
{
    execv("/bin/sh", say_seven);
}

static void by_execve(void)
{
    execve("/bin/sh", say_given, given);
}

static void by_execvp(void)
{
    execvp("sh", say_seven);
}

static void by_execvpe(void)
{
    execvpe("sh", say_given, given);
}

static void by_execl(void)
{
    execl("/bin/sh", "sh", "-c", "exit $#", "0", "1", "2", "3", (char *)NULL);
}

static void by_execlp(void)
{
    execlp("sh", "sh", "-c", "exit 8", (char *)NULL);
}

static void by_execle(void)
{
    execle("/bin/sh", "sh", "-c", "exit $GIVEN", (char *)NULL, given);
}

static void by_fexecve(void)
{
    fexecve(open("/bin/sh", O_RDONLY), say_given, given);
}

static void without_surroundings(void)
{
    execve("/bin/sh", say_seven, NULL);
}

static void each_way(void)
{
    STATUS(in_child(by_execv));
    STATUS(in_child(by_execve));
    STATUS(in_child(by_execvp));
    STATUS(in_child(by_execvpe));
    STATUS(in_child(by_execl));
    STATUS(in_child(by_execlp));
    STATUS(in_child(by_execle));
    STATUS(in_child(by_fexecve));
    STATUS(in_child(without_surroundings));
}

static void refused(void)
{
    POSIX(execv("/no/such/program", say_seven));
    POSIX(execve("/etc", say_seven, given));
    POSIX(execve("/etc/passwd", say_seven, given));
    POSIX(execvp("no-such-program", say_seven));
    POSIX(execvp("", say_seven));
    POSIX(execvpe("no/such/program", say_seven, given));
    POSIX(execl("/no/such", "such", (char *)NULL));
    POSIX(execlp("no-such-program", "such", (char *)NULL));
    POSIX(execle("/no/such", "such", (char *)NULL, given));
    POSIX(fexecve(-1, say_seven, given));
    POSIX(fexecve(0, say_seven, given));
    POSIX(execve(no_path, say_seven, given));
}

static char script[] = "/tmp/equivalence-exec-XXXXXX";

static void run_script(void)
{
    execlp(script, script, "4", (char *)NULL);
}

static void run_script_exactly(void)
{
    errno = 0;
    execl(script, script, "4", (char *)NULL);
    _exit(errno == ENOEXEC ? 40 : 41);
}

/* A file without a first line that says what it is: execlp asks a shell. */
static void a_script(void)
{
    int file = mkstemp(script);

    NEED(file >= 0 && write(file, "exit $1\n", 8) == 8);
    fchmod(file, 0700);
    close(file);
    STATUS(in_child(run_script));
    STATUS(in_child(run_script_exactly));
    unlink(script);
}

static void look_at_path(void)
{
    setenv("PATH", "/nowhere:/bin", 1);
    execlp("sh", "sh", "-c", "exit 3", (char *)NULL);
}

static void look_at_no_path(void)
{
    setenv("PATH", "/nowhere", 1);
    execlp("sh", "sh", "-c", "exit 3", (char *)NULL);
    _exit(errno == ENOENT ? 50 : 51);
}

static void finds_by_path(void)
{
    STATUS(in_child(look_at_path));
    STATUS(in_child(look_at_no_path));
}

static void after_vfork(void)
{
    pid_t child = vfork();

    if (child == 0) {
        execv("/bin/sh", say_seven);
        _exit(1);
    }
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
    child = vfork();
    if (child == 0) {
        execv("/no/such/program", say_seven);
        _exit(60);
    }
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static void wait_for(pid_t child)
{
    NEED(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static void spawned(void)
{
    pid_t child = -1;

    NUMBER(posix_spawn(&child, "/bin/sh", NULL, NULL, say_given, given));
    wait_for(child);
    NUMBER(posix_spawnp(&child, "sh", NULL, NULL, say_given, given));
    wait_for(child);
    NUMBER(posix_spawn(NULL, "/bin/sh", NULL, NULL, say_seven, environ));
    POSIX(wait(&status) > 0);
    STATUS(status);
}

static void spawn_refused(void)
{
    pid_t child = -77;

    NUMBER(posix_spawn(&child, "/no/such", NULL, NULL, say_seven, environ));
    NUMBER(posix_spawnp(&child, "no-such", NULL, NULL, say_seven, environ));
    NUMBER(posix_spawn(&child, "/etc", NULL, NULL, say_seven, environ));
    POSIX(wait(NULL));
}

static void spawned_with_actions(void)
{
    char *const talk[] = {"sh", "-c", "echo said", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char text[16] = "";
    int ends[2];
    pid_t child = -1;

    NEED(pipe(ends) == 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    NUMBER(posix_spawn(&child, "/bin/sh", &actions, &attributes, talk, given));
    close(ends[1]);
    POSIX(read(ends[0], text, sizeof text));
    SHOW(strcmp(text, "said\n"));
    close(ends[0]);
    wait_for(child);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
}

/* What is ignored stays ignored, what is handled is not, in the next. */
static void run_with_signals(void)
{
    signal(SIGUSR1, SIG_IGN);
    signal(SIGSEGV, SIG_DFL);
    execlp("sh", "sh", "-c", "kill -USR1 $$; kill -SEGV $$", (char *)NULL);
}

static void signals_go_on(void)
{
    STATUS(in_child(run_with_signals));
}

static const struct one_case cases[] = {
    CASE(each_way),      CASE(refused),
    CASE(a_script),      CASE(finds_by_path),
    CASE(after_vfork),   CASE(spawned),
    CASE(spawn_refused), CASE(spawned_with_actions),
    CASE(signals_go_on),
};
CASES_MAIN(cases)
