/* forms.c - a table, CSV and JUnit XML. */
#include "tui/grading/forms.h"

#include "tui/drawing/canvas.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int wider(const char *text, int width)
{
    return canvas_width(text) > width ? canvas_width(text) : width;
}

static int width(const struct marks *marks, bool exercise)
{
    int widest = wider(_("student"), canvas_width(_("exercise")));

    for (size_t i = 0; i < marks->count; i++) {
        const struct submission *submission = marks->items[i].submission;

        widest =
            wider(exercise ? submission->exercise->name : submission->student,
                  widest);
    }
    return widest < 40 ? widest : 40;
}

/* Of a line that begins so far to the right; in a file it has no end. */
static int room(FILE *to, int used)
{
    struct winsize size;

    if (!isatty(fileno(to)) || ioctl(fileno(to), TIOCGWINSZ, &size) != 0)
        return -1;
    return size.ws_col > used + 20 ? size.ws_col - used : 20;
}

void form_table(FILE *to, const struct marks *marks)
{
    int students = width(marks, false);
    int exercises = width(marks, true);
    int rest = room(to, students + exercises + 25);
    size_t solved = 0;
    size_t over = 0;

    const char *student = _("student");
    const char *exercise = _("exercise");
    const char *verdict = _("verdict");

    fprintf(to, "%-*s  %-*s  %-*s %s\n", canvas_field(student, students),
            student, canvas_field(exercise, exercises), exercise,
            canvas_field(verdict, 19), verdict, _("why"));
    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];

        if (!mark->over)
            continue;
        over++;
        solved += mark->answer == ANSWER_OK;
        const char *word = answer_word(mark->answer);

        fprintf(to, "%-*s  %-*s  %-*s %.*s",
                canvas_field(mark->submission->student, students),
                mark->submission->student, exercises,
                mark->submission->exercise->name, canvas_field(word, 19), word,
                rest < 0 ? rest : text_prefix(mark->message, rest),
                mark->message);
        if (marks->times)
            fprintf(to, _(" (%.1f s)"), mark->seconds);
        fputc('\n', to);
    }
    fprintf(to, _("%zu of %zu solved\n"), solved, over);
}

/* ---- CSV, as RFC 4180 has it. ---- */

/* A spreadsheet would take what begins so for a formula. */
static void put_csv(FILE *to, const char *text, char end)
{
    bool formula = strchr("=+-@\t\r", *text) && *text;

    if (!formula && !strpbrk(text, ",\"\r\n")) {
        fprintf(to, "%s%c", text, end);
        return;
    }
    fputs(formula ? "\"'" : "\"", to);
    for (; *text; text++)
        fprintf(to, *text == '"' ? "\"%c" : "%c", *text);
    fprintf(to, "\"%c", end);
}

void form_csv(FILE *to, const struct marks *marks)
{
    fprintf(to, "student,exercise,verdict,score,message,file%s\n",
            marks->times ? ",seconds" : "");
    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];

        if (!mark->over)
            continue;
        put_csv(to, mark->submission->student, ',');
        put_csv(to, mark->submission->exercise->name, ',');
        put_csv(to, answer_name(mark->answer), ',');
        put_csv(to, mark->answer == ANSWER_OK ? "1" : "0", ',');
        put_csv(to, mark->message, ',');
        put_csv(to, mark->submission->path, marks->times ? ',' : '\n');
        if (marks->times)
            fprintf(to, "%.3f\n", mark->seconds);
    }
}

/* ---- JUnit. ---- */

/* Characters that XML does not have are told as ?. */
static void put_xml(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (*text == '&')
            fputs("&amp;", to);
        else if (*text == '<')
            fputs("&lt;", to);
        else if (*text == '>')
            fputs("&gt;", to);
        else if (*text == '"')
            fputs("&quot;", to);
        else if ((unsigned char)*text < ' ' && *text != '\n')
            fputc('?', to);
        else
            fputc(*text, to);
    }
}

static void put_attribute(FILE *to, const char *name, const char *text)
{
    fprintf(to, " %s=\"", name);
    put_xml(to, text);
    fputc('"', to);
}

/* Of what could not be judged nobody can say that it failed. */
static const char *element(enum check_answer answer)
{
    return answer == ANSWER_UNAVAILABLE || answer == ANSWER_INCONCLUSIVE
               ? "error"
               : "failure";
}

static void put_case(FILE *to, const struct mark *mark, bool times)
{
    fputs("    <testcase", to);
    put_attribute(to, "classname", mark->submission->student);
    put_attribute(to, "name", mark->submission->exercise->name);
    put_attribute(to, "file", mark->submission->path);
    if (times)
        fprintf(to, " time=\"%.3f\"", mark->seconds);
    if (mark->answer == ANSWER_OK) {
        fputs("/>\n", to);
        return;
    }
    fprintf(to, ">\n      <%s", element(mark->answer));
    put_attribute(to, "type", answer_name(mark->answer));
    put_attribute(to, "message", mark->message);
    fputc('>', to);
    for (unsigned i = 0; i < mark->story_count; i++) {
        put_xml(to, mark->story[i]);
        fputc('\n', to);
    }
    fprintf(to, "</%s>\n    </testcase>\n", element(mark->answer));
}

void form_junit(FILE *to, const struct marks *marks)
{
    size_t tests = 0;
    size_t failures = 0;
    size_t errors = 0;

    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];
        bool failed = mark->over && mark->answer != ANSWER_OK;
        bool error = failed && strcmp(element(mark->answer), "error") == 0;

        tests += mark->over;
        errors += error;
        failures += failed && !error;
    }
    fprintf(to,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
            "  <testsuite name=\"interleave\" tests=\"%zu\" failures=\"%zu\" "
            "errors=\"%zu\">\n",
            tests, failures, errors);
    for (size_t i = 0; i < marks->count; i++) {
        if (marks->items[i].over)
            put_case(to, &marks->items[i], marks->times);
    }
    fputs("  </testsuite>\n</testsuites>\n", to);
}
