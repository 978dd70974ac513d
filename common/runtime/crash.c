/* crash.c - faults, aborts and failed assertions. */
#include "runtime/crash.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"

#include <assert.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>

enum { STACK_SIZE = 65536 };

static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static THREAD_LOCAL void *fault_stack;

static const void *place_of(const void *context)
{
    const ucontext_t *machine = context;

#if defined(__x86_64__)
    return (const void *)machine->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (const void *)machine->uc_mcontext.pc;
#else
    (void)machine;
    return NULL;
#endif
}

/* Tells, and dies as it would have without us: a fault comes again as soon as
   the handler returns, and a signal that somebody sent is sent again. */
static void on_fault(int number, siginfo_t *about, void *context)
{
    struct self *self = watched();

    if (explore_runs())
        explore_end_run(ENDED_SIGNAL, number, NULL, place_of(context));
    if (self) {
        /* One past the instruction, as return addresses are. */
        const char *place = place_of(context);

        emit_urgently(self, OP_CRASH, STAGE_DID, 0, number, place + 1);
    }
    struct sigaction standard = {.sa_handler = SIG_DFL};
    REAL(sigaction)(number, &standard, NULL);
    if (about->si_code <= 0)
        syscall(SYS_tgkill, syscall(SYS_getpid), syscall(SYS_gettid), number);
}

void crash_watch(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct sigaction found;

        if (REAL(sigaction)(faults[i], NULL, &found) != 0 ||
            found.sa_handler != SIG_DFL)
            continue;
        struct sigaction ours = {.sa_sigaction = on_fault,
                                 .sa_flags = SA_SIGINFO | SA_ONSTACK};
        sigemptyset(&ours.sa_mask);
        REAL(sigaction)(faults[i], &ours, NULL);
    }
    crash_prepare_stack();
}

void crash_prepare_stack(void)
{
    stack_t now;

    if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE))
        return; /* The program has brought its own. */
    void *memory =
        REAL(mmap)(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return;
    stack_t ours = {.ss_sp = memory, .ss_size = STACK_SIZE};
    if (sigaltstack(&ours, NULL) == 0)
        fault_stack = memory;
    else
        REAL(munmap)(memory, STACK_SIZE);
}

void crash_forget_stack(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    stack_t now;

    if (!fault_stack || sigaltstack(NULL, &now) != 0 ||
        now.ss_sp != fault_stack)
        return;
    sigaltstack(&none, NULL);
    REAL(munmap)(fault_stack, STACK_SIZE);
    fault_stack = NULL;
}

EXPORT void abort(void)
{
    struct self *self = watched();

    if (explore_runs())
        explore_end_run(ENDED_SIGNAL, SIGABRT, NULL, WHERE);
    if (self)
        emit_urgently(self, OP_CRASH, STAGE_DID, 0, SIGABRT, WHERE);
    REAL(abort)();
    __builtin_unreachable();
}

EXPORT void __assert_fail(const char *expression, const char *file,
                          unsigned line, const char *function)
{
    struct self *self = watched();

    if (explore_runs())
        explore_end_run(ENDED_ASSERT, SIGABRT, expression, WHERE);
    if (self)
        emit_text(self, OP_ASSERT, STAGE_DID, 0, SIGABRT, expression, WHERE);
    REAL(__assert_fail)(expression, file, line, function);
    __builtin_unreachable();
}
