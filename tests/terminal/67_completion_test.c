/* Shells complete what the program itself says that there is. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What a shell's script prints, with the lab's folder first in PATH. */
static struct capture shell(const char *path, const char *script)
{
    char *folder = must_copy(stage_lab());

    *strrchr(folder, '/') = '\0';
    char *search = must_print("PATH=%s:/usr/bin:/bin", folder);
    struct capture said =
        capture_run((const char *[]){path, "-c", script, NULL},
                    &(struct capture_options){
                        .environment = (const char *[]){search, NULL}});
    free(search);
    free(folder);
    return said;
}

static void expect_word(const struct capture *said, const char *word)
{
    char *line = must_print("\n%s\n", word);
    char *all = must_print("\n%s", said->output);

    if (!strstr(all, line))
        fail_msg("%s is not in: %s%s", word, said->output, said->error);
    free(all);
    free(line);
}

static void expect_no_word(const struct capture *said, const char *word)
{
    char *line = must_print("\n%s\n", word);
    char *all = must_print("\n%s", said->output);

    if (strstr(all, line))
        fail_msg("%s is in: %s", word, said->output);
    free(all);
    free(line);
}

/* In bash, after these words, the last of which is being typed. */
static struct capture bash(const char *words, int at)
{
    char *script = must_print("source tui/completion/interleave.bash\n"
                              "COMP_WORDS=(%s); COMP_CWORD=%d; _interleave\n"
                              "printf '%%s\\n' \"${COMPREPLY[@]}\"",
                              words, at);
    struct capture said = shell("/bin/bash", script);

    free(script);
    return said;
}

static void bash_completes_commands_lessons_and_options(void **state)
{
    (void)state;
    stage_usual();
    struct capture first = bash("interleave ''", 1);
    expect_word(&first, "explore");
    expect_word(&first, "present");
    expect_word(&first, "deadlock");
    capture_fini(&first);
    struct capture begun = bash("interleave ex", 1);
    expect_word(&begun, "explore");
    expect_word(&begun, "export");
    expect_no_word(&begun, "run");
    capture_fini(&begun);
    struct capture lesson = bash("interleave step dead", 2);
    assert_string_equal(lesson.output, "deadlock\n");
    capture_fini(&lesson);
    struct capture option = bash("interleave run --re", 2);
    assert_string_equal(option.output, "--record\n");
    capture_fini(&option);
    struct capture form = bash("interleave export x.ilv --to p", 4);
    assert_string_equal(form.output, "perfetto\n");
    capture_fini(&form);
    struct capture language = bash("interleave run --lang u", 3);
    assert_string_equal(language.output, "uk\n");
    capture_fini(&language);
}

static void fish_completes_them_too(void **state)
{
    static const char script[] =
        "source tui/completion/interleave.fish\n"
        "complete -C 'interleave exp' | cut -f 1\n"
        "complete -C 'interleave step dead' | cut -f 1\n"
        "complete -C 'interleave run --re' | cut -f 1\n";

    (void)state;
    if (access("/usr/bin/fish", X_OK) != 0)
        skip();
    stage_usual();
    struct capture said = shell("/usr/bin/fish", script);
    expect_word(&said, "explore");
    expect_word(&said, "export");
    expect_word(&said, "deadlock");
    expect_word(&said, "--record");
    expect_no_word(&said, "doctor");
    capture_fini(&said);
}

/* Its own completion needs a terminal: the script is read, and its words are
   asked for as it would. */
static void zsh_can_read_its_script(void **state)
{
    (void)state;
    if (access("/usr/bin/zsh", X_OK) != 0)
        skip();
    stage_usual();
    struct capture said =
        shell("/usr/bin/zsh",
              "compadd() { print -l $found }; _files() { }\n"
              "f() { local -a words=(interleave $1)\n"
              "integer CURRENT=2; source tui/completion/_interleave }\n"
              "f ''");
    expect_word(&said, "explore");
    expect_word(&said, "deadlock");
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bash_completes_commands_lessons_and_options),
        cmocka_unit_test(fish_completes_them_too),
        cmocka_unit_test(zsh_can_read_its_script),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
