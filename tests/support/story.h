/* story.h - traces written by hand, for tests of the model.

   A story is a trace and the model after it, both grown one event at a time,
   a millisecond apart. It begins with a process and its first task, both
   number 1.

       struct story *s = story_new();
       uint32_t left = story_object(s, KIND_MUTEX, "left");
       uint32_t t1 = story_thread(s, 1);
       story_did(s, 1, OP_LOCK, left);
       story_wants(s, t1, OP_LOCK, left);
       assert_string_equal(story_state(s, t1), "waits for left, held by main");
       story_free(s);

   Texts returned last until the next call but three. */
#ifndef SUPPORT_STORY_H
#define SUPPORT_STORY_H

#include "model/describe.h"
#include "model/model.h"
#include "trace/trace.h"

enum { STORY_MAIN = 1, STORY_STEP_NS = 1000000 };

struct story {
    struct trace *trace;
    struct model *model;
    uint64_t now_ns; /* Of the newest event. */
};

struct story *story_new(void);
void story_free(struct story *story);

/* Any event, a millisecond after the one before. */
void story_event(struct story *story, struct event event);

/* A process with its first task; a thread of the creator's process; an object
   in the memory of the first process; and one that processes share. */
uint32_t story_process(struct story *story, uint32_t parent); /* The task. */
uint32_t story_thread(struct story *story, uint32_t creator); /* It has run. */
uint32_t story_object(struct story *story, enum kind kind, const char *name);
uint32_t story_shared(struct story *story, enum kind kind, const char *name);

/* The copy of an object that a forked child has. */
uint32_t story_copy(struct story *story, uint32_t object, uint32_t process);

/* A task forks: the child's first task, with copies of nothing. */
uint32_t story_fork(struct story *story, uint32_t task);
uint32_t story_process_of(const struct story *story, uint32_t task);

/* An operation on an object, at a stage; without a value and with one. */
void story_wants(struct story *story, uint32_t task, enum operation op,
                 uint32_t object);
void story_did(struct story *story, uint32_t task, enum operation op,
               uint32_t object);
void story_failed(struct story *story, uint32_t task, enum operation op,
                  uint32_t object, int error);
void story_did_value(struct story *story, uint32_t task, enum operation op,
                     uint32_t object, int64_t value);

/* Wants a mutex of a type (operation.h). */
void story_wants_type(struct story *story, uint32_t task, uint32_t mutex,
                      int64_t type);

/* An operation about another task or process: a join, a wait for a child, a
   wait on a condition with its mutex. */
void story_about(struct story *story, uint32_t task, enum operation op,
                 enum stage stage, uint32_t object, uint32_t other,
                 int64_t value);

/* Locks the mutex, and waits on the condition. */
void story_awaits(struct story *story, uint32_t task, uint32_t condition,
                  uint32_t mutex);

/* Nothing happens for so long, and the lab says so. */
void story_passes(struct story *story, unsigned ms);

void story_lost(struct story *story, uint32_t task, uint64_t count);
void story_holds(struct story *story, uint32_t task, uint32_t object);
void story_sample(struct story *story, uint32_t task, char state,
                  uint64_t cpu_ns);
void story_ended(struct story *story, uint32_t process, int status,
                 bool zombie);

/* ---- Asking. ---- */

const struct task *story_task(const struct story *story, uint32_t task);
const struct object *story_seen(const struct story *story, uint32_t object);
bool story_has(const struct story *story, uint32_t task, uint32_t object);
bool story_waits(const struct story *story, uint32_t task);
const char *story_state(const struct story *story, uint32_t task);
const char *story_use(const struct story *story, uint32_t object);
const char *story_fate(const struct story *story, uint32_t process);
const char *story_stuck(const struct story *story);

/* The sentence of the newest event. */
const char *story_sentence(const struct story *story);

#endif
