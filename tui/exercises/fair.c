/* fair.c - a file read as the compiler reads it: names, strings, includes. */
#include "tui/exercises/fair.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ways around C, into one's own process or out of it. */
static const char *const names[] = {
    "asm",        "__asm",      "__asm__",
    "_Pragma",    "ptrace",     "process_vm_readv",
    "getppid",    "pidfd_open", "process_vm_writev",
    "syscall",    "dlopen",     "pidfd_getfd",
    "dlmopen",    "dlsym",      "pidfd_send_signal",
    "dlvsym",     "dladdr",     "dl_iterate_phdr",
    "init_array", "unshare",    "io_uring_setup",
    "setns",      "bpf",        "userfaultfd"};

/* Code that runs before main, after it, or under another's name. */
static const char *const attributes[] = {"constructor", "destructor", "section",
                                         "alias",       "weak",       "weakref",
                                         "ifunc",       "naked"};

/* Names of cmocka and of what is linked in. */
static const char *const beginnings[] = {
    "interleave_", "cmocka",  "CMOCKA",   "_cmocka",      "_assert_",
    "_fail",       "__wrap_", "__real_",  "__tsan",       "__sanitizer",
    "__intercept", "__libc_", "__assert", "exercise_main"};

/* Places that are none of its business. */
static const char *const strings[] = {"/proc", "/sys",     "/dev/mem", "/etc",
                                      "/usr",  "/bin",     "/lib",     "/home",
                                      "/root", "/scratch", "/var",     "LD_"};

struct reader {
    const char *at;
    int line;
};

enum kind { END, NAME, STRING, DEFINE, INCLUDE, PRAGMA, OTHER };

struct token {
    enum kind kind;
    int line;
    char text[256];
};

/* ---- Reading. ---- */

/* The next character, with lines that end in \ put together. */
static char peek(struct reader *reader)
{
    while (reader->at[0] == '\\' && reader->at[1] == '\n') {
        reader->at += 2;
        reader->line++;
    }
    return *reader->at;
}

static char next(struct reader *reader)
{
    char c = peek(reader);

    if (c == '\n')
        reader->line++;
    if (c)
        reader->at++;
    return c;
}

static void add(struct token *token, char c)
{
    size_t length = strlen(token->text);

    if (length + 1 < sizeof token->text) {
        token->text[length] = c;
        token->text[length + 1] = '\0';
    }
}

/* Behind a slash. False: it was one, and nothing more. */
static bool skip_comment(struct reader *reader)
{
    char kind = peek(reader);
    char last = '\0';

    if (kind == '/') {
        while (peek(reader) && peek(reader) != '\n')
            next(reader);
        return true;
    }
    if (kind != '*')
        return false;
    next(reader);
    for (char c; (c = next(reader)) != '\0'; last = c) {
        if (last == '*' && c == '/')
            break;
    }
    return true;
}

static void read_quoted(struct reader *reader, struct token *token, char end)
{
    char c;

    token->kind = end == '"' ? STRING : OTHER;
    while (peek(reader) != '\n' && (c = next(reader)) != '\0' && c != end) {
        if (c == '\\')
            c = next(reader);
        add(token, c);
    }
}

static void read_name(struct reader *reader, struct token *token)
{
    while (isalnum((unsigned char)peek(reader)) || peek(reader) == '_')
        add(token, next(reader));
}

/* A comment is a blank, too. */
static void skip_blanks(struct reader *reader)
{
    for (;;) {
        struct reader ahead = *reader;
        char c = next(&ahead);

        if (c == '/' && peek(&ahead) == '*')
            skip_comment(&ahead);
        else if (c != ' ' && c != '\t')
            return;
        *reader = ahead;
    }
}

static void read_line(struct reader *reader, struct token *token)
{
    while (peek(reader) && peek(reader) != '\n')
        add(token, next(reader));
}

/* Behind a #: `#define NAME`, `#include ...` and `#pragma ...` are tokens of
   their own. */
static void read_directive(struct reader *reader, struct token *token)
{
    struct token word = {.kind = OTHER};

    token->kind = OTHER;
    if (peek(reader) == '#') { /* Would glue names together. */
        next(reader);
        snprintf(token->text, sizeof token->text, "##");
        return;
    }
    skip_blanks(reader);
    read_name(reader, &word);
    skip_blanks(reader);
    if (strcmp(word.text, "define") == 0 || strcmp(word.text, "undef") == 0) {
        token->kind = DEFINE;
        read_name(reader, token);
    } else if (strncmp(word.text, "include", strlen("include")) == 0) {
        token->kind = INCLUDE;
        read_line(reader, token);
    } else if (strcmp(word.text, "pragma") == 0) {
        token->kind = PRAGMA;
        read_line(reader, token);
    }
}

static struct token read_token(struct reader *reader)
{
    struct token token = {.kind = OTHER};

    while (isspace((unsigned char)peek(reader)))
        next(reader);
    token.line = reader->line;
    char c = peek(reader);
    if (c == '\0') {
        token.kind = END;
    } else if (isdigit((unsigned char)c)) { /* 0x1f is no name. */
        read_name(reader, &token);
    } else if (isalpha((unsigned char)c) || c == '_') {
        token.kind = NAME;
        read_name(reader, &token);
    } else if (next(reader) == '"' || c == '\'') {
        read_quoted(reader, &token, c);
    } else if (c == '#' || (c == '%' && peek(reader) == ':')) {
        if (c == '%') /* # in another spelling. */
            next(reader);
        read_directive(reader, &token);
    } else if (c != '/' || !skip_comment(reader)) {
        add(&token, c);
    }
    return token;
}

/* ---- Judging. ---- */

static bool is_among(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, list[i]) == 0)
            return true;
    }
    return false;
}

static bool begins(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(text, list[i], strlen(list[i])) == 0)
            return true;
    }
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Does a file of the exercise have that, too? */
static bool has(const char *path, const struct token *wanted)
{
    char *text = text_of_file(path);
    struct reader reader = {text ? text : "", 1};
    bool found = false;

    for (struct token token = read_token(&reader); token.kind != END && !found;
         token = read_token(&reader))
        found = strcmp(token.text, wanted->text) == 0 &&
                (token.kind == wanted->kind || wanted->kind == NAME);
    free(text);
    return found;
}

static bool is_given(const struct exercise *exercise, const struct token *token)
{
    return has(exercise->stub, token) || has(exercise->solution, token);
}

/* Not a system header. */
static bool is_odd_include(const char *what)
{
    return what[0] != '<' || what[1] == '/' || strstr(what, "..");
}

/* One of the files that a check is made of, besides the exercise's own. */
static bool is_of_check(const struct exercise *exercise,
                        const struct token *name)
{
    static const char *const files[] = {"check.h", "check_freely.h"};
    int length = (int)(strrchr(exercise->check, '/') - exercise->check);
    bool found = false;

    for (size_t i = 0; i < COUNT(files) && !found; i++) {
        char *path =
            must_print("%.*s/../%s", length, exercise->check, files[i]);

        found = has(path, name);
        free(path);
    }
    return found;
}

/* A macro that changes what the check says. */
static bool changes_check(const struct exercise *exercise,
                          const struct token *token)
{
    struct token name = *token;

    name.kind = NAME;
    if (name.text[0] == '_')
        return !strstr(name.text, "_SOURCE"); /* As _GNU_SOURCE does. */
    return is_of_check(exercise, &name) ||
           (has(exercise->check, &name) && !has(exercise->stub, &name));
}

static bool is_pragma_known(const char *text)
{
    static const char *const known[] = {"GCC diagnostic", "STDC", "once"};

    return begins(text, known, COUNT(known));
}

/* "__weak__" is "weak". */
static bool is_attribute(const char *text)
{
    size_t length = strlen(text);
    char plain[sizeof(struct token)];

    if (strncmp(text, "__", 2) == 0 && length > 4)
        snprintf(plain, sizeof plain, "%.*s", (int)(length - 4), text + 2);
    else
        snprintf(plain, sizeof plain, "%s", text);
    return is_among(plain, attributes, COUNT(attributes));
}

static bool is_reserved(const struct exercise *exercise,
                        const struct token *token)
{
    const char *text = token->text;

    return is_among(text, names, COUNT(names)) ||
           begins(text, beginnings, COUNT(beginnings)) ||
           ((strncmp(text, "check_", 6) == 0 ||
             strncmp(text, "CHECK", 5) == 0) &&
            is_of_check(exercise, token));
}

/* What is wrong with it, or NULL. In an attribute, or a macro which may come
   into one, other names mean something. */
static const char *complaint(const struct exercise *exercise,
                             const struct token *token, bool in_attribute)
{
    const char *text = token->text;

    if (token->kind == INCLUDE && is_odd_include(text))
        return _("includes");
    if (token->kind == DEFINE && changes_check(exercise, token))
        return _("redefines");
    if (token->kind == PRAGMA && !is_pragma_known(text))
        return _("has #pragma");
    if (token->kind == OTHER && strcmp(text, "##") == 0)
        return _("glues names by");
    if (token->kind == NAME &&
        (is_reserved(exercise, token) || (in_attribute && is_attribute(text))))
        return _("uses");
    if (token->kind == STRING && begins(text, strings, COUNT(strings)))
        return _("names");
    return NULL;
}

static bool begins_attribute(const struct token *token)
{
    return token->kind == DEFINE || strcmp(token->text, "__attribute__") == 0 ||
           strcmp(token->text, "__attribute") == 0;
}

/* kill(1, ...), kill(-1, ...): whom it has not started. */
static bool kills_others(const struct token last[2], const struct token *token)
{
    return strcmp(last[0].text, "kill") == 0 &&
           strcmp(last[1].text, "(") == 0 &&
           (*token->text == '-' || isdigit((unsigned char)*token->text));
}

char *fair_complaint(const struct exercise *exercise, const char *text)
{
    struct reader reader = {text, 1};
    struct token last[2] = {{.kind = OTHER}, {.kind = OTHER}};
    bool in_attribute = false;

    if (strstr(text, "?"
                     "?=")) /* A # before C knew better. */
        return must_copy(_("it has a trigraph, which no answer needs"));
    for (struct token token = read_token(&reader); token.kind != END;
         token = read_token(&reader)) {
        const char *wrong = complaint(exercise, &token, in_attribute);

        if (wrong && !is_given(exercise, &token))
            return must_print(_("line %d: it %s %.100s, which no answer needs"),
                              token.line, wrong, token.text);
        if (kills_others(last, &token))
            return must_print(_("line %d: it kills what it has not started"),
                              token.line);
        if (begins_attribute(&token))
            in_attribute = true;
        else if (strcmp(token.text, ";") == 0 || strcmp(token.text, "{") == 0)
            in_attribute = false;
        last[0] = last[1];
        last[1] = token;
    }
    return NULL;
}
