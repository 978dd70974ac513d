/* note_inside.h - what this library says of itself to whoever watches it. Not
   installed.

   A lab that stands before libc sees locks and sockets, and not that a job was
   taken or a list asked. So it may define a function of this name. Elsewhere
   there is none, and a note costs a look at a pointer.

       note("job given", number)        a pool has one more job to do; text
                                        "again": one whose worker died
       note("job taken", number)        a worker has it in hand
       note("job finished", number)     it has done it
       note("job dropped", number)      nobody will do it, or its worker died
       note("worker", 0)                the task will take jobs

       notes("serve", 0, address, "")   the task serves a manager's clients
       notes("keep", state, kind, name) the server has this object: note_state
       note("delete", number)           and has it no more
       notes("call", number, verb, address)
                                        a client asks this of an object; 0: none
       note("answer", error)            and has been answered */
#ifndef PARALLEL_NOTE_INSIDE_H
#define PARALLEL_NOTE_INSIDE_H

#include <stddef.h>
#include <stdint.h>

/* What is only read and written to be noted is no step of the program. */
#define FOR_NOTES __attribute__((no_sanitize_thread))

/* An object's number, how many items it has or how often a lock is held, and
   how many of the items are references to other objects. */
static inline int64_t note_state(uint64_t number, size_t count,
                                 size_t references)
{
    count = count < 0xffffff ? count : 0xffffff;
    references = references < 0xffff ? references : 0xffff;
    return (int64_t)(number << 40 | (uint64_t)count << 16 | references);
}

__attribute__((weak, visibility("default"))) void
interleave_note(const char *what, int64_t number, const char *text,
                const char *more);

static inline void notes(const char *what, int64_t number, const char *text,
                         const char *more)
{
    if (interleave_note)
        interleave_note(what, number, text, more);
}

static inline void note(const char *what, int64_t number)
{
    notes(what, number, "", "");
}

#endif
