/* cc.c - `interleave cc`: the compiler, with memory accesses visible. */
#include "tui/cli/cli.h"
#include "tui/compile.h"
#include "tui/drawing/wordlist.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int help(void)
{
    puts(
        _("Usage: interleave cc ARGUMENT...\n"
          "\n"
          "Compiles and links as cc does, with all its arguments, so that the\n"
          "program's reads and writes of memory can be seen and scheduled by\n"
          "interleave step and interleave explore. The program also runs\n"
          "alone. In a makefile: make CC=\"interleave cc\". Sources that\n"
          "include \"parallel/...\" get that library, seen in the same way.\n"
          "\n"
          "The compiler is cc, for C++ g++, or what INTERLEAVE_CC names: gcc\n"
          "or clang.\n"
          "INTERLEAVE_RPATH says where the program, run alone, looks for\n"
          "libinterleave.so, if not where it is now."));
    return 0;
}

int cli_cc(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return help();
    if (argc < 2)
        return cli_misuse(_("cc: name a source file, as for cc"));
    char **arguments = compile_arguments(argv + 1);
    execvp(arguments[0], arguments);
    int status = cli_misuse(_("cc: cannot run %s: %s; set INTERLEAVE_CC"),
                            arguments[0], strerror(errno));
    wordlist_free(arguments);
    return status;
}
