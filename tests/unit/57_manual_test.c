/* 57_manual_test.c - the manual page and the help leave out no key, command or
   option of the lab. */
#include "tests/support/capture.h"
#include "tui/cli/cli.h"
#include "tui/command.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *manual;

/* Takes roff's escapes out: "\-" is "-", "\fI" is nothing. */
static int read_manual(void **state)
{
    (void)state;
    manual = text_of_file("tui/interleave.1");
    if (!manual)
        return 1;
    char *to = manual;
    for (const char *from = manual; *from; from++) {
        if (strncmp(from, "\\f", 2) == 0 && from[2])
            from += 2;
        else if (*from != '\\')
            *to++ = *from;
    }
    *to = '\0';
    return 0;
}

static int forget_manual(void **state)
{
    (void)state;
    free(manual);
    return 0;
}

/* A section's text, which the caller frees. */
static char *section(const char *title)
{
    char start[64];

    snprintf(start, sizeof start, ".SH %s\n", title);
    const char *from = strstr(manual, start);
    assert_non_null(from);
    const char *to = strstr(from + 1, "\n.SH ");
    return strndup(from, to ? (size_t)(to - from) : strlen(from));
}

/* Is a word one of those in a line of roff, alone or before its argument? */
static bool has_word(const char *line, size_t length, const char *word)
{
    static const char between[] = " \",";
    size_t letters = strlen(word);

    for (const char *at = line; at < line + length; at++) {
        bool begins = at > line && strchr(between, at[-1]);

        if (begins && strncmp(at, word, letters) == 0 &&
            (strchr(between, at[letters]) || at[letters] == '=' ||
             at[letters] == '\n'))
            return true;
    }
    return false;
}

/* Is it set in bold as the head of an entry, with this text below it? Any
   text where that is NULL. */
static bool has_entry(const char *text, const char *word, const char *below)
{
    for (const char *at = text; (at = strstr(at, "\n.TP\n")); at++) {
        const char *line = at + strlen("\n.TP\n");
        size_t length = strcspn(line, "\n");

        if (strncmp(line, ".B", 2) != 0 || !has_word(line, length, word))
            continue;
        const char *body = line + length + 1;
        if (!below || (strncmp(body, below, strlen(below)) == 0 &&
                       strchr("\n", body[strlen(below)])))
            return true;
    }
    return false;
}

static void the_manual_has_every_key(void **state)
{
    char *keys = section("KEYS");

    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const char *help = command_help((enum command)i);
        char names[64];

        snprintf(names, sizeof names, "%s", command_keys((enum command)i));
        for (char *name = strtok(names, " "); name; name = strtok(NULL, " ")) {
            if (!has_entry(keys, name, help))
                fail_msg("the manual does not say of %s: %s", name, help);
        }
    }
    free(keys);
}

/* And none that is no more. */
static void the_manual_has_no_other_key(void **state)
{
    char *keys = section("KEYS");
    int entries = 0;

    (void)state;
    for (const char *at = keys; (at = strstr(at, "\n.TP\n")); at++)
        entries++;
    assert_int_equal(entries, COMMAND_COUNT - 1);
    free(keys);
}

static void the_manual_has_every_command(void **state)
{
    char *commands = section("COMMANDS");
    char *synopsis = section("SYNOPSIS");

    (void)state;
    for (const struct cli_command *command = cli_commands; command->name;
         command++) {
        char name[64];

        snprintf(name, sizeof name, "\n.B interleave %s", command->name);
        if (!has_entry(commands, command->name, NULL))
            fail_msg("no entry: %s", command->name);
        if (!strstr(synopsis, name))
            fail_msg("not in the synopsis: %s", command->name);
    }
    free(synopsis);
    free(commands);
}

static struct capture lab(const char *first, const char *second)
{
    const char *build = getenv("BUILD");
    char path[256];

    snprintf(path, sizeof path, "%s/interleave",
             build && *build ? build : "build");
    return capture_run((const char *[]){path, first, second, NULL}, NULL);
}

/* The options that a command's own help lists: "-p", "--plain". */
static int expect_options(const char *help, const char *options)
{
    int count = 0;

    for (const char *line = help; *line; line += *line == '\n') {
        size_t length = strcspn(line, "\n");
        size_t blank = strspn(line, " ");

        /* Options begin their line; what they mean stands behind. */
        while (blank > 0 && blank <= 7 && line[blank] == '-') {
            size_t letters = strcspn(line + blank, " ,=\n");
            char *option = strndup(line + blank, letters);

            if (!has_entry(options, option, NULL))
                fail_msg("the manual does not have %s", option);
            free(option);
            count++;
            blank += letters;
            blank += strspn(line + blank, ", ");
        }
        line += length;
    }
    return count;
}

static void the_manual_has_every_option(void **state)
{
    char *options = section("OPTIONS");
    struct capture said;

    (void)state;
    for (const struct cli_command *command = cli_commands; command->name;
         command++) {
        /* All that cc is given, but --help, is the compiler's. */
        if (command->run == cli_help || command->run == cli_cc)
            continue;
        said = lab(command->name, "--help");
        assert_int_equal(said.status, 0);
        assert_true(expect_options(said.output, options) >= 5);
        capture_fini(&said);
    }
    said = lab("nothing-of-this-name", "--help"); /* As the menu has it. */
    assert_true(expect_options(said.output, options) >= 12);
    capture_fini(&said);
    free(options);
}

static void the_help_has_every_key_and_command(void **state)
{
    struct capture said = lab("help", NULL);

    (void)state;
    assert_int_equal(said.status, 0);
    for (int i = 1; i < COMMAND_COUNT; i++) {
        char line[128];

        snprintf(line, sizeof line, "\n  %-10s %s\n",
                 command_keys((enum command)i), command_help((enum command)i));
        if (!strstr(said.output, line))
            fail_msg("the help does not say: %s", line);
    }
    for (const struct cli_command *command = cli_commands; command->name;
         command++) {
        char name[64];

        snprintf(name, sizeof name, "  interleave %-8s %s", command->name,
                 command->arguments);
        assert_non_null(strstr(said.output, name));
        assert_non_null(strstr(said.output, command->summary));
    }
    capture_fini(&said);
}

static void the_manual_is_of_this_version(void **state)
{
    (void)state;
    assert_non_null(strstr(manual, " \"interleave " VERSION "\" "));
}

static void names_both_keys_of_a_command(void **state)
{
    (void)state;
    assert_string_equal(command_keys(COMMAND_UP), "Up k");
    assert_string_equal(command_keys(COMMAND_TOP), "g Home");
    assert_string_equal(command_keys(COMMAND_QUIT), "q F10");
    assert_string_equal(command_keys(COMMAND_ZOOM), "z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_has_every_key),
        cmocka_unit_test(the_manual_has_no_other_key),
        cmocka_unit_test(the_manual_has_every_command),
        cmocka_unit_test(the_manual_has_every_option),
        cmocka_unit_test(the_help_has_every_key_and_command),
        cmocka_unit_test(the_manual_is_of_this_version),
        cmocka_unit_test(names_both_keys_of_a_command),
    };

    return cmocka_run_group_tests(tests, read_manual, forget_manual);
}
