/* compile.h - compiling a program so that its reads and writes are seen.

   The compiler is told to report memory accesses as it does for its thread
   sanitizer, and the runtime is linked in the sanitizer's place. The program
   runs alone as before. Who includes "parallel/..." gets that library, with
   its accesses seen as well. */
#ifndef TUI_COMPILE_H
#define TUI_COMPILE_H

#include <stdbool.h>
#include <stddef.h>

/* The name of the compiler: $INTERLEAVE_CC, or cc. */
const char *compile_compiler(void);

/* The compiler's arguments with what is needed put in: `arguments` are those of
   cc, without its name. Where a source of C++ is among them, and INTERLEAVE_CC
   names no compiler, it is g++. The caller frees them with wordlist_free(). */
char **compile_arguments(char *const *arguments);

/* Compiles one source file. False: the compiler has said why, or `why` does. */
bool compile_file(const char *source, const char *program, char *why,
                  size_t why_size);

/* The same with or without what makes accesses seen, and with or without the
   compiler's own words. */
bool compile_so(const char *source, const char *program, bool seen, bool loud,
                char *why, size_t why_size);

/* True for a name that ends in ".c". */
bool compile_is_source(const char *path);

/* For that, and for a source of C++: .cpp, .cc or .cxx. */
bool compile_takes(const char *path);

#endif
