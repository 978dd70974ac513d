/* fork_server.c - a server whose owner ends while it has children. */
#include "parallel/process.h"

static int nothing(void *unused)
{
    return unused != NULL;
}

int main(int argc, char **argv)
{
    struct process child = {.run = nothing, .method = PROCESS_FORKSERVER};

    process_main(argc, argv);
    return process_start(&child) ? 2 : 0;
}
