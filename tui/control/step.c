/* step.c - moves made, taken back, and made again. */
#include "tui/control/step.h"

#include "must.h"
#include "watch/watch.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct step {
    struct session *session;
    enum standing standing;
    bool told_standstill;
    struct decision *decisions;
    uint64_t length;
    uint64_t room;
    uint64_t differed;

    /* The program was started again, and goes to this place by itself; there
       the decision is made that was the reason. */
    bool returns;
    uint64_t goal;
    struct decision then;
};

struct step *step_new(struct session *session)
{
    struct step *step = must_allocate(1, sizeof *step);

    step->session = session;
    step->standing = STILL_MOVES;
    return step;
}

void step_free(struct step *step)
{
    if (!step)
        return;
    free(step->decisions);
    free(step);
}

static const struct model *model_of(const struct step *step)
{
    return session_model(step->session);
}

static bool looks_back(const struct step *step)
{
    return !session_is_following(step->session);
}

/* Nobody can move, now or later. */
static bool is_standstill(struct step *step)
{
    struct choice choices[CHOICES];
    size_t count =
        control_choices(session_control(step->session), choices, CHOICES);

    for (size_t i = 0; i < count; i++) {
        if (choices[i].readiness != CANNOT)
            return false;
    }
    return true;
}

/* When no task is left, the kernel still has to tell how the program ended; a
   process that is not controlled may go on for long. */
static void see_the_end(struct step *step, int patience_ms)
{
    const struct timespec moment = {.tv_nsec = 1000000};

    for (; patience_ms > 0 && session_is_live(step->session); patience_ms--) {
        nanosleep(&moment, NULL);
        session_pump(step->session);
    }
}

static void remember(struct step *step, const struct decision *decision)
{
    if (step->length == step->room) {
        step->room = step->room ? step->room * 2 : 256;
        step->decisions =
            must_resize(step->decisions, step->room, sizeof *step->decisions);
    }
    step->decisions[step->length++] = *decision;
}

/* Lets a task move that nobody has moved from this place before. */
static bool move_on(struct step *step, const struct decision *decision)
{
    if (step->standing != STANDS_STILL ||
        !control_move(session_control(step->session), decision))
        return false;
    remember(step, decision);
    step->standing = STILL_MOVES;
    return true;
}

/* It has come as far as it would by itself. */
static void arrive(struct step *step)
{
    uint64_t position = control_moves(session_control(step->session));

    step->returns = false;
    if (position == step->goal) {
        move_on(step, &step->then);
    } else {
        step->differed = position + 1;
        step->length = position;
    }
}

enum standing step_settle(struct step *step, int patience_ms)
{
    struct control *control = session_control(step->session);
    bool back = looks_back(step);

    if (!session_is_live(step->session)) {
        step->standing = NOBODY_LEFT;
        if (step->returns)
            arrive(step);
        return step->standing;
    }
    step->standing = control_settle(control, patience_ms);
    session_pump(step->session);
    if (step->standing == NOBODY_LEFT)
        see_the_end(step, patience_ms);
    if (step->standing == STANDS_STILL && !step->told_standstill &&
        is_standstill(step)) {
        struct event event = {.time_ns = model_of(step)->time_ns,
                              .type = EVENT_STANDSTILL};

        session_append(step->session, &event);
        step->told_standstill = true;
    }
    if (!back)
        session_follow(step->session);
    if (step->returns && step->standing != STILL_MOVES)
        arrive(step);
    return step->standing;
}

enum standing step_standing(const struct step *step)
{
    return step->standing;
}

uint64_t step_position(const struct step *step)
{
    return model_of(step)->moves;
}

uint64_t step_length(const struct step *step)
{
    return step->length;
}

const struct decision *step_decisions(const struct step *step)
{
    return step->decisions;
}

uint64_t step_differed(const struct step *step)
{
    return step->differed;
}

static enum readiness readiness_in(const struct task *task)
{
    switch (task->state) {
    case TASK_NEW:
    case TASK_WANTS:
        return CAN;
    case TASK_SLEEPS:
        return CAN_BY_TIME;
    default:
        return operation_is_timed(task->wait.op) ? CAN_BY_TIME : CANNOT;
    }
}

/* At a place that is looked back at, the model is all there is to ask. */
static size_t choices_in_model(const struct step *step, struct choice *choices,
                               size_t room)
{
    const struct model *model = model_of(step);
    struct control *control = session_control(step->session);
    size_t count = 0;

    for (uint32_t id = 1; id <= model->task_count && count < room; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (!task_is_alive(task))
            continue;
        struct choice choice = {
            .task = id,
            .birth = control_birth(control, id),
            .readiness = readiness_in(task),
            .alternatives = 1,
            .may_wake_spuriously =
                operation_effect(task->wait.op) == EFFECT_AWAIT &&
                operation_kind(task->wait.op) == KIND_CONDITION,
            .op = task->wait.op,
        };
        if (task->wait.op == OP_SIGNAL || task->wait.op == OP_FUTEX_WAKE) {
            size_t waiters = model_waiters(model, task->wait.object, NULL, 0);
            choice.alternatives = waiters > 1 ? (unsigned)waiters : 1;
        }
        choices[count++] = choice;
    }
    return count;
}

size_t step_choices(struct step *step, struct choice *choices, size_t room)
{
    if (looks_back(step))
        return choices_in_model(step, choices, room);
    if (step->standing != STANDS_STILL)
        return 0;
    return control_choices(session_control(step->session), choices, room);
}

uint32_t step_next_in_turn(struct step *step)
{
    struct choice choices[CHOICES];
    size_t count = step_choices(step, choices, CHOICES);
    uint64_t position = step_position(step);
    uint32_t last = position > 0 && position <= step->length
                        ? step->decisions[position - 1].birth
                        : 0;
    uint32_t first = 0;
    uint32_t by_time = 0;
    uint64_t soonest = NEVER;

    for (size_t i = 0; i < count; i++) {
        if (choices[i].readiness == CAN && choices[i].birth > last)
            return choices[i].birth;
        if (choices[i].readiness == CAN && first == 0)
            first = choices[i].birth;
        if (choices[i].readiness == CAN_BY_TIME && choices[i].at_ns < soonest) {
            by_time = choices[i].birth;
            soonest = choices[i].at_ns;
        }
    }
    return first ? first : by_time;
}

/* As far as the model knows: what cannot be is not worth another run. */
static bool could_move(const struct step *step, const struct decision *decision)
{
    struct choice choices[CHOICES];
    size_t count = choices_in_model(step, choices, CHOICES);

    for (size_t i = 0; i < count; i++) {
        if (choices[i].birth == decision->birth)
            return choices[i].readiness != CANNOT ||
                   (choices[i].may_wake_spuriously &&
                    decision->alternative == ALTERNATIVE_SPURIOUS);
    }
    return false;
}

static bool is_same(const struct decision *a, const struct decision *b)
{
    return a->birth == b->birth && a->alternative == b->alternative;
}

/* Starts again; step_settle leads it to the place that is looked at. */
static bool go_again(struct step *step, const struct decision *then, char *why,
                     size_t why_size)
{
    step->goal = step_position(step);
    step->then = *then;
    step->length = step->goal;
    step->told_standstill = false;
    step->differed = 0;
    step->returns = session_rerun(step->session, step->decisions,
                                  (uint32_t)step->goal, why, why_size);
    step->standing = step->returns ? STILL_MOVES : NOBODY_LEFT;
    return step->returns;
}

bool step_begin_anew(struct step *step, char *why, size_t why_size)
{
    step->length = 0;
    step->told_standstill = false;
    step->differed = 0;
    step->returns = false;
    bool good = session_rerun(step->session, NULL, 0, why, why_size);
    step->standing = good ? STILL_MOVES : NOBODY_LEFT;
    return good;
}

bool step_move(struct step *step, const struct decision *decision, char *why,
               size_t why_size)
{
    uint64_t position = step_position(step);

    snprintf(why, why_size, _("it cannot move now"));
    if (!looks_back(step))
        return move_on(step, decision);
    if (!is_same(decision, &step->decisions[position]))
        return could_move(step, decision) &&
               go_again(step, decision, why, why_size);
    step_look(step, position + 1);
    return true;
}

void step_look(struct step *step, uint64_t moves)
{
    struct cursor *cursor = session_cursor(step->session);

    if (moves >= step->length) {
        session_follow(step->session);
        return;
    }
    session_hold(step->session);
    cursor_move(cursor, cursor_after_moves(cursor, moves));
}
