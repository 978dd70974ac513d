/* fiber.c - stacks, and going from one to another. */
#include "runtime/fiber.h"

#include "runtime/real.h"

#include <stdint.h>

enum { GUARD = 4096, PLACES = 5, APART = 832 };

#if defined(__x86_64__)

/* The callee-saved registers of the System V ABI, and the control words of the
   floating point units. */
__asm__(".text\n"
        ".hidden fiber_go\n"
        ".globl fiber_go\n"
        ".type fiber_go, @function\n"
        "fiber_go:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    popq %rcx\n" /* No return that its processor could foresee. */
        "    jmp *%rcx\n"
        ".size fiber_go, . - fiber_go\n");

enum { SAVED = 6 };

#elif defined(__aarch64__)

__asm__(".text\n"
        ".hidden fiber_go\n"
        ".globl fiber_go\n"
        ".type fiber_go, %function\n"
        "fiber_go:\n"
        "    sub sp, sp, #160\n"
        "    stp x19, x20, [sp, #0]\n"
        "    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32]\n"
        "    stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64]\n"
        "    stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n"
        "    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n"
        "    stp d14, d15, [sp, #144]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    ldp x19, x20, [sp, #0]\n"
        "    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32]\n"
        "    ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64]\n"
        "    ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96]\n"
        "    ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128]\n"
        "    ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #160\n"
        "    ret\n"
        ".size fiber_go, . - fiber_go\n");

#else
#error "fibers know x86-64 and aarch64"
#endif

bool fiber_prepare(struct fiber *fiber, unsigned number, void (*entry)(void))
{
    if (!fiber->stack) {
        char *memory =
            REAL(mmap)(NULL, FIBER_STACK + GUARD, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED)
            return false;
        mprotect(memory, GUARD, PROT_NONE);
        fiber->stack = memory + GUARD;
        fiber->top = fiber->stack + FIBER_STACK - number % PLACES * APART;
    }
    uintptr_t *top = (uintptr_t *)(void *)fiber->top;
#if defined(__x86_64__)
    *--top = 0; /* Where it would return to: the alignment after a call. */
    *--top = (uintptr_t)entry;
    for (int i = 0; i < SAVED; i++)
        *--top = 0;
#else
    top -= 20;
    for (int i = 0; i < 20; i++)
        top[i] = 0;
    top[11] = (uintptr_t)entry;
#endif
    fiber->place = top;
    return true;
}
