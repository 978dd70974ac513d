/* pool_worker.c - what a worker process does. */
#include "parallel/note_inside.h"
#include "parallel/pool_inside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void do_task(unsigned char *message, int error)
{
    struct pool_order order;
    unsigned char *items = message + sizeof order;

    memcpy(&order, message, sizeof order);
    unsigned char *errors = items + order.count * order.item_size;
    order.result = error;
    note("job taken", order.number);
    for (size_t i = 0; i < order.count; i++) {
        int result = error ? error : order.run(items + i * order.item_size);

        order.result = order.result ? order.result : result;
        if (order.errors_wanted)
            memcpy(errors + i * sizeof result, &result, sizeof result);
    }
    note("job finished", order.number);
    memcpy(message, &order, sizeof order);
}

/* What it sees of the area. */
struct view {
    void *memory;
    size_t size;
};

/* False: it cannot be seen, and there is no use in going on. */
static bool receive_area(struct pipe *end, struct view *view)
{
    int file;
    size_t count;
    struct stat status;
    char byte;

    if (view->memory)
        munmap(view->memory, view->size);
    view->memory = NULL;
    if (receive_with_descriptors(end->descriptor, &byte, 1, &file, 1, &count) !=
            1 ||
        count != 1 || fstat(file, &status))
        return false;
    void *memory = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE,
                        MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED)
        return false;
    view->memory = memory;
    view->size = (size_t)status.st_size;
    return true;
}

static bool carry_out(struct pipe *end, unsigned char *message, size_t size,
                      struct view *view, int error)
{
    struct pool_order order;

    memcpy(&order, message, sizeof order);
    if (order.kind == ORDER_AREA)
        return receive_area(end, view);
    if (order.kind == ORDER_TASK) {
        do_task(message, error);
    } else {
        order.count =
            pool_sheet_work(view->memory, order.run, order.count, error);
        memcpy(message, &order, sizeof order);
    }
    return pipe_send(end, message, size, FOREVER) == 0;
}

int pool_worker_serve(struct pipe *end, int error)
{
    struct view view = {0};
    unsigned char *message = NULL;
    size_t size, room = 0;

    note("worker", 0);
    while (pipe_next_size(end, &size, FOREVER) == 0) {
        if (size > room) {
            free(message);
            message = malloc(size);
            room = size;
        }
        if (!message || pipe_receive(end, message, room, &size, FOREVER))
            break;
        if (!carry_out(end, message, size, &view, error))
            break;
    }
    free(message);
    return 0;
}
