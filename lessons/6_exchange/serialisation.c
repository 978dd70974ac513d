/* serialisation.c - what does it cost to hand a list to another process?

   Watch: the output: a list goes through a pipe encoded, as it is, and by
   shared memory. Compare with: shared_memory.c, pipe.c */
#include "../must.h"
#include "parallel/pack.h"
#include "parallel/pipe.h"
#include "parallel/process.h"
#include "parallel/shared.h"

#include <time.h>

enum { LEAST = 512, MOST = 32768, US_A_DOT = 30 };
enum way { ENCODED, BYTES, SHARED, WAYS };

static const char *const ways[] = {"encoded", "bytes", "shared"};
static struct pipe mine, theirs;
static struct shared_array *shared;
static int64_t numbers[MOST], got;
static size_t encoded; /* The last list's size. */
static unsigned char message[2 * sizeof numbers];

static int receive(void *unused)
{
    struct unpack unpack;
    uint32_t count;
    size_t size;

    pipe_close(&mine);
    while (!pipe_receive(&theirs, message, sizeof message, &size, FOREVER)) {
        unpack_begin(&unpack, message, size); /* Bare bytes are no list. */
        unpack_list(&unpack, &count);
        for (; count > 0; count--)
            unpack_int(&unpack, &got); /* @decode */
        MUST(pipe_send(&theirs, "", 1, FOREVER));
    }
    return unused != NULL;
}

static double hand_over_us(enum way way, uint32_t count)
{
    size_t sizes[] = {0, count * sizeof *numbers, 1}, size;
    struct timespec from, to;
    struct pack pack;

    clock_gettime(CLOCK_MONOTONIC, &from);
    if (way == ENCODED) {
        pack_begin(&pack, message, sizeof message);
        pack_list(&pack, count);
        for (uint32_t i = 0; i < count; i++)
            pack_int(&pack, numbers[i]); /* @encode */
        MUST(pack_end(&pack, &encoded)); /* @size */
        sizes[way] = encoded;
    } else
        memcpy(way == BYTES ? message : shared->items, numbers, sizes[BYTES]);
    MUST(pipe_send(&mine, message, sizes[way], FOREVER));
    MUST(pipe_receive(&mine, message, 1, &size, FOREVER)); /* @taken */
    clock_gettime(CLOCK_MONOTONIC, &to);
    return (to.tv_sec - from.tv_sec) * 1e6 + (to.tv_nsec - from.tv_nsec) / 1e3;
}

int main(void)
{
    struct process child = {.name = "receiver", .run = receive};

    MUST(pipe_new(&mine, &theirs));
    MUST(shared_array_new(&shared, MOST, sizeof *numbers)); /* @shared */
    MUST(process_start(&child));
    pipe_close(&theirs);
    for (uint32_t count = LEAST; count <= MOST; count *= 4)
        for (int way = ENCODED; way < WAYS; way++) {
            hand_over_us(way, count); /* The first time is dearer. */
            double us = hand_over_us(way, count);
            printf("%5u %-7s %4.0f us %.*s\n", count, ways[way], us,
                   (int)us / US_A_DOT, "########################");
        }
    pipe_close(&mine);
    MUST(process_join(&child, FOREVER));
    printf("%zu bytes in memory, %zu encoded\n", sizeof numbers, encoded);
}
