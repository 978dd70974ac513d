/* local.c - thread-local variables and thread-specific values of fibers. */
#include "runtime/local.h"

#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/state.h"

#include <errno.h>
#include <limits.h>
#include <link.h>
#include <string.h>

enum {
    KEYS = 128,
    LOCAL_AT_MOST = 4096 /* Bytes of thread-local variables. */
};

static struct {
    bool looked;
    bool is_there;
    char *place; /* Of this OS thread; NULL: the program has none. */
    size_t size;
    const char *image; /* What they are at first: so many bytes, then zeros. */
    size_t image_size;
} local;

static char kept[SCHEDULER_TASKS][LOCAL_AT_MOST];

static struct {
    unsigned count;
    void (*destroy[KEYS])(void *);
    bool deleted[KEYS];
    void *values[SCHEDULER_TASKS][KEYS];
} keys;

static int find(struct dl_phdr_info *found, size_t size, void *context)
{
    (void)size;
    (void)context;
    for (int i = 0; i < found->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &found->dlpi_phdr[i];

        if (part->p_type != PT_TLS || !found->dlpi_tls_data)
            continue;
        local.place = found->dlpi_tls_data;
        local.size = part->p_memsz;
        local.image = (const char *)(found->dlpi_addr + part->p_vaddr);
        local.image_size = part->p_filesz;
    }
    return 1;
}

static void look(void)
{
    local.looked = true;
    dl_iterate_phdr(find, NULL);
    local.is_there = local.place && local.size <= LOCAL_AT_MOST;
}

static inline bool is_there(void)
{
    if (UNLIKELY(!local.looked))
        look();
    return local.is_there;
}

void local_begin(unsigned task)
{
    if (is_there()) {
        memcpy(kept[task], local.image, local.image_size);
        memset(kept[task] + local.image_size, 0, local.size - local.image_size);
    }
    if (keys.count > 0)
        memset(keys.values[task], 0, sizeof keys.values[task]);
}

void local_enter(unsigned task)
{
    if (is_there())
        memcpy(local.place, kept[task], local.size);
}

void local_leave(unsigned task)
{
    if (is_there())
        memcpy(kept[task], local.place, local.size);
}

uint64_t local_state(uint64_t hash, unsigned running)
{
    for (unsigned i = 0; i < self_area->scheduler.task_count; i++) {
        if (is_there())
            hash = state_add(hash, i == running ? local.place : kept[i],
                             local.size);
        hash = state_add(hash, keys.values[i],
                         keys.count * sizeof *keys.values[i]);
    }
    return hash;
}

void local_end(unsigned task)
{
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        bool any = false;

        for (unsigned i = 0; i < keys.count; i++) {
            void *value = keys.values[task][i];

            if (!value || !keys.destroy[i] || keys.deleted[i])
                continue;
            keys.values[task][i] = NULL;
            keys.destroy[i](value);
            any = true;
        }
        if (!any)
            return;
    }
}

void local_reset(void)
{
    keys.count = 0;
}

EXPORT int pthread_key_create(pthread_key_t *key, void (*destroy)(void *))
{
    if (!explore_runs())
        return REAL(pthread_key_create)(key, destroy);
    if (keys.count == KEYS)
        return EAGAIN;
    *key = keys.count;
    keys.destroy[keys.count] = destroy;
    keys.deleted[keys.count] = false;
    for (unsigned i = 0; i < self_area->scheduler.task_count; i++)
        keys.values[i][keys.count] = NULL;
    keys.count++;
    return 0;
}

EXPORT int pthread_key_delete(pthread_key_t key)
{
    if (!explore_runs())
        return REAL(pthread_key_delete)(key);
    if (key >= keys.count || keys.deleted[key])
        return EINVAL;
    keys.deleted[key] = true;
    return 0;
}

static unsigned here(void)
{
    return (unsigned)(self_here.slot - self_area->slots);
}

EXPORT void *pthread_getspecific(pthread_key_t key)
{
    if (!explore_runs())
        return REAL(pthread_getspecific)(key);
    return key < keys.count ? keys.values[here()][key] : NULL;
}

EXPORT int pthread_setspecific(pthread_key_t key, const void *value)
{
    if (!explore_runs())
        return REAL(pthread_setspecific)(key, value);
    if (key >= keys.count || keys.deleted[key])
        return EINVAL;
    keys.values[here()][key] = (void *)(uintptr_t)value;
    return 0;
}
