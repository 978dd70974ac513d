/* name.c - finding names for objects. */
#include "watch/name.h"

#include "must.h"
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXPRESSION = 80, TAG = 48 };

struct namer {
    struct symbols *symbols;
    struct sources *sources;
    struct births *births;
    struct hinted *hinted;
};

struct namer *namer_new(struct symbols *symbols, struct sources *sources)
{
    struct namer *namer = must_allocate(1, sizeof *namer);

    namer->symbols = symbols;
    namer->sources = sources;
    namer->births = births_new();
    namer->hinted = hinted_new(symbols, namer->births);
    return namer;
}

void namer_free(struct namer *namer)
{
    if (!namer)
        return;
    hinted_free(namer->hinted);
    births_free(namer->births);
    free(namer);
}

struct hinted *namer_hinted(struct namer *namer)
{
    return namer->hinted;
}

/* What the functions that take this kind of object have in their names; of our
   library, what ends with the system's own. */
static const char *const *call_names(enum kind kind)
{
    static const char *const names[KIND_COUNT][4] = {
        [KIND_MUTEX] = {"mutex_", "mtx_", "lock_init("},
        [KIND_CONDITION] = {"cond_", "cnd_", "condition_init("},
        [KIND_RWLOCK] = {"rwlock_"},
        [KIND_BARRIER] = {"barrier_"},
        [KIND_SPINLOCK] = {"spin_"},
        [KIND_ONCE] = {"once("},
        [KIND_SEMAPHORE] = {"sem_"},
        [KIND_PIPE] = {"pipe(", "pipe2("},
        [KIND_SOCKET] = {"socketpair("},
    };

    return names[kind];
}

/* The text after the parenthesis that opens such a call's arguments. */
static const char *arguments_in(const char *text, enum kind kind)
{
    const char *first = NULL;

    for (const char *const *names = call_names(kind); *names; names++) {
        const char *call = strstr(text, *names);

        if (call && (!first || call < first))
            first = call;
    }
    const char *open = first ? strchr(first, '(') : NULL;
    return open ? open + 1 : NULL;
}

/* Skips to behind the comma that ends an argument. */
static const char *next_argument(const char *text)
{
    int depth = 0;

    for (; *text; text++) {
        if (strchr("([", *text))
            depth++;
        else if (strchr(")]", *text) && depth-- == 0)
            break;
        else if (*text == ',' && depth == 0)
            return text + 1;
    }
    return text;
}

/* Copies an argument without spaces and without a leading '&'. */
static void copy_argument(const char *text, char *copy, size_t size)
{
    const char *end = next_argument(text);
    size_t used = 0;

    if (end > text && end[-1] == ',')
        end--;
    for (; text < end && used + 1 < size; text++) {
        if (!isspace((unsigned char)*text) && !(used == 0 && *text == '&'))
            copy[used++] = *text;
    }
    copy[used] = '\0';
}

/* What the source calls the object where it is used. */
static void expression(struct namer *namer, const struct naming *naming,
                       char *text, size_t size)
{
    char line[400];

    *text = '\0';
    if (naming->place.line == 0)
        return;
    sources_line(namer->sources, naming->place.file, naming->place.line, line,
                 sizeof line);
    const char *arguments = arguments_in(line, naming->kind);
    if (!arguments)
        return;
    if (naming->kind == KIND_SOCKET) { /* socketpair(domain, type, 0, ends) */
        for (int i = 0; i < 3; i++)
            arguments = next_argument(arguments);
    }
    copy_argument(arguments, text, size);
}

/* "variable->member", "variable.member" or "variable->member.member", of plain
   words: splits it after the first. */
static bool split_member(const char *text, char *variable, char *member)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    const char *rest = text + length;

    if (length == 0 || length >= EXPRESSION)
        return false;
    if (strncmp(rest, "->", 2) == 0)
        rest += 2;
    else if (*rest == '.')
        rest += 1;
    else
        return false;
    memcpy(variable, text, length);
    variable[length] = '\0';
    snprintf(member, EXPRESSION, "%s", rest);
    return strpbrk(member, "-[(") == NULL;
}

/* Names a member of a structure on the heap or a stack by the structure. */
static bool name_by_type(struct namer *namer, const struct naming *naming,
                         const char *text, char *name, size_t size)
{
    char variable[EXPRESSION];
    char member[EXPRESSION];
    char tag[TAG];
    uint64_t offset;

    if (naming->address == 0 || naming->process == 0 ||
        !split_member(text, variable, member) ||
        !symbols_structure(namer->symbols, naming->image, naming->used_from,
                           variable, member, sizeof member, tag, sizeof tag,
                           &offset))
        return false;
    snprintf(name, size, "%s %u.%s", tag,
             births_number(namer->births, naming->process,
                           naming->address - offset, tag),
             member);
    return true;
}

/* Names an element of an array by the array and its order of birth; so, too,
   the second and later ones that the source calls alike. Of a pair, this is
   the first. */
static void name_by_text(struct namer *namer, const struct naming *naming,
                         char *text, char *name, size_t size)
{
    bool channel = naming->kind == KIND_PIPE || naming->kind == KIND_SOCKET;
    const char *end = naming->kind == KIND_SOCKET ? "[0]" : "";
    char *index = strchr(text, '[');
    unsigned number = 1;

    if (index && naming->address)
        *index = '\0';
    if (naming->address || channel)
        number =
            births_number(namer->births, naming->process, naming->key, text);
    if (number > 1 || (index && naming->address))
        snprintf(name, size, "%s %u%s", text, number, end);
    else
        snprintf(name, size, "%s%s", text, end);
}

/* What functions of libc keep: the runtime has variables for it. */
static const struct {
    const char *variable;
    const char *said;
} hidden[] = {
    {"interleave_strtok", N_("the state of strtok")},
    {"interleave_localtime", N_("the result of localtime and gmtime")},
    {"interleave_asctime", N_("the result of asctime and ctime")},
    {"interleave_environment", N_("the environment")},
};

enum { HIDDEN = sizeof hidden / sizeof *hidden };

static void name_hidden(char *name, size_t size)
{
    for (size_t i = 0; i < HIDDEN; i++) {
        if (strncmp(name, hidden[i].variable, strlen(hidden[i].variable)) == 0)
            snprintf(name, size, "%s", _(hidden[i].said));
    }
}

bool name_is_hidden(const char *name)
{
    for (size_t i = 0; i < HIDDEN; i++) {
        if (strcmp(name, _(hidden[i].said)) == 0)
            return true;
    }
    return false;
}

void namer_find(struct namer *namer, const struct naming *naming, char *name,
                size_t size, struct hinted_type *type)
{
    const struct hinted_place place = {
        .image = naming->image,
        .process = naming->process,
        .by = naming->by,
        .key = naming->key,
        .by_source = naming->kind != KIND_VARIABLE,
        .hints = naming->hints,
    };
    char text[EXPRESSION];

    *name = '\0';
    type->known = false;
    if (naming->address && naming->process &&
        symbols_variable(namer->symbols, naming->image, naming->address, name,
                         size)) {
        name_hidden(name, size);
        return;
    }
    if (naming->hints && hinted_find(namer->hinted, &place, name, size, type))
        return;
    expression(namer, naming, text, sizeof text);
    if (*text && !name_by_type(namer, naming, text, name, size))
        name_by_text(namer, naming, text, name, size);
}
