/* files.c - what happens when two processes append to one file?

   Watch: each line is written in two halves, and who writes in between.
   Compare with: pipe.c, where the kernel keeps short writes whole. */
#include "../must.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WRITERS = 2, ROOM = 200 };

/* Opened once by main and once for each writer. What two writers had together
   would be locked for both. */
static int file, own[WRITERS];

static void open_all(void)
{
    char name[40];
    int number = getpid();

    do { /* Until the name is nobody else's. */
        snprintf(name, sizeof name, "/tmp/files-%d", number++);
        file = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    } while (file < 0 && errno == EEXIST);
    MUST_NOT_BE_NEGATIVE(file);
    for (int i = 0; i < WRITERS; i++)
        MUST_NOT_BE_NEGATIVE(own[i] =
                                 open(name, O_WRONLY | O_APPEND)); /* @open */
    MUST_NOT_BE_NEGATIVE(unlink(name));                            /* @unlink */
}

static void child(int i, bool locks)
{
    if (locks)
        MUST_NOT_BE_NEGATIVE(flock(own[i], LOCK_EX));      /* @lock */
    MUST_NOT_BE_NEGATIVE(write(own[i], "first and ", 10)); /* @first */
    usleep(1000); /* The rest is still being made. */
    MUST_NOT_BE_NEGATIVE(write(own[i], "second\n", 7)); /* @second */
    if (locks)
        MUST_NOT_BE_NEGATIVE(flock(own[i], LOCK_UN));
    exit(0);
}

/* How many lines of two are not whole. */
static int torn_lines(bool locks)
{
    char text[ROOM];
    int whole = 0;

    MUST_NOT_BE_NEGATIVE(ftruncate(file, 0));
    for (int i = 0; i < WRITERS; i++) {
        pid_t pid;

        MUST_NOT_BE_NEGATIVE(pid = fork());
        if (pid == 0)
            child(i, locks);
    }
    for (int i = 0; i < WRITERS; i++)
        MUST_NOT_BE_NEGATIVE(wait(NULL));
    ssize_t size = pread(file, text, sizeof text - 1, 0);
    MUST_NOT_BE_NEGATIVE(size);
    text[size] = '\0';
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        whole += strcmp(line, "first and second") == 0;
    return WRITERS - whole;
}

int main(void)
{
    open_all();
    int without = torn_lines(false);
    printf("torn lines: %d without a lock, %d with it\n", without,
           torn_lines(true));
    return 0;
}
