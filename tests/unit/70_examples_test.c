/* 70_examples_test.c - each example of common/parallel prints what its head
   says that it prints. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "common/parallel/examples/"

enum { ROOM = 4096, PATH_ROOM = 512 };

/* The lines after "Prints:", without their margin. */
static void read_promise(const char *path, char *text)
{
    static const char margin[] = "       ";
    char line[256];
    int inside = 0;
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    text[0] = '\0';
    while (fgets(line, sizeof line, file)) {
        char *end = strstr(line, " */");

        if (end)
            strcpy(end, "\n");
        if (inside)
            strcat(text, line + sizeof margin - 1);
        if (end)
            break;
        inside = inside || strcmp(line, "   Prints:\n") == 0;
    }
    fclose(file);
}

static int run(const char *name, char *text)
{
    const char *build = getenv("BUILD");
    char command[PATH_ROOM];

    snprintf(command, sizeof command, "timeout 20 %s/" FOLDER "%s",
             build ? build : "build", name);
    FILE *output = popen(command, "r");
    assert_non_null(output);
    text[fread(text, 1, ROOM - 1, output)] = '\0';
    return pclose(output);
}

static void prints_what_its_head_says(void **state)
{
    static char promised[ROOM];
    static char printed[ROOM];
    int count = 0;
    DIR *folder = opendir(FOLDER);

    (void)state;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[PATH_ROOM];
        char *dot = strrchr(entry->d_name, '.');

        if (!dot || strcmp(dot, ".c") != 0)
            continue;
        snprintf(path, sizeof path, FOLDER "%s", entry->d_name);
        read_promise(path, promised);
        *dot = '\0';
        print_message("%s\n", entry->d_name);
        assert_int_equal(run(entry->d_name, printed), 0);
        assert_string_not_equal(promised, "");
        assert_string_equal(printed, promised);
        count++;
    }
    closedir(folder);
    assert_int_not_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_its_head_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
