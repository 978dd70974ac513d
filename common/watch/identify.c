/* identify.c - what is what: places in the source, and objects. */
#include "watch/translator.h"

#include "must.h"
#include "watch/frame.h"
#include "watch/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Sites. ---- */

static void tell_source(struct translator *t, const char *file)
{
    const char *kept = trace_string(t->trace, file);

    if (!*file || table_find(&t->files, (uintptr_t)kept, 0))
        return;
    table_set(&t->files, (uintptr_t)kept, 0, 1);
    const char *text = sources_text(t->sources, file);
    if (!text)
        return;
    struct event event = {.type = EVENT_SOURCE, .source = {file, text}};
    translator_tell(t, &event);
}

uint32_t identify_site(struct translator *t, unsigned image,
                       uint64_t return_address)
{
    if (return_address == 0)
        return 0;
    uint32_t id = table_find(&t->sites, return_address, image);
    if (id)
        return id;
    struct place place = symbols_place(t->symbols, image, return_address);
    tell_source(t, place.file);
    id = ++t->site_count;
    table_set(&t->sites, return_address, image, id);
    struct event event = {.type = EVENT_SITE,
                          .site = {id, place.line, place.file, place.function}};
    translator_tell(t, &event);
    return id;
}

static unsigned image_of(struct translator *t, uint32_t task)
{
    return task > 0 && task <= t->task_count
               ? translator_process(t, translator_task(t, task)->process)->image
               : 0;
}

const char *translator_place(struct translator *t, uint32_t task,
                             uint64_t return_address, char *text, size_t size)
{
    *text = '\0';
    if (return_address == 0 || image_of(t, task) == 0)
        return text;
    struct place place =
        symbols_place(t->symbols, image_of(t, task), return_address);
    const char *slash = strrchr(place.file, '/');
    if (place.line > 0)
        snprintf(text, size, "%s:%d", slash ? slash + 1 : place.file,
                 place.line);
    else
        snprintf(text, size, "%s", place.function);
    return text;
}

const char *translator_local(struct translator *t, uint32_t task,
                             uint64_t function, int64_t offset, char *text,
                             size_t size)
{
    struct in_frame found;
    Dwarf_Die type;

    *text = '\0';
    if (function == 0 || image_of(t, task) == 0 ||
        !frame_look(t->symbols, image_of(t, task), function, offset, &found))
        return text;
    const char *variable = dwarf_diename(&found.variable);
    snprintf(text, size, "%s's %s", found.function, variable ? variable : "?");
    if (shape_type(&found.variable, &type))
        shape_path(&type, found.into, text, size);
    return text;
}

/* ---- Objects. ---- */

static enum kind kind_of(enum operation op, uint64_t key)
{
    enum kind kind = operation_kind(op);

    if (kind != KIND_DESCRIPTOR)
        return kind;
    unsigned inode_kind = object_is_inode(key) ? object_inode_kind(key) : 0;
    return inode_kind < KIND_COUNT ? (enum kind)inode_kind : KIND_NONE;
}

/* What is used, by whom, from where. */
struct use {
    uint32_t process;
    unsigned image;
    uint64_t return_address;
    const char *told; /* Its name, as the program said it; or NULL. */
    const struct hints *hints;
};

static void name_object(struct translator *t, struct known_object *object,
                        const struct use *use, char *name, size_t size)
{
    if (object->kind != KIND_VARIABLE && use->told && *use->told) {
        snprintf(name, size, "%s", use->told);
        return;
    }
    struct naming naming = {
        .kind = object->kind,
        .image = use->image,
        .process = object->process,
        .address = object_is_private(object->key) ? object->key : 0,
        .key = object->key,
        .by = use->process,
        .hints = use->hints,
        .used_from = use->return_address,
    };
    if (use->return_address)
        naming.place =
            symbols_place(t->symbols, use->image, use->return_address);
    namer_find(t->namer, &naming, name, size, &object->type);
}

static uint32_t add_object(struct translator *t,
                           const struct known_object *object, const char *name)
{
    if (t->object_count >= OBJECTS_AT_MOST)
        return 0;
    t->objects =
        must_resize(t->objects, t->object_count + 1, sizeof *t->objects);
    struct known_object *added = &t->objects[t->object_count++];
    *added = *object;
    added->name = trace_string(t->trace, name);
    struct event event = {.type = EVENT_OBJECT,
                          .object = {.id = t->object_count,
                                     .kind = object->kind,
                                     .process = object->process,
                                     .number = ++t->kind_counts[object->kind],
                                     .name = name}};
    translator_tell(t, &event);
    return t->object_count;
}

/* A region and the lock at its start have one address but are two; so have a
   lock and the first bytes of it, as variables. */
static uint64_t space_of(const struct known_object *object)
{
    uint64_t space = (uint64_t)object->process << 1;

    if (object->kind == KIND_MEMORY)
        space |= 1;
    if (object->kind == KIND_VARIABLE)
        space |= UINT64_C(1) << 40;
    return space;
}

static bool is_made_by(enum operation op)
{
    return operation_effect(op) == EFFECT_INIT && op != OP_SEMAPHORE_OPEN &&
           op != OP_QUEUE_OPEN;
}

/* What has been there before is gone; what was announced is the new one. */
static bool makes_anew(struct known_object *known, const struct record *record)
{
    bool made = is_made_by((enum operation)RECORD_OPERATION(record)) &&
                RECORD_STAGE(record) == STAGE_DID;
    bool announced = known->announced;

    if (made)
        known->announced = false;
    return made && !announced;
}

/* Memory that was given back may be something else now: then the runtime has
   told of it again, and it has another name. */
static bool is_another(struct translator *t, const struct known_object *known,
                       struct known_object *object, const struct use *use,
                       char *name, size_t size)
{
    if (object->kind != KIND_VARIABLE || use->hints->count == 0)
        return false;
    name_object(t, object, use, name, size);
    return strcmp(name, known->name) != 0;
}

uint32_t identify_object(struct translator *t, uint32_t process, unsigned image,
                         const struct record *record, const char *told,
                         const struct hints *hints)
{
    enum operation op = (enum operation)RECORD_OPERATION(record);
    struct known_object object = {.key = record->object,
                                  .kind = kind_of(op, record->object)};
    const struct use use = {process, image, RECORD_ADDRESS(record), told,
                            hints};
    char name[160] = "";

    if (object.key == 0 || object.kind == KIND_NONE ||
        object.kind == KIND_TASK || object.kind == KIND_PROCESS)
        return 0;
    if (object_is_private(object.key))
        object.process = process;
    uint64_t space = space_of(&object);
    uint32_t id = table_find(&t->keys, object.key, space);
    struct known_object *known = id ? &t->objects[id - 1] : NULL;
    if (known && known->kind == object.kind && !makes_anew(known, record) &&
        !is_another(t, known, &object, &use, name, sizeof name))
        return id;
    if (!*name)
        name_object(t, &object, &use, name, sizeof name);
    object.announced = is_made_by(op) && RECORD_STAGE(record) == STAGE_WANTS;
    id = add_object(t, &object, name);
    if (id)
        table_set(&t->keys, object.key, space, id);
    return id;
}

const char *translator_variable(struct translator *t, uint32_t task,
                                uint64_t address, char *text, size_t size)
{
    const struct hints nothing = {.count = 0};
    struct known_object object = {.key = address, .kind = KIND_VARIABLE};

    *text = '\0';
    if (address == 0 || image_of(t, task) == 0)
        return text;
    const struct use use = {.process = translator_task(t, task)->process,
                            .image = image_of(t, task),
                            .hints = &nothing};
    if (object_is_private(address))
        object.process = use.process;
    uint32_t id = table_find(&t->keys, address, space_of(&object));
    if (id)
        snprintf(text, size, "%s", t->objects[id - 1].name);
    else
        name_object(t, &object, &use, text, size);
    return text;
}

/* The object with a key, where it is known already. */
uint32_t identify_known(const struct translator *t, uint32_t process,
                        uint64_t key)
{
    uint32_t owner = object_is_private(key) ? process : 0;

    return key ? table_find(&t->keys, key, (uint64_t)owner << 1) : 0;
}

/* Private objects look the same in a forked child, in the state they had: a
   lock that was held stays held, by a thread that is not there. */
void identify_copies(struct translator *t, uint32_t forking_task,
                     uint32_t child)
{
    uint32_t from = translator_task(t, forking_task)->process;
    struct known_process *process = translator_process(t, child);
    uint32_t copied = 0;
    uint32_t count = t->object_count;

    if (process->copied)
        return;
    process->copied = true;
    for (uint32_t i = 0; i < count && copied < COPIES_AT_MOST; i++) {
        struct known_object original = t->objects[i];

        if (original.process != from || original.destroyed ||
            original.kind == KIND_VARIABLE || object_is_inode(original.key) ||
            t->object_count >= OBJECTS_AT_MOST)
            continue;
        t->objects =
            must_resize(t->objects, t->object_count + 1, sizeof *t->objects);
        original.process = child;
        t->objects[t->object_count++] = original;
        table_set(&t->keys, original.key, (uint64_t)child << 1,
                  t->object_count);
        struct event event = {.type = EVENT_OBJECT,
                              .task = forking_task,
                              .object = {.id = t->object_count,
                                         .kind = original.kind,
                                         .process = child,
                                         .origin = i + 1,
                                         .name = ""}};
        translator_tell(t, &event);
        copied++;
    }
}
