/* equivalence_input.c - reading through stdio what comes bit by bit. */
#include "case.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

/* By the names they had before C99. */
__attribute__((format(scanf, 1, 2))) int old_scanf(const char *format,
                                                   ...) __asm__("scanf");
int old_vscanf(const char *format, va_list arguments) __asm__("vscanf");
__attribute__((format(scanf, 2, 3))) int
old_fscanf(FILE *stream, const char *format, ...) __asm__("fscanf");
int old_vfscanf(FILE *stream, const char *format,
                va_list arguments) __asm__("vfscanf");

/* And those that a program has which is built to be checked. */
char *__fgets_chk(char *line, size_t size, int room, FILE *stream);
size_t __fread_chk(void *to, size_t room, size_t size, size_t count,
                   FILE *stream);

static int ends[2];
static FILE *stream;
static pthread_t writer;

/* A space is a pause. */
static void *write_slowly(void *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == ' ')
            usleep(1000);
        else
            NEED(write(ends[1], at, 1) == 1);
    }
    close(ends[1]);
    return NULL;
}

static void open_for(char *text)
{
    NEED(pipe(ends) == 0);
    stream = fdopen(ends[0], "r");
    NEED(stream);
    NEED(pthread_create(&writer, NULL, write_slowly, text) == 0);
}

static void close_it(void)
{
    pthread_join(writer, NULL);
    fclose(stream);
}

static void show(const char *text)
{
    say(" %s", text ? text : "NULL");
}

static void lines(void)
{
    char line[8];

    open_for("one\n t wo\nlonger than it is\nend");
    errno = UNTOUCHED;
    while (fgets(line, sizeof line, stream))
        show(line[strcspn(line, "\n")] ? strtok(line, "\n") : line);
    say_errno();
    SHOW(feof(stream) != 0);
    SHOW(ferror(stream));
    show(fgets(line, sizeof line, stream));
    close_it();
}

static void lines_as_long_as_they_are(void)
{
    char *line = NULL;
    size_t room = 0;

    open_for("o ne\n\ntwo;th ree");
    POSIX(getline(&line, &room, stream));
    POSIX(getline(&line, &room, stream));
    POSIX(getdelim(&line, &room, ';', stream));
    show(line);
    POSIX(getdelim(&line, &room, ';', stream));
    show(line);
    SHOW(room > 0);
    POSIX(getdelim(&line, &room, ';', stream));
    POSIX(getline(NULL, &room, stream));
    free(line);
    close_it();
}

static void characters(void)
{
    open_for("a b c");
    POSIX(fgetc(stream));
    POSIX(getc(stream));
    POSIX(ungetc('x', stream));
    POSIX(ungetc('y', stream));
    POSIX(fgetc(stream));
    POSIX(fgetc(stream));
    POSIX(fgetc(stream));
    POSIX(fgetc(stream));
    SHOW(feof(stream) != 0);
    close_it();
}

static void blocks(void)
{
    char bytes[8] = "";

    open_for("abc defgh ij");
    POSIX(fread(bytes, 2, 3, stream));
    SHOW(memcmp(bytes, "abcdef", 6));
    POSIX(fread(bytes, 0, 3, stream));
    POSIX(__fread_chk(bytes, sizeof bytes, 3, 2, stream));
    SHOW(memcmp(bytes, "ghij", 4));
    POSIX(fread(bytes, 1, 1, stream));
    SHOW(feof(stream) != 0);
    close_it();
}

static void words(void)
{
    char word[8] = "";
    char sign = 0;
    int number = 0;
    int used = -1;

    open_for("12\n 34,a b\nq\n7x\n");
    POSIX(fscanf(stream, "%d", &number));
    SHOW(number);
    POSIX(fscanf(stream, "%d%c%7s%n", &number, &sign, word, &used));
    SHOW(number);
    SHOW(sign);
    show(word);
    SHOW(used);
    POSIX(fscanf(stream, "%d", &number)); /* "q" stays. */
    POSIX(fgetc(stream));
    POSIX(old_fscanf(stream, "%d%1[x]", &number, word));
    SHOW(number);
    show(word);
    POSIX(fscanf(stream, "%d", &number));
    SHOW(feof(stream) != 0);
    close_it();
}

__attribute__((format(scanf, 1, 2))) static int passed_on(const char *format,
                                                          ...)
{
    va_list arguments;

    va_start(arguments, format);
    int count = vscanf(format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    count = count * 10 + old_vscanf(format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    count = count * 10 + vfscanf(stdin, format, arguments);
    va_end(arguments);
    va_start(arguments, format);
    count = count * 10 + old_vfscanf(stdin, format, arguments);
    va_end(arguments);
    return count;
}

static void standard_input(void)
{
    int kept = dup(STDIN_FILENO);
    char line[16] = "";
    int number = 0;

    open_for("a1 2 3 4 5 6 7 8\n 9\n");
    dup2(ends[0], STDIN_FILENO);
    clearerr(stdin);
    POSIX(getchar());
    POSIX(scanf("%1d", &number));
    POSIX(old_scanf("%1d", &number));
    SHOW(number);
    POSIX(passed_on("%1d", &number));
    SHOW(number);
    show(__fgets_chk(line, sizeof line, 4, stdin) ? "line" : NULL);
    SHOW(atoi(line));
    POSIX(getc(stdin));
    POSIX(getchar());
    POSIX(getchar());
    dup2(kept, STDIN_FILENO);
    clearerr(stdin);
    close_it();
    close(kept);
}

static void from_a_child(void)
{
    char line[16];
    int status = -1;

    NEED(pipe(ends) == 0);
    pid_t child = fork();
    NEED(child >= 0);
    if (child == 0) {
        FILE *out = fdopen(ends[1], "w");

        close(ends[0]);
        fputs("hello\n", out);
        fflush(out);
        usleep(1000);
        fputs("again\n", out);
        fclose(out);
        _exit(3);
    }
    close(ends[1]);
    stream = fdopen(ends[0], "r");
    while (fgets(line, sizeof line, stream))
        say(" %.5s", line);
    fclose(stream);
    waitpid(child, &status, 0);
    STATUS(status);
}

static void on_alarm(int number)
{
    (void)number;
}

static void interrupted(void)
{
    struct sigaction action = {.sa_handler = on_alarm};
    struct itimerval often = {.it_value = {.tv_usec = 4000},
                              .it_interval = {.tv_usec = 4000}};

    NEED(pipe(ends) == 0);
    stream = fdopen(ends[0], "r");
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    POSIX(fgetc(stream));
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
    SHOW(ferror(stream) != 0);
    fclose(stream);
    close(ends[1]);
}

static const struct one_case cases[] = {
    CASE(lines),        CASE(lines_as_long_as_they_are),
    CASE(characters),   CASE(blocks),
    CASE(words),        CASE(standard_input),
    CASE(from_a_child), CASE(interrupted),
};
CASES_MAIN(cases)
