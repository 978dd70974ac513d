/* whole.c - writing beside, and renaming. */
#include "tui/keeping/whole.h"

#include "must.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool write_all(int fd, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t done = write(fd, text, left);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        text += done;
        left -= (size_t)done;
    }
    return true;
}

bool whole_write(const char *path, const char *text, mode_t mode)
{
    char *fresh = must_print("%s.%ld", path, (long)getpid());
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    bool well = fd >= 0 && write_all(fd, text) && fsync(fd) == 0;

    if (fd >= 0)
        well = close(fd) == 0 && well;
    well = well && rename(fresh, path) == 0;
    int why = errno;
    if (!well && fd >= 0)
        unlink(fresh);
    free(fresh);
    errno = why;
    return well;
}
