/* value.c - values written as their types write them. */
#include "watch/value.h"

#include "watch/shape.h"

#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void describe_character(int64_t value, char *text, size_t size)
{
    int character = (int)(value & 0xff);

    if (character >= ' ' && character < 127)
        snprintf(text, size, "'%c'", character);
    else if (character == '\n')
        snprintf(text, size, "'\\n'");
    else
        snprintf(text, size, "%d", (int)(int8_t)value);
}

static void describe_floating(int64_t value, Dwarf_Word width, char *text,
                              size_t size)
{
    if (width == sizeof(float)) {
        float number;
        uint32_t bits = (uint32_t)value;

        memcpy(&number, &bits, sizeof number);
        snprintf(text, size, "%g", (double)number);
    } else {
        double number;

        memcpy(&number, &value, sizeof number);
        snprintf(text, size, "%g", number);
    }
}

static void describe_unsigned(int64_t value, Dwarf_Word width, char *text,
                              size_t size)
{
    uint64_t number = (uint64_t)value;

    if (width < 8)
        number &= (UINT64_C(1) << (8 * width)) - 1;
    snprintf(text, size, "%" PRIu64, number);
}

/* More than its bytes may have been read with it. */
static void describe_signed(int64_t value, Dwarf_Word width, char *text,
                            size_t size)
{
    unsigned above = width > 0 && width < 8 ? 64 - 8 * (unsigned)width : 0;

    snprintf(text, size, "%" PRId64,
             (int64_t)((uint64_t)value << above) >> above);
}

static bool is_character(Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    Dwarf_Word encoding = 0;

    dwarf_formudata(dwarf_attr(type, DW_AT_encoding, &attribute), &encoding);
    return encoding == DW_ATE_signed_char || encoding == DW_ATE_unsigned_char;
}

static void describe_base(Dwarf_Die *type, int64_t value, char *text,
                          size_t size)
{
    Dwarf_Attribute attribute;
    Dwarf_Word encoding = 0;
    Dwarf_Word width = 8;

    dwarf_formudata(dwarf_attr(type, DW_AT_encoding, &attribute), &encoding);
    dwarf_aggregate_size(type, &width);
    switch (encoding) {
    case DW_ATE_boolean:
        snprintf(text, size, "%s", value & 0xff ? "true" : "false");
        break;
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        describe_character(value, text, size);
        break;
    case DW_ATE_float:
        describe_floating(value, width, text, size);
        break;
    case DW_ATE_unsigned:
        describe_unsigned(value, width, text, size);
        break;
    default:
        describe_signed(value, width, text, size);
        break;
    }
}

static void describe_enumerator(Dwarf_Die *type, int64_t value, char *text,
                                size_t size)
{
    Dwarf_Die child;

    snprintf(text, size, "%" PRId64, value);
    if (dwarf_child(type, &child) != 0)
        return;
    do {
        Dwarf_Attribute attribute;
        Dwarf_Sword number;

        if (dwarf_tag(&child) == DW_TAG_enumerator &&
            dwarf_formsdata(dwarf_attr(&child, DW_AT_const_value, &attribute),
                            &number) == 0 &&
            (int32_t)number == (int32_t)value) {
            snprintf(text, size, "%s", dwarf_diename(&child));
            return;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

/* A pointer to a structure points to its first member too: it is not meant. */
static int whole_length(Dwarf_Die *pointer, const char *name)
{
    Dwarf_Die type;
    const char *member = strrchr(name, '.');
    bool is_structure =
        shape_type(pointer, &type) && dwarf_tag(&type) == DW_TAG_structure_type;

    return (int)(is_structure && member ? (size_t)(member - name)
                                        : strlen(name));
}

static void describe_pointer(struct symbols *symbols,
                             const struct valued *valued, int64_t value,
                             char *text, size_t size)
{
    unsigned image = valued->image;
    char name[48];
    const char *function;

    if (value == 0)
        snprintf(text, size, "NULL");
    else if (symbols_variable(symbols, image, (uint64_t)value, name,
                              sizeof name))
        snprintf(text, size, "&%.*s", whole_length(valued->type, name), name);
    else if (*(function = symbols_function(symbols, image, (uint64_t)value)))
        snprintf(text, size, "%s", function);
    else if (hinted_target(valued->hinted, valued->process, valued->type,
                           (uint64_t)value, name, sizeof name))
        snprintf(text, size, "&%s", name);
    else
        snprintf(text, size, "0x%" PRIx64, (uint64_t)value);
}

void value_describe(struct symbols *symbols, const struct valued *valued,
                    int64_t value, char *text, size_t size)
{
    int tag = valued->type ? dwarf_tag(valued->type) : 0;

    if (tag == DW_TAG_base_type && valued->contents &&
        is_character(valued->type))
        snprintf(text, size, "\"%s\"", valued->contents);
    else if (tag == DW_TAG_base_type)
        describe_base(valued->type, value, text, size);
    else if (tag == DW_TAG_enumeration_type)
        describe_enumerator(valued->type, value, text, size);
    else if (tag == DW_TAG_pointer_type)
        describe_pointer(symbols, valued, value, text, size);
    else
        snprintf(text, size, "%" PRId64, value);
}
