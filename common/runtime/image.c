/* image.c - where the program's own memory is that needs no watching. */
#include "runtime/image.h"

#include <link.h>
#include <stddef.h>

struct found {
    struct range *constants;
    struct range *own;
};

static void find_constants(const struct dl_phdr_info *image,
                           struct range *constants)
{
    struct range range = {UINTPTR_MAX, 0};

    for (int i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &image->dlpi_phdr[i];
        uintptr_t start = image->dlpi_addr + header->p_vaddr;

        if (header->p_type != PT_LOAD || header->p_flags & PF_W)
            continue;
        if (start < range.low)
            range.low = start;
        if (start + header->p_memsz > range.high)
            range.high = start + header->p_memsz;
    }
    if (range.low < range.high)
        *constants = range;
}

static int find(struct dl_phdr_info *image, size_t size, void *context)
{
    struct found *found = context;

    (void)size;
    find_constants(image, found->constants);
    for (int i = 0; i < image->dlpi_phnum; i++) {
        if (image->dlpi_phdr[i].p_type == PT_TLS && image->dlpi_tls_data) {
            found->own->low = (uintptr_t)image->dlpi_tls_data;
            found->own->high = found->own->low + image->dlpi_phdr[i].p_memsz;
        }
    }
    return 1; /* The program itself comes first, and is all we want. */
}

void image_find(struct range *constants, struct range *own)
{
    struct found found = {constants, own};

    dl_iterate_phdr(find, &found);
}
