/* term_says.c - says what it was given: its arguments, then its input; exits
   with the number that the environment's TERM_STATUS holds. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    char line[256];
    const char *status = getenv("TERM_STATUS");

    for (int i = 1; i < argc; i++)
        printf("argument %d is <%s>\n", i, argv[i]);
    while (fgets(line, sizeof line, stdin))
        printf("input: %s", line);
    return status ? atoi(status) : 0;
}
