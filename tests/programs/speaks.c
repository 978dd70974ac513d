/* speaks.c - prints COUNT bytes that tell where they are; NUL bytes, too. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    long count = argc > 1 ? atol(argv[1]) : 1000;
    char piece[1000];

    for (long at = 0; at < count;) {
        long size = count - at < 1000 ? count - at : 1000;

        for (long i = 0; i < size; i++)
            piece[i] = (char)((at + i) % 251);
        long done = 0;
        while (done < size) {
            ssize_t wrote =
                write(STDOUT_FILENO, piece + done, (size_t)(size - done));

            if (wrote < 0)
                return 1;
            done += wrote;
        }
        at += size;
    }
    return argc > 2 ? atoi(argv[2]) : 0;
}
