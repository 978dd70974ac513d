/* crash.c - faults, aborts and failed assertions. */
#include "runtime/crash.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"

#include <assert.h>
#include <link.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unwind.h>

enum { STACK_SIZE = 65536 };

static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static THREAD_LOCAL void *fault_stack;

/* What of memory is not the program's own code. */
struct code {
    uintptr_t low;
    uintptr_t high;
};

static struct code own;
static struct code libc;

static bool is_in(const struct code *code, uintptr_t address)
{
    return address - code->low < code->high - code->low;
}

static int find_code(struct dl_phdr_info *found, size_t size, void *context)
{
    struct code code = {UINTPTR_MAX, 0};

    (void)size;
    (void)context;
    for (int i = 0; i < found->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &found->dlpi_phdr[i];

        if (part->p_type != PT_LOAD)
            continue;
        uintptr_t low = found->dlpi_addr + part->p_vaddr;
        code.low = low < code.low ? low : code.low;
        code.high =
            low + part->p_memsz > code.high ? low + part->p_memsz : code.high;
    }
    if (is_in(&code, (uintptr_t)find_code))
        own = code;
    if (is_in(&code, (uintptr_t)REAL(abort)))
        libc = code;
    return 0;
}

/* The first return address on the way out that is the program's. */
static _Unwind_Reason_Code see_frame(struct _Unwind_Context *frame,
                                     void *context)
{
    uintptr_t *place = context;
    int is_exact = 0;
    uintptr_t address = (uintptr_t)_Unwind_GetIPInfo(frame, &is_exact);

    if (is_in(&own, address) || is_in(&libc, address))
        return _URC_NO_REASON;
    *place = address + (is_exact ? 1 : 0);
    return _URC_END_OF_STACK;
}

/* One past the instruction, as return addresses are. A fault within what the
   program called, with an address that is none, is that of the call. */
static const void *place_of(const void *context)
{
    const ucontext_t *machine = context;
    uintptr_t place = 0;

#if defined(__x86_64__)
    place = (uintptr_t)machine->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    place = (uintptr_t)machine->uc_mcontext.pc;
#else
    (void)machine;
#endif
    bool is_inside = is_in(&own, place) || is_in(&libc, place);

    place++;
    if (is_inside)
        _Unwind_Backtrace(see_frame, &place);
    return (const void *)place;
}

/* Tells, and dies as it would have without us: a fault comes again as soon as
   the handler returns, and a signal that somebody sent is sent again. */
static void on_fault(int number, siginfo_t *about, void *context)
{
    struct self *self = watched();

    if (explore_runs())
        explore_end_run(ENDED_SIGNAL, number, NULL, place_of(context));
    if (self)
        emit_urgently(self, OP_CRASH, STAGE_DID, 0, number, place_of(context));
    struct sigaction standard = {.sa_handler = SIG_DFL};
    REAL(sigaction)(number, &standard, NULL);
    if (about->si_code <= 0)
        REAL(syscall)
    (SYS_tgkill, REAL(syscall)(SYS_getpid), REAL(syscall)(SYS_gettid), number);
}

/* The first walk makes what all others use; nobody is to be told of that. */
static void prepare_places(void)
{
    struct area *area = self_area;
    uintptr_t place = 0;

    if (own.high)
        return;
    dl_iterate_phdr(find_code, NULL);
    self_area = NULL;
    _Unwind_Backtrace(see_frame, &place);
    self_area = area;
}

void crash_watch(void)
{
    prepare_places();
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

void crash_leave(void)
{
    sigset_t none;

    sigemptyset(&none);
    REAL(pthread_sigmask)(SIG_SETMASK, &none, NULL);
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
