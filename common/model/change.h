/* change.h - how the parts of the model change it. Not for others.

   Each function here is one effect of operation.h, or a step of several. All
   of them tolerate numbers that name nothing. */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/model.h"

/* The same as model_task and so on, to be written to. NULL: unknown. */
struct task *task_of(struct model *model, uint32_t id);
struct process *process_of(struct model *model, uint32_t id);
struct object *object_of(struct model *model, uint32_t id);

/* Sets a task's state and begins a span of it. */
void task_enter(struct model *model, uint32_t task, enum task_state state,
                const struct event *event);

/* It is about to do something, waits or sleeps. */
bool task_has_begun_something(const struct task *task);

/* The event's task has begun an operation: it can do it, must wait for
   another or the world, or for time. */
void wait_begin(struct model *model, const struct event *event);

/* The same again, when the signal handler that interrupted it is left; the
   event is that it wants to. */
void wait_resume(struct model *model, const struct event *event,
                 const struct wait *wait);

/* It is done, or given up. */
void wait_end(struct model *model, uint32_t task);

/* Somebody else got what those who want the object want: who could have had
   it waits from now on, and who waits has been passed over. */
void wait_pass_over(struct model *model, uint32_t object,
                    const struct event *event);

/* Under control a task whose wait is over stands until it is told to move:
   it waits no longer. */
void wait_review(struct model *model, const struct event *event);

/* Has what the task waits for come? Then it goes on as soon as it is let:
   watched, it may be held up before it does. */
bool wait_is_over(const struct model *model, uint32_t task);

/* The same as a review, for one that another has let go: a signal, a full
   barrier. */
void wait_let_go(struct model *model, uint32_t task, const struct event *event);

void finding_add(struct model *model, enum verdict verdict,
                 const struct event *event, uint32_t other);

/* lifecycle.c: tasks and processes. */
void lifecycle_apply(struct model *model, const struct event *event);
void lifecycle_interrupt(struct task *task); /* By a signal handler. */
void task_end(struct model *model, uint32_t task, const struct event *event);
void process_end(struct model *model, uint32_t process, int status, bool zombie,
                 const struct event *event);

/* Must a task that begins this operation wait? */
bool lifecycle_must_wait(const struct model *model, const struct event *event);
bool holding_must_wait(const struct model *model, const struct event *event);
bool channel_must_wait(const struct model *model, const struct event *event);

/* holding.c: locks of all kinds, semaphores, conditions, barriers. */
void holding_apply(struct model *model, const struct event *event);
void holding_begin(struct model *model, const struct event *event);
void hold_add(struct model *model, uint32_t task, uint32_t object, bool shared,
              const struct event *event);
void hold_drop_all(struct model *model, uint32_t task);
void hold_drop_files(struct model *model, uint32_t task);
void hold_copy(struct model *model, uint32_t object, uint32_t forking_task);
void hold_inherit(struct model *model, uint32_t first_task);

/* tenure.c: who had a lock, and for how long. */
void tenure_apply(struct model *model, const struct event *event);
void tenure_end(struct model *model, uint32_t task, uint64_t now_ns);

/* What libraries note. jobs.c: what the workers of a pool have in hand.
   manager.c: what a manager's clients ask, and what its server has. */
void jobs_apply(struct model *model, const struct event *event);
void manager_apply(struct model *model, const struct event *event);

/* channel.c: pipes, sockets, queues, files, mappings. */
void channel_apply(struct model *model, const struct event *event);
void channel_inherit(struct model *model, uint32_t parent, uint32_t child);

/* variable.c: memory that tasks share. */
void variable_apply(struct model *model, const struct event *event);

/* stuck.c: looks for tasks that can never go on: a cycle that a task which
   has begun to wait closes; or all tasks, when nothing has happened for a
   while. Forgets what was found when one of them goes on after all. */
void stuck_look_for_cycle(struct model *model, uint32_t task);
void stuck_look_around(struct model *model);

/* It is known that no task can move. */
void stuck_stand_still(struct model *model);

/* It waits for a signal that came too early, or woke another. */
bool stuck_missed_signal(const struct model *model, const struct task *task);
void stuck_forget(struct model *model, uint32_t task);

#endif
