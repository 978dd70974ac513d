/* real.c - finding the functions behind ours. */
#include "runtime/real.h"

#include <dlfcn.h>

struct real real;

void real_find(void)
{
    /* Through void **: C has no cast from object to function pointers. */
#define X(name) *(void **)&real.name = dlsym(RTLD_NEXT, #name);
    REAL_FUNCTIONS(X)
#undef X
}
