/* compile.c - the arguments that make memory accesses visible. */
#include "tui/compile.h"

#include "must.h"
#include "tui/drawing/wordlist.h"
#include "tui/keeping/place.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Read and write memory for the program, inside libc. */
static const char *const wrapped[] = {"memcpy", "memmove", "memset",  "memcmp",
                                      "strcpy", "strcat",  "strncpy", "strncat",
                                      "strcmp", "strncmp", "strlen",  "strchr",
                                      "strdup", "sprintf", "snprintf"};

/* $INTERLEAVE_CC, or cc. CC itself may be us. */
const char *compile_compiler(void)
{
    const char *chosen = getenv("INTERLEAVE_CC");

    return chosen && *chosen ? chosen : "cc";
}

static bool is_clang(const char *compiler)
{
    char *command = must_print("%s --version 2>/dev/null", compiler);
    FILE *answer = popen(command, "r");
    char line[256] = "";
    bool clang = false;

    while (answer && fgets(line, sizeof line, answer))
        clang = clang || strstr(line, "clang") != NULL;
    if (answer)
        pclose(answer);
    free(command);
    return clang;
}

static bool links(char *const *arguments)
{
    static const char *const stops[] = {"-c", "-S",  "-E",
                                        "-M", "-MM", "-fsyntax-only"};

    for (; *arguments; arguments++) {
        for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
            if (strcmp(*arguments, stops[i]) == 0)
                return false;
        }
    }
    return true;
}

static char *runtime_folder(void)
{
    char *folder = must_copy(place_runtime());

    *strrchr(folder, '/') = '\0';
    return folder;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path);
    size_t rest = strlen(ending);

    return length > rest && strcmp(path + length - rest, ending) == 0;
}

bool compile_is_source(const char *path)
{
    return ends_in(path, ".c");
}

static bool is_cplusplus(const char *path)
{
    return ends_in(path, ".cpp") || ends_in(path, ".cc") ||
           ends_in(path, ".cxx");
}

bool compile_takes(const char *path)
{
    return compile_is_source(path) || is_cplusplus(path);
}

static bool has_cplusplus(char *const *arguments)
{
    while (*arguments && !is_cplusplus(*arguments))
        arguments++;
    return *arguments != NULL;
}

static const char *compiler_for(bool cplusplus)
{
    const char *chosen = getenv("INTERLEAVE_CC");

    return cplusplus && !(chosen && *chosen) ? "g++" : compile_compiler();
}

/* ---- common/parallel. ---- */

static bool file_uses_parallel(const char *path)
{
    char line[256];
    bool uses = false;
    FILE *file = fopen(path, "r");

    while (file && !uses && fgets(line, sizeof line, file))
        uses = strncmp(line, "#include \"parallel/", 19) == 0 ||
               strncmp(line, "#include <parallel/", 19) == 0;
    if (file)
        fclose(file);
    return uses;
}

/* For who includes its headers it need not be named; who has installed it, and
   names its place, gets that one's headers. */
static void add_parallel(struct wordlist *list, char *const *arguments,
                         const char *folder, const char *library)
{
    bool uses = false;

    for (; *arguments; arguments++)
        uses = uses || (compile_is_source(*arguments) &&
                        file_uses_parallel(*arguments));
    if (!uses)
        return;
    wordlist_add(list, must_copy("-D_GNU_SOURCE"));
    wordlist_add(list, must_copy("-idirafter"));
    wordlist_add(list, must_print("%s/cc/include", folder));
    if (library)
        wordlist_add(list, must_print("%s/%s", folder, library));
}

/* ---- Arguments. ---- */

char **compile_arguments(char *const *arguments)
{
    char *const *given = arguments;
    struct wordlist list = {0};
    bool cplusplus = has_cplusplus(arguments);
    const char *compiler = compiler_for(cplusplus);
    bool clang = is_clang(compiler);
    bool linking = links(arguments);
    char *folder = runtime_folder();
    const char *found_at = getenv("INTERLEAVE_RPATH");

    wordlist_add(&list, must_copy(compiler));
    for (; *arguments; arguments++)
        wordlist_add(&list, must_copy(*arguments));
    wordlist_add(&list, must_copy("-g"));
    wordlist_add(&list, must_copy("-O0"));
    wordlist_add(&list, must_copy("-U_FORTIFY_SOURCE"));
    wordlist_add(&list, must_copy("-fsanitize=thread"));
    wordlist_add(&list, must_copy("-pthread"));
    if (clang) { /* counter++ is a read and a write: tell of both. */
        wordlist_add(&list, must_copy("-mllvm"));
        wordlist_add(&list, must_copy("-tsan-instrument-read-before-write=1"));
#if defined(__x86_64__)
        /* Else atomic operations on 16 bytes are calls that nobody sees. */
        wordlist_add(&list, must_copy("-mcx16"));
#endif
    }
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++)
        wordlist_add(&list, must_print("-fno-builtin-%s", wrapped[i]));
    for (size_t i = 0; linking && i < sizeof wrapped / sizeof *wrapped; i++)
        wordlist_add(&list, must_print("-Wl,--wrap=%s", wrapped[i]));
    add_parallel(&list, given, folder, linking ? "cc/libparallel.a" : NULL);
    if (linking && cplusplus) /* Which only g++ does of itself. */
        wordlist_add(&list, must_copy("-lstdc++"));
    if (linking) {
        /* gcc asks the linker for libtsan: ours is found first. */
        wordlist_add(&list, must_print("-L%s/cc", folder));
        wordlist_add(&list,
                     must_print("-Wl,-rpath,%s", found_at ? found_at : folder));
        if (clang) {
            wordlist_add(&list, must_copy("-fno-sanitize-link-runtime"));
            wordlist_add(&list, must_copy("-ltsan"));
        }
    }
    free(folder);
    return list.words;
}

/* As the lab's own lessons are compiled. */
static char **plain_arguments(char *const *arguments)
{
    static const char *const usual[] = {"-std=c11", "-D_GNU_SOURCE", "-O0",
                                        "-g", "-pthread"};
    char *const *given = arguments;
    struct wordlist list = {0};
    char *folder = runtime_folder();

    wordlist_add(&list, must_copy(compile_compiler()));
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        wordlist_add(&list, must_copy(usual[i]));
    for (; *arguments; arguments++)
        wordlist_add(&list, must_copy(*arguments));
    add_parallel(&list, given, folder, "libparallel.a");
    free(folder);
    return list.words;
}

static void silence(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
}

bool compile_file(const char *source, const char *program, char *why,
                  size_t why_size)
{
    return compile_so(source, program, true, true, why, why_size);
}

bool compile_so(const char *source, const char *program, bool seen, bool loud,
                char *why, size_t why_size)
{
    const char *asked[] = {source, "-o", program, "-lm", "-lrt", NULL};
    char *const *wanted = (char *const *)(uintptr_t)asked;
    char **arguments =
        seen ? compile_arguments(wanted) : plain_arguments(wanted);
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        if (!loud)
            silence();
        execvp(arguments[0], arguments);
        _exit(127);
    }
    /* Asked to stop, the compiler stops too, and removes what it made. */
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        kill(child, SIGTERM);
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) == 127)
        snprintf(why, why_size,
                 _("%s: cannot run the compiler %s; install it, or name "
                   "another in INTERLEAVE_CC"),
                 source, arguments[0]);
    else if (status != 0)
        snprintf(why, why_size, _("%s does not compile"), source);
    wordlist_free(arguments);
    return status == 0;
}
