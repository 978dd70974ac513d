/* describe.h - the model in plain words.

   The same words everywhere: screens, plain text, stories. Each function
   writes into `text`, cuts what does not fit, and returns `text`. */
#ifndef MODEL_DESCRIBE_H
#define MODEL_DESCRIBE_H

#include "model/model.h"

enum { SENTENCE = 400 }; /* Room for any of these. */

/* "main", "T1", "P2", "P2.T1". */
const char *describe_task(const struct model *model, uint32_t task, char *text,
                          size_t size);

/* "main" for the first process, then "P1", "P2". */
const char *describe_process(const struct model *model, uint32_t process,
                             char *text, size_t size);

/* "left"; "mutex 3" for one without a name; "left of P1" for the copy that a
   forked child has. */
const char *describe_object(const struct model *model, uint32_t object,
                            char *text, size_t size);

/* "deadlock.c:24"; "" where not known. */
const char *describe_site(const struct model *model, uint32_t site, char *text,
                          size_t size);

/* "exit 3", "killed by SIGKILL"; `status` as from waitpid. */
const char *describe_status(int status, char *text, size_t size);

/* What the event says, once applied to the model: "T1 waits for right, held by
   T2". "" for events that are not worth a sentence. */
const char *describe_event(const struct model *model, const struct event *event,
                           char *text, size_t size);

/* Of an operation, without who did it and where: "read counter (0)". */
const char *describe_doing(const struct model *model, const struct event *event,
                           char *text, size_t size);

/* The task's state and why: "waits for right, held by T2", "running",
   "ended, not joined yet". */
const char *describe_state(const struct model *model, uint32_t task, char *text,
                           size_t size);

/* Under control: what it would do if it moved, and what is in its way: "read
   counter (5)", "lock right: held by T2", "sleep: 1 ms". */
const char *describe_next(const struct model *model, uint32_t task, char *text,
                          size_t size);

/* What the task stands before, under control: "lock left, line 24", "begin". */
const char *describe_want(const struct model *model, uint32_t task, char *text,
                          size_t size);

/* The object's state: "held by T1, 2 wait", "2 free", "12 bytes". */
const char *describe_use(const struct model *model, uint32_t object, char *text,
                         size_t size);

/* What a manager's server owns: "list 2", "dict results"; and what is in it:
   "3 items, 1 a proxy", "held". */
const char *describe_managed(const struct managed *managed, char *text,
                             size_t size);
const char *describe_contents(const struct managed *managed, char *text,
                              size_t size);

/* What a manager's client asks, or asked last: "list 2: append". */
const char *describe_call(const struct model *model, const struct call *call,
                          char *text, size_t size);

/* The process's: "running", "zombie, exit 3", "killed by SIGKILL". */
const char *describe_fate(const struct model *model, uint32_t process,
                          char *text, size_t size);

/* What went wrong for good: "Deadlock: T1 waits for right, held by T2; T2
   waits for left, held by T1." "" where nothing did. */
const char *describe_stuck(const struct model *model, char *text, size_t size);

const char *describe_finding(const struct model *model,
                             const struct finding *finding, char *text,
                             size_t size);

/* "SIGKILL". */
const char *describe_signal(int number, char *text, size_t size);

/* A signal's number from "SIGKILL" or "KILL"; 0: no such signal. */
int signal_number(const char *name);

/* "deadlock", "lost wakeup": the design's words. */
const char *verdict_word(enum verdict verdict);

/* The same with dashes, as in JSON. */
const char *verdict_name(enum verdict verdict);

#endif
