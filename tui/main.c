/* main.c - the program `interleave`. */
#include "tui/cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
