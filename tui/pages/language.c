/* language.c - choosing a language without asking the system for its locale:
   gettext takes the codes in LANGUAGE before the locale's name, but in the
   locale "C", and every system has C.UTF-8, which is not "C". */
#include "tui/pages/language.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/pages/translation.h"

#include <ctype.h>
#include <dirent.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char domain[] = "interleave";
static const char english[] = "en"; /* Is in the program itself. */
static const char *folder = "/nowhere";

static bool has_catalogue(const char *code)
{
    char *path = must_print("%s/%s/LC_MESSAGES/%s.mo", folder, code, domain);
    bool there = access(path, R_OK) == 0;

    free(path);
    return there;
}

/* "uk" of "uk_UA.UTF-8" and "uk". The caller frees it. */
static char *bare_code(const char *name)
{
    return must_print("%.*s", (int)strcspn(name, "_.@:"), name);
}

static bool is_known(const char *code)
{
    for (const char *at = code; *at; at++) {
        if (!isalpha((unsigned char)*at))
            return false;
    }
    return *code && (strcmp(code, english) == 0 || has_catalogue(code));
}

/* Binding anew makes gettext forget what it has found. The catalogue is read at
   once: a sandbox, later, has no way to it. */
static void bind_catalogues(void)
{
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    textdomain(domain);
    language_code();
}

static bool is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static void speak(const char *code)
{
    const char *messages = setlocale(LC_MESSAGES, NULL);

    setenv("LANGUAGE", code, 1);
    if (strcmp(code, english) != 0) {
        if (strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
            setlocale(LC_MESSAGES, "C.UTF-8");
        if (!is_utf8())
            setlocale(LC_CTYPE, "C.UTF-8");
    }
    bind_catalogues();
}

bool language_choose(const char *code)
{
    char *bare = bare_code(code);
    bool known = is_known(bare);

    if (known)
        speak(bare);
    free(bare);
    return known;
}

/* The name of a locale that the system does not have. */
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES",
                                        "LANG"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);

        if (value && *value)
            return value;
    }
    return "";
}

void language_begin(const char *catalogues)
{
    folder = catalogues;
    bool installed = setlocale(LC_ALL, "") != NULL;
    setlocale(LC_NUMERIC, "C");
    bind_catalogues();
    /* A language that only the system does not know. */
    if (!installed && strcmp(wanted_locale(), "C") != 0)
        language_choose(wanted_locale());
    /* A terminal that could not show it. */
    if (!is_utf8() && strcmp(language_code(), english) != 0)
        speak(english);
}

/* A catalogue's own header says what it is of. */
const char *language_code(void)
{
    static const char header[] = "";
    static char code[16];
    const char *line = strstr(gettext(header), "\nLanguage: ");

    if (!line || sscanf(line, "\nLanguage: %15[a-z]", code) != 1)
        return english;
    return code;
}

char *language_all(void)
{
    char *all = must_copy(english);
    DIR *directory = opendir(folder);
    struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        if (*entry->d_name == '.' || !has_catalogue(entry->d_name))
            continue;
        char *longer = must_print("%s, %s", all, entry->d_name);
        free(all);
        all = longer;
    }
    if (directory)
        closedir(directory);
    return all;
}

char *language_page(const char *page)
{
    static const char ending[] = ".md";
    int stem = (int)strlen(page) - (int)strlen(ending);

    if (stem > 0 && strcmp(page + stem, ending) == 0) {
        char *translated =
            must_print("%.*s.%s%s", stem, page, language_code(), ending);

        if (access(translated, R_OK) == 0)
            return translated;
        free(translated);
    }
    return must_copy(page);
}

char *language_page_text(const char *page)
{
    char *text = text_of_file(page);
    char *path = language_page(page);
    char *translated =
        text && strcmp(path, page) != 0 ? text_of_file(path) : NULL;

    if (translated) {
        char *merged = translation_of(text, translated);

        free(translated);
        free(text);
        text = merged;
    }
    free(path);
    return text;
}
