/* pack.c - hostile bytes where packed values are expected. */
#include "parallel/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Reads the next value as what it says it is, and looks at all of it. */
static void read_one(struct unpack *unpack)
{
    volatile unsigned sum = 0;
    const char *text = "";
    const void *blob = "";
    size_t size = 0;
    uint32_t count;
    int64_t number;
    double real;
    bool flag;

    switch (unpack_next(unpack)) {
    case PACK_NOTHING:
        unpack_nothing(unpack);
        break;
    case PACK_BOOL:
        unpack_bool(unpack, &flag);
        break;
    case PACK_INT:
        unpack_int(unpack, &number);
        break;
    case PACK_DOUBLE:
        unpack_double(unpack, &real);
        break;
    case PACK_TEXT:
        unpack_text(unpack, &text, &size);
        break;
    case PACK_BYTES:
        unpack_bytes(unpack, &blob, &size);
        text = blob;
        break;
    case PACK_LIST:
        unpack_list(unpack, &count);
        break;
    case PACK_MAP:
        unpack_map(unpack, &count);
        break;
    case PACK_REFERENCE:
        unpack_reference(unpack, &number);
        break;
    case PACK_END:
        break;
    }
    for (size_t i = 0; i < size; i++)
        sum += (unsigned char)text[i];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct unpack unpack;

    unpack_begin(&unpack, bytes, length);
    while (unpack_next(&unpack) != PACK_END)
        read_one(&unpack);
    unpack_end(&unpack);
    unpack_begin(&unpack, bytes, length);
    while (unpack_next(&unpack) != PACK_END)
        unpack_skip(&unpack);
    unpack_end(&unpack);
    return 0;
}
