/* dynamic.h - what the program has the dynamic linker do for it. */
#ifndef RUNTIME_DYNAMIC_H
#define RUNTIME_DYNAMIC_H

#include <link.h>
#include <stddef.h>

struct dynamic {
    const ElfW(Sym) * symbols;
    const char *strings;
    struct relocations {
        const ElfW(Rela) * start;
        size_t count;
    } relocations[2];
    const ElfW(Dyn) * entries;
};

struct dynamic dynamic_of_program(void);

#endif
