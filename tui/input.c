/* input.c - opening what a program reads. */
#include "tui/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

int input_open(const char *path)
{
    int fd = open(path ? path : "/dev/null", O_RDONLY | O_CLOEXEC);

    /* A folder can be opened, but not be read as a file. */
    if (fd < 0 || read(fd, NULL, 0) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

bool input_repeats(int fd)
{
    return lseek(fd, 0, SEEK_CUR) >= 0;
}
