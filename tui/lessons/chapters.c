/* chapters.c - going through the folders of chapters; what chapters are
   called. */
#include "tui/lessons/chapters.h"

#include "must.h"
#include "words.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* NAME.uk.md is the page NAME.md in another language. */
static bool is_page(const char *name)
{
    const char *dot = strchr(name, '.');

    return dot && dot > name && strcmp(dot, ".md") == 0;
}

static void visit_chapter(const char *root, const char *folder,
                          chapter_page *visit, void *context)
{
    char *path = must_print("%s/%s", root, folder);
    DIR *directory = opendir(path);
    struct dirent *entry;

    free(path);
    while (directory && (entry = readdir(directory))) {
        if (is_page(entry->d_name))
            visit(context, folder, entry->d_name);
    }
    if (directory)
        closedir(directory);
}

void chapters_visit(const char *root, chapter_page *visit, void *context)
{
    DIR *directory = opendir(root);
    struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        if (*entry->d_name != '.')
            visit_chapter(root, entry->d_name, visit, context);
    }
    if (directory)
        closedir(directory);
}

int chapters_compare(struct chapter_place one, struct chapter_place other)
{
    int chapters = strverscmp(one.folder, other.folder);

    if (chapters != 0)
        return chapters;
    if (one.order != other.order)
        return one.order < other.order ? -1 : 1;
    return strcmp(one.name, other.name);
}

const char *chapters_said(const char *name)
{
    static const char *const own[] = {
        N_("start"),   N_("processes"), N_("threads"),  N_("gil"),
        N_("hazards"), N_("locks"),     N_("exchange"), N_("pool")};

    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcmp(name, own[i]) == 0)
            return _(own[i]);
    }
    return name;
}
