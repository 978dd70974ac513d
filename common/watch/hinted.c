/* hinted.c - from blocks and pointers to names. */
#include "watch/hinted.h"

#include "must.h"
#include "watch/frame.h"
#include "watch/shape.h"
#include "watch/type.h"

#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 120, LEARNED = 1024, PAGE = 4096, CANDIDATES = HINTS + 8 };

/* Where a pointer leads. */
struct target {
    uint64_t address;
    uint64_t size; /* Of one such thing; 0: not known. */
    Dwarf_Die type;
    bool has_parts; /* The type is known: else a lock's or the like. */
    bool is_structure;
    char pointer[NAME]; /* What the pointer is called. */
};

/* A block with more than one element. */
struct array {
    uint32_t process;
    uint64_t key;   /* Of its start, */
    uint64_t start; /* which is here in process `by`. */
    uint64_t length;
    uint32_t by;
    struct target element;
    char name[NAME];
};

struct learned {
    uint32_t process;
    struct target target;
};

struct hinted {
    struct symbols *symbols;
    struct births *births;
    struct array *arrays;
    size_t array_count;
    struct learned learned[LEARNED]; /* The oldest make way. */
    size_t learned_count;
};

struct hinted *hinted_new(struct symbols *symbols, struct births *births)
{
    struct hinted *h = must_allocate(1, sizeof *h);

    h->symbols = symbols;
    h->births = births;
    return h;
}

void hinted_free(struct hinted *h)
{
    if (h)
        free(h->arrays);
    free(h);
}

/* ---- Types. ---- */

/* "node" for struct node, and for what only a typedef names. */
static const char *tag_of(struct target *target)
{
    Dwarf_Die type = target->type;
    const char *name = dwarf_diename(&type);

    return name ? name : "struct";
}

static bool is_structure(Dwarf_Die *type)
{
    int tag = dwarf_tag(type);

    return tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

/* What a thing of a pointer's type points to. False: it is no pointer, or to
   nothing in particular. */
static bool target_of(Dwarf_Die *pointer, struct target *target)
{
    Dwarf_Die written;
    Dwarf_Word size;

    if (dwarf_tag(pointer) != DW_TAG_pointer_type ||
        !shape_type_as_written(pointer, &written))
        return false;
    target->has_parts = shape_type(pointer, &target->type);
    if (!target->has_parts)
        target->type = written;
    shape_complete(&target->type);
    if (dwarf_aggregate_size(&target->type, &size) != 0 || size == 0)
        return false;
    target->size = size;
    target->is_structure = target->has_parts && is_structure(&target->type);
    /* A structure without a tag goes by the name that stands for it. */
    if (target->is_structure && !dwarf_diename(&target->type))
        snprintf(target->pointer, sizeof target->pointer, "%s",
                 dwarf_diename(&written) ? dwarf_diename(&written) : "struct");
    return true;
}

static bool pointer_in_frame(struct hinted *h, unsigned image,
                             const struct hint *hint, struct target *target)
{
    struct in_frame found;
    Dwarf_Die type;

    if (!frame_look(h->symbols, image, hint->where, (int64_t)hint->object,
                    &found) ||
        !shape_type(&found.variable, &type))
        return false;
    const char *name = dwarf_diename(&found.variable);
    if (name && shape_is_reserved(name))
        return false; /* A macro's, as of stdatomic.h: nobody wrote it. */
    snprintf(target->pointer, sizeof target->pointer, "%s", name ? name : "?");
    shape_path(&type, found.into, target->pointer, sizeof target->pointer);
    return target_of(&type, target);
}

static bool pointer_in_global(struct hinted *h, unsigned image,
                              const struct hint *hint, struct target *target)
{
    Dwarf_Die type;

    return symbols_variable(h->symbols, image, hint->object, target->pointer,
                            sizeof target->pointer) &&
           symbols_type_at(h->symbols, image, hint->object, &type) &&
           target_of(&type, target);
}

/* ---- What a place could be. ---- */

struct looked_at {
    const struct hinted_place *place;
    uint64_t address;
    uint64_t start;  /* Of the block; 0: not known. */
    uint64_t length; /* 0: not known. */
    bool is_shared;
    struct target targets[CANDIDATES];
    size_t count;
};

static uint64_t key_at(const struct looked_at *at, uint64_t address)
{
    return at->place->key - (at->address - address);
}

static void add_learned(const struct hinted *h, struct looked_at *at)
{
    size_t known = h->learned_count < LEARNED ? h->learned_count : LEARNED;

    for (size_t i = 0; i < known && at->count < CANDIDATES; i++) {
        const struct learned *learned = &h->learned[i];
        const struct target *target = &learned->target;

        if (learned->process != at->place->by ||
            target->address > at->address ||
            (at->length ? target->address < at->start
                        : at->address - target->address >= target->size))
            continue;
        at->targets[at->count++] = *target;
    }
}

static void gather(struct hinted *h, struct looked_at *at)
{
    const struct hints *hints = at->place->hints;

    for (unsigned i = 0; i < hints->count; i++) {
        const struct hint *hint = &hints->at[i];
        struct target *target = &at->targets[at->count];

        if (hint->op == OP_BLOCK) {
            at->address = hint->where;
            at->start = hint->object;
            at->length = hint->value;
            at->is_shared = hint->stage == STAGE_DID;
        } else if (hint->op == OP_POINTER && at->count < HINTS) {
            bool good =
                hint->stage == STAGE_WANTS
                    ? pointer_in_frame(h, at->place->image, hint, target)
                    : pointer_in_global(h, at->place->image, hint, target);

            target->address = hint->value;
            at->count += good && hint->value <= at->address;
        }
    }
    add_learned(h, at);
}

/* There is room for more than one, and nothing over. */
static bool fills(const struct looked_at *at, const struct target *target)
{
    return at->length >= 2 * target->size && at->length % target->size == 0 &&
           (target->is_structure
                ? (target->address - at->start) % target->size == 0
                : target->address == at->start) &&
           !(at->is_shared && at->length % PAGE == 0 && target->is_structure);
}

/* The block is that structure, with what its last member has room for. */
static bool is_whole(const struct looked_at *at, const struct target *target)
{
    Dwarf_Die type = target->type;

    if (!target->is_structure || !at->length || target->address != at->start)
        return false;
    return shape_has_tail(&type) ||
           (at->address - at->start < target->size && !fills(at, target));
}

/* Best: what all of the block is. Then a structure, then what is more than
   bytes, then what begins later and so is nearer. */
static unsigned rank(const struct looked_at *at, const struct target *target)
{
    uint64_t into = at->address - target->address;

    if (is_whole(at, target))
        return 5;
    if (target->is_structure && into < target->size)
        return 4;
    if (target->is_structure && at->length)
        return 3;
    if (into < target->size && target->size > 1)
        return 2;
    return at->length ? 1 : 0;
}

/* Of structures in each other the outer one: its name says more. */
static bool is_around(const struct looked_at *at, const struct target *outer,
                      const struct target *inner)
{
    return at->length && outer->address <= inner->address &&
           outer->address + outer->size >= inner->address + inner->size &&
           outer->address + outer->size <= at->start + at->length;
}

static struct target *best(struct looked_at *at)
{
    struct target *best = NULL;

    for (size_t i = 0; i < at->count; i++) {
        struct target *target = &at->targets[i];
        unsigned ranked = rank(at, target);
        unsigned most = best ? rank(at, best) : 0;

        if (ranked > most ||
            (ranked == most && ranked >= 4 && is_around(at, target, best)))
            best = target;
    }
    return best;
}

/* ---- Names. ---- */

static void numbered(struct hinted *h, uint32_t process, uint64_t key,
                     const char *word, char *name, size_t size)
{
    unsigned number = births_number(h->births, process, key, word);
    char suffix[16] = "";

    if (number > 1)
        snprintf(suffix, sizeof suffix, " %u", number);
    snprintf(name, size, "%.*s%s", (int)(size - sizeof suffix), word, suffix);
}

/* An array is called as the pointer to its start is. */
static const char *array_word(struct looked_at *at, struct target *element)
{
    for (size_t i = 0; i < at->count; i++) {
        const struct target *target = &at->targets[i];

        if (target->address == at->start && target->size == element->size)
            return target->pointer;
    }
    return element->is_structure ? tag_of(element) : element->pointer;
}

static struct array *array_at(struct hinted *h, struct looked_at *at,
                              struct target *element)
{
    uint64_t start = at->length ? at->start : element->address;
    uint64_t key = key_at(at, start);
    uint32_t process = at->place->process;

    for (size_t i = 0; i < h->array_count; i++) {
        struct array *array = &h->arrays[i];

        if (array->process == process && array->key == key &&
            array->element.size == element->size)
            return array;
    }
    h->arrays = must_resize(h->arrays, h->array_count + 1, sizeof *h->arrays);
    struct array *added = &h->arrays[h->array_count++];
    *added = (struct array){.process = process,
                            .key = key,
                            .start = start,
                            .length = at->length,
                            .by = at->place->by,
                            .element = *element};
    numbered(h, process, key, array_word(at, element), added->name,
             sizeof added->name);
    return added;
}

/* "[3]", and what is at that place of the element. */
static void append_element(const struct target *element, uint64_t into,
                           char *name, size_t size, struct hinted_type *type)
{
    size_t used = strlen(name);

    snprintf(name + used, size - used, "[%llu]",
             (unsigned long long)(into / element->size));
    if (!element->has_parts)
        return;
    *type = (struct hinted_type){true, element->type};
    shape_path(&type->die, into % element->size, name, size);
}

static void learn(struct hinted *h, uint32_t process,
                  const struct target *target)
{
    size_t known = h->learned_count < LEARNED ? h->learned_count : LEARNED;

    for (size_t i = 0; i < known; i++) {
        const struct target *other = &h->learned[i].target;

        if (h->learned[i].process == process &&
            other->address == target->address && other->size == target->size)
            return;
    }
    h->learned[h->learned_count++ % LEARNED] =
        (struct learned){process, *target};
}

static void name_target(struct hinted *h, struct looked_at *at,
                        struct target *target, char *name, size_t size,
                        struct hinted_type *type)
{
    uint64_t into = at->address - target->address;

    if (is_whole(at, target)) {
        learn(h, at->place->by, target);
    } else if (fills(at, target) || into >= target->size) {
        struct array *array = array_at(h, at, target);

        snprintf(name, size, "%s", array->name);
        append_element(&array->element, at->address - array->start, name, size,
                       type);
        return;
    }
    uint64_t key = key_at(at, target->address);
    if (target->is_structure) {
        const char *tag = dwarf_diename(&target->type);

        if (!tag)
            tag = target->pointer;
        snprintf(name, size, "%s %u", tag,
                 births_number(h->births, at->place->process, key, tag));
    } else {
        char word[NAME + 1];

        snprintf(word, sizeof word, "*%s", target->pointer);
        numbered(h, at->place->process, key, word, name, size);
    }
    if (target->has_parts) {
        *type = (struct hinted_type){true, target->type};
        shape_path(&type->die, into, name, size);
    }
}

/* The array that was known there before; NULL: none. */
static struct array *known_array(struct hinted *h, const struct looked_at *at)
{
    uint64_t key = key_at(at, at->start);

    for (size_t i = 0; at->length && i < h->array_count; i++) {
        if (h->arrays[i].process == at->place->process &&
            h->arrays[i].key == key)
            return &h->arrays[i];
    }
    return NULL;
}

static void name_block(struct hinted *h, const struct looked_at *at, char *name,
                       size_t size)
{
    if (at->length)
        numbered(h, at->place->process, key_at(at, at->start),
                 at->is_shared ? "shared memory" : "heap block", name, size);
    else
        snprintf(name, size, "memory");
    size_t used = strlen(name);
    uint64_t into = at->length ? at->address - at->start : at->address;
    snprintf(name + used, size - used, " + %llu", (unsigned long long)into);
}

static bool name_in_frame(struct hinted *h, const struct hinted_place *place,
                          char *name, size_t size, struct hinted_type *type)
{
    const struct hint *hint = &place->hints->at[0];
    struct in_frame found;
    char word[NAME];

    if (hint->op != OP_FRAME ||
        !frame_look(h->symbols, place->image, hint->where,
                    (int64_t)(hint->value - hint->object), &found))
        return false;
    const char *variable = dwarf_diename(&found.variable);
    numbered(h, place->process, hint->object, found.function, word,
             sizeof word);
    snprintf(name, size, "%s's %s", word, variable ? variable : "?");
    type->known = shape_type(&found.variable, &type->die);
    if (type->known)
        shape_path(&type->die, found.into, name, size);
    return true;
}

bool hinted_find(struct hinted *h, const struct hinted_place *place, char *name,
                 size_t size, struct hinted_type *type)
{
    struct looked_at at = {.place = place};

    *name = '\0';
    type->known = false;
    if (place->hints->count == 0)
        return false;
    if (name_in_frame(h, place, name, size, type))
        return true;
    if (place->hints->at[0].op != OP_BLOCK)
        return false;
    gather(h, &at);
    struct target *target = best(&at);
    struct array *array = known_array(h, &at);
    if (place->by_source && !(target && target->is_structure))
        return false;
    if (target && !(array && !target->is_structure)) {
        name_target(h, &at, target, name, size, type);
    } else if (array) {
        snprintf(name, size, "%s", array->name);
        append_element(&array->element, at.address - at.start, name, size,
                       type);
    } else {
        name_block(h, &at, name, size);
    }
    return true;
}

/* ---- Pointers seen. ---- */

void hinted_learn(struct hinted *h, uint32_t process, const char *name,
                  Dwarf_Die *type, uint64_t value)
{
    struct target target = {.address = value};

    snprintf(target.pointer, sizeof target.pointer, "%s", name);
    if (value != 0 && target_of(type, &target))
        learn(h, process, &target);
}

bool hinted_target(struct hinted *h, uint32_t process, Dwarf_Die *type,
                   uint64_t value, char *name, size_t size)
{
    struct target target = {.address = value};

    if (!target_of(type, &target))
        return false;
    for (size_t i = 0; i < h->array_count; i++) {
        const struct array *array = &h->arrays[i];

        if (array->by != process || value < array->start ||
            value - array->start >= array->length)
            continue;
        struct hinted_type unused;
        snprintf(name, size, "%s", array->name);
        append_element(&array->element, value - array->start, name, size,
                       &unused);
        return true;
    }
    if (!target.is_structure)
        return false;
    const char *tag = dwarf_diename(&target.type);
    if (!tag)
        tag = target.pointer;
    snprintf(name, size, "%s %u", tag,
             births_number(h->births, process, value, tag));
    return true;
}
