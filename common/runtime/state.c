/* state.c - a hash of all that decides how a program goes on. */
#include "runtime/state.h"

#include <string.h>

uint64_t state_add(uint64_t hash, const void *from, size_t size)
{
    const char *at = from;
    uint64_t lanes[4] = {hash, 1, 2,
                         3}; /* That need not wait for each other. */
    uint64_t word;

    for (; size >= sizeof lanes; size -= sizeof lanes) {
        for (int i = 0; i < 4; i++, at += sizeof word) {
            memcpy(&word, at, sizeof word);
            lanes[i] = state_add_word(lanes[i], word);
        }
    }
    hash = state_add_word(lanes[0] ^ lanes[1] << 1, lanes[2] ^ lanes[3] << 1);
    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = state_add_word(hash, word);
    }
    word = 0;
    memcpy(&word, at, size);
    return state_add_word(hash, word);
}

uint64_t state_of_scheduler(uint64_t hash, const struct scheduler *s)
{
    for (uint32_t i = 0; i < s->task_count; i++) {
        const struct scheduled *task = &s->tasks[i];

        hash =
            state_add_word(hash, task->phase | (task->cancelled ? 256U : 0U));
        if (task->phase == SCHEDULED_GONE)
            continue;
        hash = state_add_word(hash, task->want.op | task->want.phase << 16);
        hash = state_add_word(hash, task->want.object);
    }
    for (uint32_t i = 0; i < s->object_count; i++) {
        const struct scheduled_object *object = &s->objects[s->used[i]];

        hash = state_add_word(hash, object->key);
        hash =
            state_add_word(hash, object->owner | (uint64_t)object->count << 32);
        hash = state_add_word(hash, (uint64_t)object->value ^ object->state);
    }
    return state_add_word(hash, s->random);
}

uint64_t state_of_stack(uint64_t hash, const char *from, const char *end,
                        uint64_t where)
{
    const char *at = from;
    uint64_t word;

    for (; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        if (word == where)
            return state_add(hash, at, (size_t)(end - at));
    }
    return state_add(hash, from, (size_t)(end - from));
}
