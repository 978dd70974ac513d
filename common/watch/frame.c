/* frame.c - local variables by their places, with libdw. */
#include "watch/frame.h"

#include "watch/shape.h"
#include "watch/type.h"

#include <dwarf.h>

enum { FRAME_POINTER = 16 }; /* Below the frame's end, on x86-64. */

struct wanted {
    int64_t offset; /* From what the locations of variables are based on. */
    struct in_frame *found;
};

static bool location(Dwarf_Die *die, unsigned name, Dwarf_Op *operation)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations;
    size_t count;

    if (!dwarf_attr_integrate(die, name, &attribute) ||
        dwarf_getlocation(&attribute, &operations, &count) != 0 || count != 1)
        return false;
    *operation = operations[0];
    return true;
}

/* True: it is the variable there. */
static bool holds(Dwarf_Die *variable, const struct wanted *wanted)
{
    Dwarf_Op place;
    Dwarf_Die type;
    Dwarf_Word size;

    if (!location(variable, DW_AT_location, &place) ||
        place.atom != DW_OP_fbreg || !shape_type_as_written(variable, &type) ||
        dwarf_aggregate_size(&type, &size) != 0)
        return false;
    uint64_t into = (uint64_t)wanted->offset - (uint64_t)(int64_t)place.number;
    if (into >= size)
        return false;
    wanted->found->variable = *variable;
    wanted->found->into = into;
    return true;
}

static bool look_below(Dwarf_Die *parent, const struct wanted *wanted)
{
    Dwarf_Die child;

    if (dwarf_child(parent, &child) != 0)
        return false;
    do {
        int tag = dwarf_tag(&child);

        if (tag == DW_TAG_lexical_block && look_below(&child, wanted))
            return true;
        if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) &&
            holds(&child, wanted))
            return true;
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

/* From the frame's end to what its variables' locations are based on. */
static bool base_of(Dwarf_Die *function, int64_t *base)
{
    Dwarf_Op operation;

    if (!location(function, DW_AT_frame_base, &operation))
        return false;
    *base = operation.atom == DW_OP_call_frame_cfa ? 0 : -FRAME_POINTER;
    return operation.atom == DW_OP_call_frame_cfa ||
           operation.atom == DW_OP_reg6;
}

bool frame_look(struct symbols *symbols, unsigned image, uint64_t address,
                int64_t offset, struct in_frame *found)
{
    Dwarf_Addr bias;
    Dwarf_Die *unit = symbols_unit(symbols, image, address - 1, &bias);
    Dwarf_Die child;

    if (!unit || dwarf_child(unit, &child) != 0)
        return false;
    do {
        int64_t base;

        if (dwarf_tag(&child) != DW_TAG_subprogram ||
            dwarf_haspc(&child, address - 1 - bias) <= 0)
            continue;
        if (!base_of(&child, &base))
            return false;
        const char *name = dwarf_diename(&child);
        found->function = name ? name : "?";
        return look_below(&child, &(struct wanted){offset - base, found});
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}
