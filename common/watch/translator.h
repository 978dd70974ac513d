/* translator.h - a translator's inside, for the files that make one:
   translator.c (its life), translate.c (records), acquaint.c (tasks and
   processes), identify.c (sites and objects). Not for others. */
#ifndef WATCH_TRANSLATOR_H
#define WATCH_TRANSLATOR_H

#include "trace/object.h"
#include "watch/name.h"
#include "watch/source.h"
#include "watch/symbols.h"
#include "watch/table.h"
#include "watch/translate.h"

enum {
    TEXT_AT_MOST = 8 * RECORD_TEXT,
    VALUE_AT_MOST = 64,
    COPIES_AT_MOST = 64, /* Objects of a parent copied into a forked child. */
    BIRTHS_AT_MOST = 1 << 20,
    OBJECTS_AT_MOST = 1 << 20
};

struct known_object {
    uint64_t key;
    uint32_t process; /* 0: shared. */
    enum kind kind;
    bool destroyed;
    bool announced;          /* Its making is; it has not been made yet. */
    const char *name;        /* Of a variable, as in the trace. */
    struct hinted_type type; /* Of a variable that is not global. */
};

/* Text records and halves of pairs, until the record they belong to. */
struct pending {
    char text[TEXT_AT_MOST + 1];
    size_t text_length;
    uint32_t first_socket;
    int32_t first_descriptor;
    uint32_t lent; /* The mutex that the task's wait has given back. */
    struct hints hints;
};

struct translator {
    struct area *area;
    struct trace *trace;
    struct symbols *symbols;
    struct sources *sources;
    struct namer *namer;

    struct known_task *tasks; /* [id - 1] in all three. */
    struct known_process *processes;
    struct known_object *objects;
    uint32_t task_count;
    uint32_t process_count;
    uint32_t object_count;
    uint32_t site_count;
    uint32_t kind_counts[KIND_COUNT];

    struct table births; /* (birth, 0) to task. */
    struct table keys;   /* (key, process and class) to object. */
    struct table sites;  /* (return address, image) to site. */
    struct table files;  /* (address of the name, 0): text was told. */
    uint32_t slot_births[AREA_SLOTS];
    struct pending pending[AREA_SLOTS];

    char *output; /* Read, and not yet told. */
    size_t output_length;
};

/* acquaint.c. A process that is heard of before it is seen. */
uint32_t acquaint_process(struct translator *translator, pid_t pid,
                          uint32_t parent, const char *program);

/* The process has ended, and so have its tasks, whose slots can be freed. */
void acquaint_ended(struct translator *translator, uint32_t process,
                    bool reaped);

/* identify.c. Introduces what is new; 0 where there is nothing to. */
uint32_t identify_site(struct translator *translator, unsigned image,
                       uint64_t return_address);
uint32_t identify_object(struct translator *translator, uint32_t process,
                         unsigned image, const struct record *record,
                         const char *told, const struct hints *hints);

/* The object with a key, where it is known already; or 0. */
uint32_t identify_known(const struct translator *translator, uint32_t process,
                        uint64_t key);

/* In a forked child: the private objects of its parent, as they are now, once.
   To be called where the fork is among the records: by the first that comes
   after it, be it the forking task's or the child's. */
void identify_copies(struct translator *translator, uint32_t forking_task,
                     uint32_t child);

#endif
