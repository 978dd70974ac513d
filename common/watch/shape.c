/* shape.c - walking through types with libdw. */
#include "watch/shape.h"

#include <dwarf.h>
#include <stdio.h>
#include <string.h>

enum { NAME_DEPTH = 8 }; /* Members of members, at most. */

/* The types of locks and their like: their insides are nobody's business. */
static bool is_opaque(const char *name)
{
    static const char *const opaque[] = {"pthread_", "sem_t", "mtx_t", "cnd_t",
                                         "once_flag"};

    for (size_t i = 0; name && i < sizeof opaque / sizeof *opaque; i++) {
        if (strncmp(name, opaque[i], strlen(opaque[i])) == 0)
            return true;
    }
    return false;
}

bool shape_type_as_written(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;

    return dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
           dwarf_formref_die(&attribute, type);
}

bool shape_type(Dwarf_Die *die, Dwarf_Die *type)
{
    if (!shape_type_as_written(die, type))
        return false;
    for (;;) {
        int tag = dwarf_tag(type);

        if (tag == DW_TAG_typedef && is_opaque(dwarf_diename(type)))
            return false;
        if (tag != DW_TAG_typedef && tag != DW_TAG_const_type &&
            tag != DW_TAG_volatile_type && tag != DW_TAG_atomic_type)
            return true;
        Dwarf_Die inner;
        if (!shape_type_as_written(type, &inner))
            return false;
        *type = inner;
    }
}

/* Among the types of one of the program's files. */
static bool find_definition(Dwarf_Die *file, int tag, const char *name,
                            Dwarf_Die *found)
{
    Dwarf_Die child;

    if (dwarf_child(file, &child) != 0)
        return false;
    do {
        const char *other = dwarf_diename(&child);

        if (dwarf_tag(&child) == tag && other && strcmp(other, name) == 0 &&
            !dwarf_hasattr(&child, DW_AT_declaration)) {
            *found = child;
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

void shape_complete(Dwarf_Die *type)
{
    const char *name = dwarf_diename(type);
    Dwarf *all = dwarf_cu_getdwarf(type->cu);
    Dwarf_CU *unit = NULL;
    Dwarf_Die file;

    if (!name || !dwarf_hasattr(type, DW_AT_declaration))
        return;
    while (dwarf_get_units(all, unit, &unit, NULL, NULL, &file, NULL) == 0) {
        if (find_definition(&file, dwarf_tag(type), name, type))
            return;
    }
}

static uint64_t member_offset(Dwarf_Die *member)
{
    Dwarf_Attribute attribute;
    Dwarf_Word offset = 0;

    if (dwarf_attr(member, DW_AT_data_member_location, &attribute))
        dwarf_formudata(&attribute, &offset);
    return offset;
}

/* The last member that starts at or before the offset. */
static bool member_at(Dwarf_Die *structure, uint64_t offset, Dwarf_Die *found)
{
    Dwarf_Die child;
    bool any = false;

    if (dwarf_child(structure, &child) != 0)
        return false;
    do {
        if (dwarf_tag(&child) == DW_TAG_member &&
            member_offset(&child) <= offset) {
            *found = child;
            any = true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return any;
}

static void append(char *name, size_t size, const char *more)
{
    size_t used = strlen(name);

    snprintf(name + used, size - used, "%s", more);
}

/* How many elements a dimension has; 0: not known. */
static uint64_t extent(Dwarf_Die *dimension)
{
    Dwarf_Attribute attribute;
    Dwarf_Word value;

    if (dwarf_attr(dimension, DW_AT_count, &attribute) &&
        dwarf_formudata(&attribute, &value) == 0)
        return value;
    if (dwarf_attr(dimension, DW_AT_upper_bound, &attribute) &&
        dwarf_formudata(&attribute, &value) == 0)
        return value + 1;
    return 0;
}

/* Appends "[1][2]": the place of the index-th element in rows and columns. */
static void append_indices(Dwarf_Die *array, uint64_t index, char *name,
                           size_t size)
{
    uint64_t extents[NAME_DEPTH] = {0};
    size_t count = 0;
    Dwarf_Die child;
    char part[32];

    if (dwarf_child(array, &child) == 0) {
        do {
            if (dwarf_tag(&child) == DW_TAG_subrange_type && count < NAME_DEPTH)
                extents[count++] = extent(&child);
        } while (dwarf_siblingof(&child, &child) == 0);
    }
    for (size_t i = 0; i == 0 || i < count; i++) {
        uint64_t below = 1; /* Elements that one step of this index passes. */

        for (size_t j = i + 1; j < count; j++) {
            if (extents[j] > 1) /* And not too much for a number. */
                below = below > index / extents[j] ? UINT64_MAX
                                                   : below * extents[j];
        }
        snprintf(part, sizeof part, "[%llu]",
                 (unsigned long long)(index / below));
        append(name, size, part);
        index %= below;
    }
}

bool shape_is_reserved(const char *name)
{
    return name[0] == '_' && name[1] == '_';
}

bool shape_has_tail(Dwarf_Die *structure)
{
    Dwarf_Die member;
    Dwarf_Die type;
    Dwarf_Die range;

    return member_at(structure, UINT64_MAX, &member) &&
           shape_type(&member, &type) &&
           dwarf_tag(&type) == DW_TAG_array_type &&
           dwarf_child(&type, &range) == 0 && extent(&range) == 0;
}

void shape_path(Dwarf_Die *type, uint64_t offset, char *name, size_t size)
{
    for (int depth = 0; depth < NAME_DEPTH; depth++) {
        int tag = dwarf_tag(type);
        Dwarf_Die inner;
        char part[64];

        if (tag == DW_TAG_structure_type || tag == DW_TAG_union_type) {
            Dwarf_Die member;

            if (!member_at(type, offset, &member))
                return;
            const char *member_name = dwarf_diename(&member);
            snprintf(part, sizeof part, ".%s", member_name ? member_name : "");
            offset -= member_offset(&member);
            if (member_name && !shape_is_reserved(member_name))
                append(name, size, part);
            if (!shape_type(&member, &inner))
                return;
        } else if (tag == DW_TAG_array_type) {
            Dwarf_Die element;
            Dwarf_Word width;

            if (!shape_type_as_written(type, &element) ||
                dwarf_aggregate_size(&element, &width) != 0 || width == 0)
                return;
            append_indices(type, offset / width, name, size);
            offset %= width;
            if (!shape_type(type, &inner))
                return;
        } else {
            return;
        }
        *type = inner;
    }
}

/* The first member that is a lock or the like. */
static bool opaque_member(Dwarf_Die *structure, Dwarf_Die *found)
{
    Dwarf_Die type;

    if (dwarf_child(structure, found) != 0)
        return false;
    do {
        if (dwarf_tag(found) == DW_TAG_member && !shape_type(found, &type))
            return true;
    } while (dwarf_siblingof(found, found) == 0);
    return false;
}

static bool member_called(Dwarf_Die *structure, const char *name, size_t length,
                          Dwarf_Die *found)
{
    if (dwarf_child(structure, found) != 0)
        return false;
    do {
        const char *other = dwarf_diename(found);

        if (dwarf_tag(found) == DW_TAG_member && other &&
            strlen(other) == length && strncmp(other, name, length) == 0)
            return true;
    } while (dwarf_siblingof(found, found) == 0);
    return false;
}

bool shape_member(Dwarf_Die *structure, char *path, size_t size,
                  uint64_t *offset)
{
    Dwarf_Die type = *structure;
    Dwarf_Die member;

    *offset = 0;
    for (const char *rest = path; rest; rest = strchr(rest, '.')) {
        rest += *rest == '.';
        if (dwarf_tag(&type) != DW_TAG_structure_type ||
            !member_called(&type, rest, strcspn(rest, "."), &member))
            return false;
        *offset += member_offset(&member);
        if (!shape_type(&member, &type))
            return true;
    }
    if (dwarf_tag(&type) == DW_TAG_structure_type &&
        opaque_member(&type, &member)) {
        append(path, size, ".");
        append(path, size, dwarf_diename(&member));
        *offset += member_offset(&member);
    }
    return true;
}
