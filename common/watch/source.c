/* source.c - reading source files. */
#include "watch/source.h"

#include "must.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST = 1 << 20 };

struct source {
    struct source *next;
    char *file;
    char *text; /* NULL: cannot be read. */
};

struct sources {
    struct source *first;
    char *substitute; /* A path; NULL: none. */
};

struct sources *sources_new(void)
{
    return must_allocate(1, sizeof(struct sources));
}

void sources_free(struct sources *sources)
{
    if (!sources)
        return;
    while (sources->first) {
        struct source *next = sources->first->next;

        free(sources->first->file);
        free(sources->first->text);
        free(sources->first);
        sources->first = next;
    }
    free(sources->substitute);
    free(sources);
}

void sources_substitute(struct sources *sources, const char *file)
{
    free(sources->substitute);
    sources->substitute = must_copy(file);
}

static char *read_text(const char *file)
{
    struct stat status;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0)
        return NULL;
    char *text = NULL;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size <= LARGEST) {
        size_t size = (size_t)status.st_size;
        text = must_allocate(1, size + 1);
        ssize_t got = read(fd, text, size);

        if (got < 0 || memchr(text, '\0', (size_t)got)) {
            free(text);
            text = NULL;
        }
    }
    close(fd);
    return text;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

const char *sources_text(struct sources *sources, const char *file)
{
    struct source *source = sources->first;

    while (source && strcmp(source->file, file) != 0)
        source = source->next;
    if (!source) {
        source = must_allocate(1, sizeof *source);
        source->file = must_copy(file);
        source->text = read_text(file);
        if (!source->text && sources->substitute &&
            strcmp(last_name(file), last_name(sources->substitute)) == 0)
            source->text = read_text(sources->substitute);
        source->next = sources->first;
        sources->first = source;
    }
    return source->text;
}

void sources_line(struct sources *sources, const char *file, int line,
                  char *text, size_t size)
{
    const char *from = line > 0 ? sources_text(sources, file) : NULL;

    *text = '\0';
    while (from && --line > 0) {
        from = strchr(from, '\n');
        if (from)
            from++;
    }
    if (!from)
        return;
    size_t used = 0;
    for (; *from && used + 1 < size; from++)
        text[used++] = *from == '\n' ? ' ' : *from;
    text[used] = '\0';
}
