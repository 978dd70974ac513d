/* symbols.c - reading debugging information with libdw. */
#include "watch/symbols.h"

#include "must.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_DEPTH = 8,           /* Members of members, at most. */
    VARIABLES_AT_MOST = 20000 /* Global variables listed of one program. */
};

/* A global variable of a program, where the program has it in memory. */
struct variable {
    uint64_t address;
    Dwarf_Die die;
};

struct symbols {
    struct loaded {
        Dwfl *dwfl; /* NULL: nothing is known of this image. */
        struct variable *variables;
        size_t variable_count;
        bool listed;
    } images[AREA_IMAGES];
};

/* Only what is in the file itself: no search, and no network. */
static int find_no_debuginfo(Dwfl_Module *module, void **context,
                             const char *name, Dwarf_Addr base,
                             const char *file, const char *link,
                             GElf_Word checksum, char **found)
{
    (void)module;
    (void)context;
    (void)name;
    (void)base;
    (void)file;
    (void)link;
    (void)checksum;
    (void)found;
    return -1;
}

static const Dwfl_Callbacks callbacks = {
    .find_elf = dwfl_build_id_find_elf,
    .find_debuginfo = find_no_debuginfo,
};

struct symbols *symbols_new(void)
{
    return must_allocate(1, sizeof(struct symbols));
}

void symbols_free(struct symbols *symbols)
{
    if (!symbols)
        return;
    for (size_t i = 0; i < AREA_IMAGES; i++) {
        if (symbols->images[i].dwfl)
            dwfl_end(symbols->images[i].dwfl);
        free(symbols->images[i].variables);
    }
    free(symbols);
}

void symbols_add_image(struct symbols *symbols, unsigned image,
                       const struct image *contents)
{
    if (image >= AREA_IMAGES || symbols->images[image].dwfl)
        return;
    Dwfl *dwfl = dwfl_begin(&callbacks);
    if (!dwfl)
        return;
    unsigned count = contents->module_count;
    dwfl_report_begin(dwfl);
    for (unsigned i = 0; i < count && i < AREA_MODULES; i++) {
        const struct module *module = &contents->modules[i];
        char path[AREA_PATH];

        /* The program can write there: it need not end in a NUL byte. */
        snprintf(path, sizeof path, "%.*s", AREA_PATH - 1, module->path);
        if (*path == '/')
            dwfl_report_elf(dwfl, path, path, -1, module->bias, true);
    }
    dwfl_report_end(dwfl, NULL, NULL);
    symbols->images[image].dwfl = dwfl;
}

static Dwfl_Module *module_at(struct symbols *symbols, unsigned image,
                              uint64_t address)
{
    Dwfl *dwfl = image < AREA_IMAGES ? symbols->images[image].dwfl : NULL;

    return dwfl ? dwfl_addrmodule(dwfl, address) : NULL;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

struct place symbols_place(struct symbols *symbols, unsigned image,
                           uint64_t return_address)
{
    struct place place = {"", "", 0};
    uint64_t address = return_address - 1; /* Inside the call. */
    Dwfl_Module *module = module_at(symbols, image, address);

    if (!module)
        return place;
    const char *function = dwfl_module_addrname(module, address);
    Dwfl_Line *line = dwfl_module_getsrc(module, address);
    if (line) {
        const char *file =
            dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
        const char *folder = dwfl_line_comp_dir(line);

        place.file = file ? file : "";
        if (file && *file != '/' && folder) {
            /* Kept for good: there are as many as source files. */
            char *whole = must_print("%s/%s", folder, file);
            char *real = realpath(whole, NULL);

            place.file = real ? real : whole;
            if (real)
                free(whole);
        }
    } else if (!function) {
        function = base_name(
            dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
    }
    place.function = function ? function : "";
    return place;
}

const char *symbols_function(struct symbols *symbols, unsigned image,
                             uint64_t address)
{
    Dwfl_Module *module = module_at(symbols, image, address);
    const char *name = module ? dwfl_module_addrname(module, address) : NULL;

    return name ? name : "";
}

/* The type behind typedefs and qualifiers. False: none. `stop_at` is true for
   the types of locks and their like, whose insides are nobody's business. */
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

static bool type_of(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;

    return dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
           dwarf_formref_die(&attribute, type);
}

static bool bare_type(Dwarf_Die *die, Dwarf_Die *type)
{
    if (!type_of(die, type))
        return false;
    for (;;) {
        int tag = dwarf_tag(type);

        if (tag == DW_TAG_typedef && is_opaque(dwarf_diename(type)))
            return false;
        if (tag != DW_TAG_typedef && tag != DW_TAG_const_type &&
            tag != DW_TAG_volatile_type && tag != DW_TAG_atomic_type)
            return true;
        Dwarf_Die inner;
        if (!type_of(type, &inner))
            return false;
        *type = inner;
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

        for (size_t j = i + 1; j < count; j++)
            below *= extents[j] ? extents[j] : 1;
        snprintf(part, sizeof part, "[%llu]",
                 (unsigned long long)(index / below));
        append(name, size, part);
        index %= below;
    }
}

/* Appends ".member" and "[index]" for what is at `offset` of a thing of
   type `type`. */
static void append_path(Dwarf_Die *type, uint64_t offset, char *name,
                        size_t size)
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
            if (member_name)
                append(name, size, part);
            if (!bare_type(&member, &inner))
                return;
        } else if (tag == DW_TAG_array_type) {
            Dwarf_Die element;
            Dwarf_Word width;

            if (!type_of(type, &element) ||
                dwarf_aggregate_size(&element, &width) != 0 || width == 0)
                return;
            append_indices(type, offset / width, name, size);
            offset %= width;
            if (!bare_type(type, &inner))
                return;
        } else {
            return;
        }
        *type = inner;
    }
}

/* Where a global variable is in the file; false: it is nowhere fixed. */
static bool fixed_address(Dwarf_Die *die, uint64_t *address)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations;
    size_t count;

    if (dwarf_tag(die) != DW_TAG_variable ||
        !dwarf_attr_integrate(die, DW_AT_location, &attribute) ||
        dwarf_getlocation(&attribute, &operations, &count) != 0 || count != 1 ||
        operations[0].atom != DW_OP_addr)
        return false;
    *address = operations[0].number;
    return true;
}

static void list_below(struct loaded *loaded, Dwarf_Die *parent, uint64_t bias)
{
    Dwarf_Die child;

    if (dwarf_child(parent, &child) != 0)
        return;
    do {
        uint64_t address;
        int tag = dwarf_tag(&child);

        if (loaded->variable_count >= VARIABLES_AT_MOST)
            return;
        if (tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) {
            list_below(loaded, &child, bias); /* Static locals. */
        } else if (fixed_address(&child, &address)) {
            loaded->variables =
                must_resize(loaded->variables, loaded->variable_count + 1,
                            sizeof *loaded->variables);
            loaded->variables[loaded->variable_count++] =
                (struct variable){address + bias, child};
        }
    } while (dwarf_siblingof(&child, &child) == 0);
}

/* Lists the variables of the program itself, not of its libraries. */
static int list_module(Dwfl_Module *module, void **context, const char *name,
                       Dwarf_Addr start, void *argument)
{
    struct loaded *loaded = argument;
    Dwarf_Addr bias;
    Dwarf_Die *unit = NULL;

    (void)context;
    (void)name;
    (void)start;
    while ((unit = dwfl_module_nextcu(module, unit, &bias)))
        list_below(loaded, unit, bias);
    return DWARF_CB_ABORT;
}

static int by_address(const void *a, const void *b)
{
    const struct variable *left = a;
    const struct variable *right = b;

    return (left->address > right->address) - (left->address < right->address);
}

static void list_variables(struct loaded *loaded)
{
    if (loaded->listed)
        return;
    loaded->listed = true;
    dwfl_getmodules(loaded->dwfl, list_module, loaded, 0);
    if (loaded->variable_count > 0)
        qsort(loaded->variables, loaded->variable_count,
              sizeof *loaded->variables, by_address);
}

/* The variable that the address is in, by debugging information. */
static struct variable *variable_at(struct loaded *loaded, uint64_t address)
{
    size_t low = 0;
    size_t high = loaded->variable_count;
    Dwarf_Die type;
    Dwarf_Word width;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (loaded->variables[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    struct variable *found = &loaded->variables[low - 1];
    if (!type_of(&found->die, &type) ||
        dwarf_aggregate_size(&type, &width) != 0 ||
        address - found->address >= width)
        return NULL;
    return found;
}

bool symbols_variable(struct symbols *symbols, unsigned image, uint64_t address,
                      char *name, size_t size)
{
    Dwfl_Module *module = module_at(symbols, image, address);
    GElf_Off offset;
    GElf_Sym symbol;

    if (!module)
        return false;
    list_variables(&symbols->images[image]);
    struct variable *found = variable_at(&symbols->images[image], address);
    if (found) {
        Dwarf_Die type;
        const char *plain = dwarf_diename(&found->die);

        snprintf(name, size, "%s", plain ? plain : "?");
        if (bare_type(&found->die, &type))
            append_path(&type, address - found->address, name, size);
        return true;
    }
    const char *plain = dwfl_module_addrinfo(module, address, &offset, &symbol,
                                             NULL, NULL, NULL);
    if (!plain || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT ||
        offset >= symbol.st_size)
        return false;
    if (offset > 0)
        snprintf(name, size, "%s+%llu", plain, (unsigned long long)offset);
    else
        snprintf(name, size, "%s", plain);
    return true;
}

static bool find_member(Dwarf_Die *structure, const char *name,
                        uint64_t *offset)
{
    Dwarf_Die child;

    if (dwarf_child(structure, &child) != 0)
        return false;
    do {
        const char *found = dwarf_diename(&child);

        if (dwarf_tag(&child) == DW_TAG_member && found &&
            strcmp(found, name) == 0) {
            *offset = member_offset(&child);
            return true;
        }
    } while (dwarf_siblingof(&child, &child) == 0);
    return false;
}

bool symbols_structure(struct symbols *symbols, unsigned image,
                       uint64_t return_address, const char *variable,
                       const char *member, char *tag, size_t size,
                       uint64_t *offset)
{
    uint64_t address = return_address - 1;
    Dwfl_Module *module = module_at(symbols, image, address);
    Dwarf_Addr bias;
    Dwarf_Die *unit =
        module ? dwfl_module_addrdie(module, address, &bias) : NULL;
    Dwarf_Die *scopes = NULL;
    Dwarf_Die found;
    Dwarf_Die type;
    bool known = false;

    if (!unit)
        return false;
    int count = dwarf_getscopes(unit, address - bias, &scopes);
    if (count > 0 &&
        dwarf_getscopevar(scopes, count, variable, 0, NULL, 0, 0, &found) >=
            0 &&
        bare_type(&found, &type)) {
        Dwarf_Die target;

        if (dwarf_tag(&type) == DW_TAG_pointer_type &&
            bare_type(&type, &target))
            type = target;
        const char *name = dwarf_diename(&type);
        if (dwarf_tag(&type) == DW_TAG_structure_type && name &&
            find_member(&type, member, offset)) {
            snprintf(tag, size, "%s", name);
            known = true;
        }
    }
    free(scopes);
    return known;
}
