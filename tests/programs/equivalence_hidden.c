/* equivalence_hidden.c - functions of libc that keep something between calls:
   what they answer, and where. */
#include "case.h"

#include <limits.h>

static void words_of_a_line(void)
{
    char line[] = "one,two;;three";
    char other[] = ";four";

    say(" %s", strtok(line, ",;"));
    say(" %s", strtok(NULL, ";"));
    say(" %s", strtok(NULL, ";"));
    SHOW(strtok(NULL, ";") == NULL);
    SHOW(strtok(NULL, ";") == NULL);
    say(" %s", strtok(other, ";"));
    SHOW(strtok(NULL, ";") == NULL);
}

static void show_day(const struct tm *day)
{
    if (!day) {
        say(" none");
        return;
    }
    say(" %d-%d-%d %d:%d:%d %d %d", day->tm_year, day->tm_mon, day->tm_mday,
        day->tm_hour, day->tm_min, day->tm_sec, day->tm_wday, day->tm_yday);
}

static const time_t start = 0;
static const time_t later = 1234567890;
static const time_t too_late = LONG_MAX;

static void days(void)
{
    struct tm own;

    setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4", 1);
    const struct tm *first = localtime(&start);
    show_day(first);
    const struct tm *second = gmtime(&later);
    show_day(second);
    SHOW(first == second);
    POSIX(localtime(&too_late) != NULL);
    POSIX(gmtime(&too_late) != NULL);
    show_day(localtime_r(&later, &own));
    show_day(gmtime_r(&later, &own));
    POSIX(localtime_r(&too_late, &own) != NULL);
    POSIX(gmtime_r(&too_late, &own) != NULL);
    setenv("TZ", "UTC", 1);
    show_day(localtime(&later));
}

static void days_as_texts(void)
{
    static const struct tm far = {.tm_mday = 1, .tm_year = 2000000000};

    const char *text = ctime(&later);
    say(" %.24s", text);
    SHOW(asctime(gmtime(&start)) == text);
    say(" %.24s", text);
    say(" %.28s", asctime(&far));
    POSIX(ctime(&too_late) != NULL);
}

static const char *or_none(const char *text)
{
    return text ? text : "none";
}

static char assignment[] = "ONE=1";

static void environment(void)
{
    POSIX(setenv("TWO", "2", 0));
    POSIX(setenv("TWO", "3", 0));
    POSIX(setenv("", "4", 0));
    POSIX(putenv(assignment));
    say(" %s %s", or_none(getenv("ONE")), or_none(secure_getenv("TWO")));
    assignment[4] = '5';
    say(" %s", or_none(getenv("ONE")));
    POSIX(unsetenv("ONE"));
    POSIX(unsetenv("O=E"));
    say(" %s", or_none(getenv("ONE")));
    POSIX(clearenv());
    say(" %s", or_none(getenv("TWO")));
}

static const struct one_case cases[] = {
    CASE(words_of_a_line),
    CASE(days),
    CASE(days_as_texts),
    CASE(environment),
};
CASES_MAIN(cases)
