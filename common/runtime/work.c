/* work.c - what a program says of itself, to be asked whether it still works in
   parallel. */
#include "runtime/explore.h"
#include "runtime/real.h"

/* The task does what others should be able to do at the same moment. Nothing
   to see for a program that is not explored. */
void interleave_work(void);
EXPORT void interleave_work(void)
{
    if (explore_runs())
        explore_note_work(WHERE);
}
