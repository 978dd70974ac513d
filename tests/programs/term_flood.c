/* term_flood.c - prints so many MiB, 1024 if it is not told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    static char block[1 << 16];
    long blocks = (argc > 1 ? atol(argv[1]) : 1024) * 16;

    for (size_t i = 0; i < sizeof block; i++)
        block[i] = i % 64 == 63 ? '\n' : (char)('a' + i / 64 % 26);
    while (blocks-- > 0) {
        for (size_t at = 0; at < sizeof block;) {
            ssize_t wrote = write(1, block + at, sizeof block - at);

            if (wrote < 0)
                return 1;
            at += (size_t)wrote;
        }
    }
    return 0;
}
