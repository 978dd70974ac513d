/* schedule.c - reading, following and writing schedules. */
#include "tui/control/schedule.h"

#include "model/describe.h"
#include "must.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char heading[] = "interleave schedule 1";
static const char wakes[] = " -> wakes ";
static const char by_itself[] = "by itself";
static const char older[] = " -> older "; /* The store; 1: than the newest. */

enum { LINE = 512, LINES_AT_MOST = SCRIPT };

/* ---- Reading. ---- */

/* What follows a word at the start of the line; NULL: another word does. */
static const char *after(const char *line, const char *word)
{
    size_t length = strlen(word);

    return strncmp(line, word, length) == 0 && line[length] == ' '
               ? line + length + 1
               : NULL;
}

static uint32_t take_older(char *want)
{
    char *mark = strstr(want, older);

    if (!mark)
        return 0;
    *mark = '\0';
    return (uint32_t)strtoul(mark + strlen(older), NULL, 10);
}

static uint32_t take_alternative(char *want)
{
    char *mark = strstr(want, wakes);

    if (!mark)
        return take_older(want);
    *mark = '\0';
    mark += strlen(wakes);
    if (strcmp(mark, by_itself) == 0)
        return ALTERNATIVE_SPURIOUS;
    unsigned long number = strtoul(mark, NULL, 10);
    return number > 0 ? (uint32_t)(number - 1) : 0;
}

static bool add_line(struct schedule *schedule, char *line, unsigned number)
{
    char *colon = strstr(line, ": ");

    if (!colon || schedule->count == LINES_AT_MOST)
        return false;
    *colon = '\0';
    schedule->lines = must_resize(schedule->lines, schedule->count + 1,
                                  sizeof *schedule->lines);
    struct schedule_line *added = &schedule->lines[schedule->count++];
    added->task = must_copy(line);
    added->want = must_copy(colon + 2);
    added->alternative = take_alternative(added->want);
    added->number = number;
    return true;
}

static void set(char **string, const char *text)
{
    free(*string);
    *string = must_copy(text);
}

/* True: the line is one of a schedule. */
static bool take_line(struct schedule *schedule, char *line, unsigned number)
{
    const char *rest;

    if (number == 1)
        return strcmp(line, heading) == 0;
    if (*line == '\0' || *line == '#')
        return true;
    if (schedule->count == 0 && (rest = after(line, "program")))
        set(&schedule->program, rest);
    else if (schedule->count == 0 && (rest = after(line, "name")))
        set(&schedule->name, rest);
    else
        return add_line(schedule, line, number);
    return true;
}

struct schedule *schedule_read(const char *path, char *why, size_t why_size)
{
    FILE *file = fopen(path, "re");
    char line[LINE];
    unsigned number = 0;

    if (!file) {
        snprintf(why, why_size, "%s: %s", path, strerror(errno));
        return NULL;
    }
    struct schedule *schedule = must_allocate(1, sizeof *schedule);
    schedule->program = must_copy("");
    schedule->name = must_copy("");
    bool good = true;
    while (good && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        good = take_line(schedule, line, ++number);
    }
    fclose(file);
    if (good && number > 0)
        return schedule;
    if (number <= 1)
        snprintf(why, why_size,
                 _("%s: not a schedule: it does not begin with "
                   "\"%s\""),
                 path, heading);
    else
        snprintf(why, why_size, _("%s, line %u: not \"TASK: OPERATION\""), path,
                 number);
    schedule_free(schedule);
    return NULL;
}

void schedule_free(struct schedule *schedule)
{
    if (!schedule)
        return;
    for (size_t i = 0; i < schedule->count; i++) {
        free(schedule->lines[i].task);
        free(schedule->lines[i].want);
    }
    free(schedule->lines);
    free(schedule->program);
    free(schedule->name);
    free(schedule);
}

bool schedule_is_of(const struct schedule *schedule, const char *name)
{
    const char *slash = strrchr(schedule->program, '/');
    const char *program = slash ? slash + 1 : schedule->program;
    size_t length = strlen(name);

    return strncmp(program, name, length) == 0 &&
           (program[length] == '\0' || strcmp(program + length, ".c") == 0);
}

/* ---- Following. ---- */

bool schedule_move(const struct schedule *schedule, struct step *step,
                   struct session *session, char *why, size_t why_size)
{
    const struct model *model = session_model(session);
    struct choice choices[CHOICES];
    uint64_t position = step_position(step);
    char name[SENTENCE];
    char want[SENTENCE];

    *why = '\0';
    if (position >= schedule->count)
        return false;
    const struct schedule_line *line = &schedule->lines[position];
    size_t count = step_choices(step, choices, CHOICES);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(describe_task(model, choices[i].task, name, sizeof name),
                   line->task) != 0)
            continue;
        describe_want(model, choices[i].task, want, sizeof want);
        if (strcmp(want, line->want) != 0) {
            snprintf(why, why_size,
                     _("line %u of the schedule no longer fits: %s stands "
                       "before \"%s\", not \"%s\""),
                     line->number, line->task, want, line->want);
            return false;
        }
        struct decision decision = {choices[i].birth, line->alternative};
        if (step_move(step, &decision, why, why_size)) {
            *why = '\0';
            return true;
        }
        snprintf(why, why_size,
                 _("line %u of the schedule no longer fits: %s cannot %s now"),
                 line->number, line->task, want);
        return false;
    }
    snprintf(why, why_size,
             _("line %u of the schedule no longer fits: there is no task %s"),
             line->number, line->task);
    return false;
}

/* ---- Writing. ---- */

static void write_moves(FILE *file, struct session *session)
{
    const struct trace *trace = session_trace(session);
    struct cursor *cursor = cursor_new(trace);
    size_t end = cursor_position(session_cursor(session));
    char name[SENTENCE];
    char want[SENTENCE];

    for (size_t i = 0; i < end; i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_MOVE)
            continue;
        cursor_move(cursor, i);
        const struct model *model = cursor_model(cursor);
        fprintf(file, "%s: %s",
                describe_task(model, event->task, name, sizeof name),
                describe_want(model, event->task, want, sizeof want));
        if (event->move.alternative == ALTERNATIVE_SPURIOUS)
            fprintf(file, "%s%s", wakes, by_itself);
        else if (event->move.alternative > 0 &&
                 operation_kind(model_task(model, event->task)->wait.op) ==
                     KIND_VARIABLE)
            fprintf(file, "%s%u", older, event->move.alternative);
        else if (event->move.alternative > 0)
            fprintf(file, "%s%u", wakes, event->move.alternative + 1);
        fputc('\n', file);
    }
    cursor_free(cursor);
}

bool schedule_write(const char *path, const char *name, struct session *session,
                    char *why, size_t why_size)
{
    FILE *file = fopen(path, "we");

    if (!file) {
        snprintf(why, why_size, _("%s: cannot be written: %s"), path,
                 strerror(errno));
        return false;
    }
    const struct lesson *lesson = session_lesson(session);
    fprintf(file, "%s\nprogram %s\n", heading,
            lesson ? lesson->name : session_program(session));
    if (*name)
        fprintf(file, "name %s\n", name);
    write_moves(file, session);
    bool good = !ferror(file);
    if (fclose(file) == 0 && good)
        return true;
    snprintf(why, why_size, _("%s: cannot be written: %s"), path,
             strerror(errno));
    return false;
}

/* ---- A lesson's own. ---- */

/* "4_hazards/race_condition." of the lesson's page. */
static char *prefix_of(const struct lesson *lesson)
{
    char *prefix = must_copy(lesson->page);
    char *dot = strrchr(prefix, '.');

    dot[1] = '\0';
    return prefix;
}

char *schedule_find(const struct lesson *lesson, const char *words)
{
    if (!lesson || access(words, R_OK) == 0)
        return must_copy(words);
    size_t length = strlen(words);
    bool has_ending = length > 6 && strcmp(words + length - 6, ".sched") == 0;
    char *prefix = prefix_of(lesson);
    char *path =
        must_print("%s%s%s", prefix, words, has_ending ? "" : ".sched");
    free(prefix);
    if (access(path, R_OK) == 0)
        return path;
    char *saved = schedule_place(lesson->name, words);
    if (!saved || access(saved, R_OK) != 0) {
        free(saved);
        return path;
    }
    free(path);
    return saved;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Files that begin so and end in ".sched", in order. */
static char **files_of(char *prefix, size_t *count)
{
    char *slash = strrchr(prefix, '/');
    char **paths = NULL;

    *slash = '\0';
    DIR *folder = opendir(prefix);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        size_t length = strlen(entry->d_name);

        if (strncmp(entry->d_name, slash + 1, strlen(slash + 1)) != 0 ||
            length < 6 || strcmp(entry->d_name + length - 6, ".sched") != 0)
            continue;
        paths = must_resize(paths, *count + 1, sizeof *paths);
        paths[(*count)++] = must_print("%s/%s", prefix, entry->d_name);
    }
    if (folder)
        closedir(folder);
    if (*count > 0)
        qsort(paths, *count, sizeof *paths, compare);
    return paths;
}

static void list(char *prefix, schedule_visit *visit, void *context)
{
    size_t count = 0;
    char **paths = files_of(prefix, &count);
    char why[LINE];

    for (size_t i = 0; i < count; i++) {
        struct schedule *schedule = schedule_read(paths[i], why, sizeof why);

        if (schedule)
            visit(paths[i], schedule->name, context);
        schedule_free(schedule);
        free(paths[i]);
    }
    free(paths);
}

char *schedule_title(const struct lesson *lesson, const char *path,
                     const char *name)
{
    char *link =
        lesson && lesson->translated ? lesson_link(lesson, path) : NULL;

    return link ? link : must_copy(name);
}

void schedule_list(const struct lesson *lesson, schedule_visit *visit,
                   void *context)
{
    char *prefix = prefix_of(lesson);

    list(prefix, visit, context);
    free(prefix);
}

/* ---- The student's. ---- */

/* A program is known by its name, wherever it is. */
static char *saved_prefix(const char *program)
{
    const char *folder = place_schedules();
    const char *end = strchrnul(program, ' ');
    const char *slash = memrchr(program, '/', (size_t)(end - program));
    const char *name = slash ? slash + 1 : program;

    return folder ? must_print("%s/%.*s.", folder, (int)(end - name), name)
                  : NULL;
}

void schedule_list_saved(const char *program, schedule_visit *visit,
                         void *context)
{
    char *prefix = saved_prefix(program);

    if (prefix)
        list(prefix, visit, context);
    free(prefix);
}

char *schedule_place(const char *program, const char *name)
{
    char *prefix = saved_prefix(program);
    char *path = prefix ? must_print("%s%s.sched", prefix, name) : NULL;

    for (char *letter = path ? path + strlen(prefix) : NULL;
         letter && strcmp(letter, ".sched") != 0; letter++) {
        if (!isalnum((unsigned char)*letter))
            *letter = '-';
    }
    free(prefix);
    return path;
}
