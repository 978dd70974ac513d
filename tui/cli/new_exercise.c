/* new_exercise.c - an exercise to begin with: it works, and counts. */
#include "tui/cli/new_exercise.h"

#include "must.h"
#include "tui/cli/cli.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char stub_text[] =
    "/* %s.c - what is it about, and what goes wrong?\n"
    "\n"
    "   What is to be mended, and what must stay. */\n"
    "#include \"../must.h\"\n"
    "#include \"../work.h\"\n"
    "\n"
    "#include <pthread.h>\n"
    "\n"
    "%sstatic int count;\n"
    "\n"
    "/* Called by several tasks. */\n"
    "void add(void)\n"
    "{\n"
    "    work();\n"
    "%s    count++;\n"
    "%s}\n"
    "\n"
    "/* Nobody adds any more. */\n"
    "int counted(void)\n"
    "{\n"
    "    return count;\n"
    "}\n"
    "\n"
    "int main(void)\n"
    "{\n"
    "    add();\n"
    "    printf(\"%%d\\n\", counted());\n"
    "    return 0;\n"
    "}\n";

static const char page_text[] =
    "title: %s\n"
    "order: 999\n"
    "lesson: CHAPTER/LESSON\n"
    "goal: \n"
    "fails: data-race\n"
    "parallel: yes\n"
    "\n"
    "What is there, and what goes wrong with it.\n"
    "\n"
    "Mend `add`. What must be so then, and what must stay as it is.\n"
    "\n"
    "## Hint 1: a question\n"
    "\n"
    "## Hint 2: the idea\n"
    "\n"
    "## Hint 3: the place\n"
    "\n"
    "## Hint 4: the code\n";

static const char check_text[] =
    "/* %s_check.c - what does it ask? */\n"
    "#include EXERCISE\n"
    "\n"
    "#include \"../check.h\"\n"
    "\n"
    "static void *adds(void *times)\n"
    "{\n"
    "    for (int i = 0; i < *(int *)times; i++)\n"
    "        add();\n"
    "    return NULL;\n"
    "}\n"
    "\n"
    "/* Under all schedules: small. */\n"
    "static void scenario(void)\n"
    "{\n"
    "    int once = 1;\n"
    "\n"
    "    CHECK_TOGETHER({adds, &once}, {adds, &once});\n"
    "    check(counted() == 2, \"wrong result: count is too small\");\n"
    "}\n"
    "\n"
    "/* Freely: larger. */\n"
    "static void counts_all(void **state)\n"
    "{\n"
    "    int often = 1000;\n"
    "\n"
    "    (void)state;\n"
    "    CHECK_TOGETHER({adds, &often}, {adds, &often});\n"
    "    check(counted() == 2000, \"wrong result: count is too small\");\n"
    "}\n"
    "\n"
    "CHECKS(scenario, FREELY(counts_all))\n";

static bool write_new(char *path, const char *text)
{
    char *slash = strrchr(path, '/');

    *slash = '\0';
    bool made = place_make_folder(path);
    *slash = '/';
    FILE *file = made ? fopen(path, "wxe") : NULL;
    if (!file)
        return false;
    bool written = fputs(text, file) >= 0;
    return fclose(file) == 0 && written;
}

int cli_new_exercise(const char *chapter, const char *name)
{
    static const char lock[] = "    MUST(pthread_mutex_lock(&lock));\n";
    static const char unlock[] = "    MUST(pthread_mutex_unlock(&lock));\n";
    struct {
        char *path;
        char *text;
    } files[] = {
        {must_print("%s/%s/%s.c", place_exercises(), chapter, name),
         must_print(stub_text, name, "", "", "")},
        {must_print("%s/%s/%s.md", place_exercises(), chapter, name),
         must_print(page_text, name)},
        {must_print("%s/%s/%s_check.c", place_exercises(), chapter, name),
         must_print(check_text, name)},
        {must_print("%s/%s/%s.c", place_solutions(), chapter, name),
         must_print(stub_text, name,
                    "static pthread_mutex_t lock = "
                    "PTHREAD_MUTEX_INITIALIZER;\n",
                    lock, unlock)},
    };
    int status = 0;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (status == 0 && !write_new(files[i].path, files[i].text))
            status = cli_misuse("%s: %s", files[i].path, strerror(errno));
        else if (status == 0)
            puts(files[i].path);
        free(files[i].path);
        free(files[i].text);
    }
    if (status == 0)
        printf(_("Write them, then see interleave lint %s\n"), name);
    return status;
}
