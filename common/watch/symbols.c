/* symbols.c - reading debugging information with libdw. */
#include "watch/symbols.h"

#include "must.h"
#include "watch/shape.h"
#include "watch/type.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    VARIABLES_AT_MOST = 20000, /* Global ones, listed of one program. */
    PATH_AT_MOST = 512         /* Bytes of a name such as a.b[2].c. */
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

    /* Paths of source files, as said and as they are. */
    struct known_file {
        char *said;
        char *path;
    } * files;
    size_t file_count;
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
    for (size_t i = 0; i < symbols->file_count; i++) {
        free(symbols->files[i].said);
        free(symbols->files[i].path);
    }
    free(symbols->files);
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

/* The absolute path of a source file, kept as long as the symbols are. */
static const char *path_of_file(struct symbols *symbols, const char *folder,
                                const char *file)
{
    char *said = must_print("%s/%s", folder, file);

    for (size_t i = 0; i < symbols->file_count; i++) {
        if (strcmp(symbols->files[i].said, said) == 0) {
            free(said);
            return symbols->files[i].path;
        }
    }
    char real[PATH_MAX];
    char *path = must_copy(realpath(said, real) ? real : said);
    symbols->files = must_resize(symbols->files, symbols->file_count + 1,
                                 sizeof *symbols->files);
    symbols->files[symbols->file_count++] = (struct known_file){said, path};
    return path;
}

/* The unit of the source that an address is in. Units are found by a table of
   addresses, which clang writes only when it is asked to: else each is looked
   at. NULL: none is known. */
static Dwarf_Die *unit_at(Dwfl_Module *module, uint64_t address,
                          Dwarf_Addr *bias)
{
    Dwarf_Die *unit = dwfl_module_addrdie(module, address, bias);

    if (unit)
        return unit;
    while ((unit = dwfl_module_nextcu(module, unit, bias))) {
        if (dwarf_haspc(unit, address - *bias) > 0)
            return unit;
    }
    return NULL;
}

Dwarf_Die *symbols_unit(struct symbols *symbols, unsigned image,
                        uint64_t address, Dwarf_Addr *bias)
{
    Dwfl_Module *module = module_at(symbols, image, address);

    return module ? unit_at(module, address, bias) : NULL;
}

/* The last line of the source that begins no later. */
static Dwfl_Line *line_at(Dwfl_Module *module, uint64_t address)
{
    Dwfl_Line *line = dwfl_module_getsrc(module, address);
    Dwarf_Addr bias;
    Dwarf_Die *unit = line ? NULL : unit_at(module, address, &bias);
    size_t count = 0;
    uint64_t best = 0;

    if (!unit || dwfl_getsrclines(unit, &count) != 0)
        return line;
    for (size_t i = 0; i < count; i++) {
        Dwfl_Line *found = dwfl_onesrcline(unit, i);
        Dwarf_Addr start = 0;

        if (dwfl_lineinfo(found, &start, NULL, NULL, NULL, NULL) &&
            start <= address && start >= best) {
            best = start;
            line = found;
        }
    }
    return line;
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
    Dwfl_Line *line = line_at(module, address);
    if (line) {
        const char *file =
            dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
        const char *folder = dwfl_line_comp_dir(line);

        place.file = file ? file : "";
        if (file && *file != '/' && folder)
            place.file = path_of_file(symbols, folder, file);
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

/* Where a global variable is in the file; false: it is nowhere fixed. */
static bool fixed_address(Dwarf_Die *die, uint64_t *address)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *operations;
    size_t count;

    if (dwarf_tag(die) != DW_TAG_variable ||
        !dwarf_attr_integrate(die, DW_AT_location, &attribute) ||
        dwarf_getlocation(&attribute, &operations, &count) != 0 || count != 1)
        return false;
    if (operations[0].atom == DW_OP_addrx) { /* clang: in a table of its own. */
        Dwarf_Attribute entry;

        return dwarf_getlocation_attr(&attribute, operations, &entry) == 0 &&
               dwarf_formaddr(&entry, address) == 0;
    }
    *address = operations[0].number;
    return operations[0].atom == DW_OP_addr;
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
    if (!shape_type_as_written(&found->die, &type) ||
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
        if (shape_type(&found->die, &type))
            shape_path(&type, address - found->address, name, size);
        return true;
    }
    const char *plain = dwfl_module_addrinfo(module, address, &offset, &symbol,
                                             NULL, NULL, NULL);
    if (!plain || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT ||
        offset >= symbol.st_size)
        return false;
    /* A library's variable has its version in its name: optind@GLIBC_2.2.5. */
    int length = (int)strcspn(plain, "@");
    if (offset > 0)
        snprintf(name, size, "%.*s+%llu", length, plain,
                 (unsigned long long)offset);
    else
        snprintf(name, size, "%.*s", length, plain);
    return true;
}

bool symbols_type_at(struct symbols *symbols, unsigned image, uint64_t address,
                     Dwarf_Die *type)
{
    char path[PATH_AT_MOST] = "";

    if (!module_at(symbols, image, address))
        return false;
    list_variables(&symbols->images[image]);
    struct variable *found = variable_at(&symbols->images[image], address);
    if (!found || !shape_type(&found->die, type))
        return false;
    shape_path(type, address - found->address, path, sizeof path);
    return true;
}

bool symbols_structure(struct symbols *symbols, unsigned image,
                       uint64_t return_address, const char *variable,
                       char *member, size_t member_size, char *tag, size_t size,
                       uint64_t *offset)
{
    uint64_t address = return_address - 1;
    Dwarf_Addr bias;
    Dwarf_Die *unit = symbols_unit(symbols, image, address, &bias);
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
        shape_type(&found, &type)) {
        Dwarf_Die target;

        if (dwarf_tag(&type) == DW_TAG_pointer_type &&
            shape_type(&type, &target))
            type = target;
        const char *name = dwarf_diename(&type);
        if (dwarf_tag(&type) == DW_TAG_structure_type && name &&
            shape_member(&type, member, member_size, offset)) {
            snprintf(tag, size, "%s", name);
            known = true;
        }
    }
    free(scopes);
    return known;
}
