/* player.c - the time between moves. */
#include "tui/control/player.h"

#include "must.h"
#include "watch/kernel.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOMENT_MS = 10, /* For a task to come to its next operation. */
    BURST_MS = 20,  /* Of moves in a row, before the lab looks at keys. */
    LOOK_MS = 25,   /* Between looks at a task that moves. */
    IDLE_MS = 500   /* Between looks at tasks that stand. */
};

static const uint32_t paces_ms[] = {20, 50, 100, 200, 400, 700, 1000, 2000};
enum { PACES = sizeof paces_ms / sizeof *paces_ms, USUAL_MS = 400 };

void player_init(struct player *player, struct session *session)
{
    *player = (struct player){.session = session,
                              .step = step_new(session),
                              .pace_ms = USUAL_MS,
                              .selected = 1};
}

void player_fini(struct player *player)
{
    step_free(player->step);
    schedule_free(player->schedule);
    free(player->script);
    *player = (struct player){0};
}

static bool looks_back(const struct player *player)
{
    return !session_is_following(player->session);
}

uint64_t player_moving_ms(const struct player *player)
{
    return player->since_ms ? player->now_ms - player->since_ms : 0;
}

bool player_takes_keys(const struct player *player)
{
    return (step_standing(player->step) != STILL_MOVES &&
            player->playing != PLAYER_FOLLOWS &&
            player->playing != PLAYER_CALLS) ||
           player_moving_ms(player) >= PLAYER_LONG_MS;
}

int player_patience(const struct player *player)
{
    if (step_standing(player->step) == STILL_MOVES)
        return LOOK_MS;
    if (player->playing == PLAYER_RESTS)
        return IDLE_MS;
    return player->playing == PLAYER_PLAYS ? LOOK_MS : 0;
}

char player_mover_state(const struct player *player)
{
    const struct control *control = session_control(player->session);
    const struct model *model = session_model(player->session);
    const struct task *task = model_task(model, control_mover(control));
    const struct process *process =
        task ? model_process(model, task->process) : NULL;
    struct kernel_task asked = {-1, -1};
    struct kernel_sample sample = {.state = ' '};

    if (process &&
        kernel_open(&asked, process->pid, control_mover_tid(control))) {
        if (!kernel_look(&asked, &sample, false))
            sample.state = ' ';
        kernel_close(&asked);
    }
    return sample.state;
}

/* ---- What can be done. ---- */

const struct choice *player_choice(const struct player *player, uint32_t birth)
{
    for (size_t i = 0; i < player->choice_count; i++) {
        if (player->choices[i].birth == birth)
            return &player->choices[i];
    }
    return NULL;
}

/* Something is always selected while a task is left. */
static void note_choices(struct player *player)
{
    if (step_standing(player->step) == STILL_MOVES && !looks_back(player))
        return;
    player->choice_count = step_choices(player->step, player->choices, CHOICES);
    if (!player_choice(player, player->selected))
        player->selected =
            player->choice_count > 0 ? player->choices[0].birth : 0;
}

/* Takes in what the task that moves has done. */
static enum standing settle(struct player *player, int patience_ms)
{
    enum standing standing = step_settle(player->step, patience_ms);

    if (standing != STILL_MOVES)
        player->since_ms = 0;
    else if (player->since_ms == 0)
        player->since_ms = player->now_ms;
    note_choices(player);
    return standing;
}

static bool move_one(struct player *player, const struct decision *decision,
                     char *why, size_t why_size)
{
    if (!step_move(player->step, decision, why, why_size))
        return false;
    player->selected = decision->birth;
    *player->trouble = '\0';
    settle(player, MOMENT_MS);
    return true;
}

/* As move_one, and then the call that it begins is to be gone on with. */
static bool move_into_call(struct player *player,
                           const struct decision *decision, char *why,
                           size_t why_size)
{
    const struct choice *choice = player_choice(player, decision->birth);

    player->calling = !player->inside && choice;
    player->caller = decision->birth;
    if (player->calling)
        player->call = call_begin(session_model(player->session), choice->task);
    return move_one(player, decision, why, why_size);
}

/* In the past it goes on only as it did. False: the call is over. */
static bool go_on_with_call(struct player *player)
{
    struct decision decision = {player->caller, 0};
    uint64_t position = step_position(player->step);
    char why[320];

    player->calling =
        player->calling &&
        !(looks_back(player) &&
          step_decisions(player->step)[position].birth != player->caller) &&
        call_goes_on(&player->call, session_model(player->session),
                     player_choice(player, player->caller)) &&
        move_one(player, &decision, why, sizeof why);
    return player->calling;
}

bool player_move(struct player *player, const struct decision *decision,
                 char *why, size_t why_size)
{
    if (!move_into_call(player, decision, why, why_size))
        return false;
    if (player->calling)
        player->playing = PLAYER_CALLS;
    return true;
}

/* In the past, what was moved next is selected: Enter makes the same move. */
void player_look(struct player *player, uint64_t moves)
{
    step_look(player->step, moves);
    uint64_t position = step_position(player->step);
    uint64_t length = step_length(player->step);
    if (length > 0)
        player->selected =
            step_decisions(
                player->step)[position < length ? position : length - 1]
                .birth;
    note_choices(player);
}

void player_look_on(struct player *player)
{
    uint64_t position = step_position(player->step);

    player_look(player,
                player->inside
                    ? position + 1
                    : calls_after(session_trace(player->session), position));
}

void player_look_back(struct player *player)
{
    uint64_t position = step_position(player->step);

    if (position > 0)
        player_look(player, player->inside
                                ? position - 1
                                : calls_before(session_trace(player->session),
                                               position));
}

/* ---- Playing. ---- */

void player_play(struct player *player, enum playing playing)
{
    player->playing = playing;
    player->calling = false;
    player->beat_ms = 0;
}

void player_slower(struct player *player)
{
    for (size_t i = 0; i < PACES; i++) {
        if (paces_ms[i] > player->pace_ms) {
            player->pace_ms = paces_ms[i];
            return;
        }
    }
}

void player_faster(struct player *player)
{
    for (size_t i = PACES; i-- > 0;) {
        if (paces_ms[i] < player->pace_ms) {
            player->pace_ms = paces_ms[i];
            return;
        }
    }
}

/* False: there is nothing more to play. */
static bool move_in_turn(struct player *player)
{
    char why[320];
    uint32_t birth = step_next_in_turn(player->step);

    if (go_on_with_call(player))
        return true;
    return birth != 0 && move_into_call(player, &(struct decision){birth, 0},
                                        why, sizeof why);
}

/* What was done once is played as it was, and not beyond: a move in turn could
   be another one, and would be the end of all that came after. */
static bool play_one(struct player *player)
{
    if (!looks_back(player))
        return move_in_turn(player);
    player_look_on(player);
    return looks_back(player);
}

static bool play(struct player *player)
{
    if (!looks_back(player) && go_on_with_call(player))
        return true;
    if (player->now_ms - player->beat_ms < player->pace_ms)
        return false;
    player->beat_ms = player->now_ms;
    if (!play_one(player))
        player->playing = PLAYER_RESTS;
    return true;
}

static void begin_to_follow(struct player *player, bool rewinds)
{
    schedule_free(player->schedule);
    free(player->script);
    player->schedule = NULL;
    player->script = NULL;
    player->rewinds = rewinds;
    player->playing = PLAYER_FOLLOWS;
    *player->trouble = '\0';
    if (step_length(player->step) > 0)
        step_begin_anew(player->step, player->trouble, sizeof player->trouble);
}

void player_follow(struct player *player, struct schedule *schedule,
                   bool rewinds)
{
    begin_to_follow(player, rewinds);
    player->schedule = schedule;
}

void player_follow_script(struct player *player,
                          const struct decision *decisions, uint64_t count)
{
    begin_to_follow(player, true);
    player->script = must_allocate(count + 1, sizeof *player->script);
    player->script_length = count;
    for (uint64_t i = 0; i < count; i++)
        player->script[i] = decisions[i];
}

static bool move_by_script(struct player *player)
{
    uint64_t position = step_position(player->step);
    char why[320];

    if (position >= player->script_length)
        return false;
    if (step_move(player->step, &player->script[position], why, sizeof why))
        return true;
    snprintf(player->trouble, sizeof player->trouble,
             _("The program did not do the same again: move %" PRIu64
               " cannot be made."),
             position + 1);
    return false;
}

/* Of the last move made. */
static uint32_t last_mover(const struct player *player)
{
    uint64_t length = step_length(player->step);

    return length > 0 ? step_decisions(player->step)[length - 1].birth : 0;
}

/* The next move that is given. False: there is none, or it does not fit. */
static bool move_as_told(struct player *player)
{
    bool moved =
        player->schedule
            ? schedule_move(player->schedule, player->step, player->session,
                            player->trouble, sizeof player->trouble)
            : move_by_script(player);

    if (moved) {
        player->selected = last_mover(player);
        settle(player, MOMENT_MS);
    } else if (player->rewinds && !*player->trouble) {
        player_look(player, 0);
    }
    return moved;
}

bool player_until(struct player *player, const char *word)
{
    const struct choice *choice = player_choice(player, player->selected);

    if (!choice || !until_set(&player->until, session_model(player->session),
                              choice->task, word))
        return false;
    player->until_birth = choice->birth;
    player->until_moves = 0;
    player_play(player, PLAYER_UNTIL);
    return true;
}

/* False: it is so; or the task waits, or has gone round for too long. */
static bool move_towards(struct player *player)
{
    const struct choice *choice = player_choice(player, player->until_birth);
    struct decision decision = {player->until_birth, 0};
    bool began = player->until_moves > 0;
    char why[320];

    if (!choice || choice->readiness == CANNOT ||
        (began && choice->readiness != CAN) ||
        (began &&
         until_is_reached(&player->until, session_model(player->session))))
        return false;
    if (player->until_moves == UNTIL_AT_MOST) {
        snprintf(player->trouble, sizeof player->trouble,
                 _("After %u moves it is still not so."), player->until_moves);
        return false;
    }
    player->until_moves++;
    return move_one(player, &decision, why, sizeof why);
}

static bool run(struct player *player, bool (*move)(struct player *player))
{
    /* Counted in moves and not by the clock: a move seldom takes longer than a
       tenth of a millisecond, and one that does ends the burst. */
    for (int moves = 0; moves < 10 * BURST_MS; moves++) {
        if (!move(player)) {
            player->playing = PLAYER_RESTS;
            break;
        }
        if (step_standing(player->step) == STILL_MOVES)
            break;
    }
    return true;
}

bool player_advance(struct player *player, uint64_t now_ms)
{
    bool moved = step_standing(player->step) == STILL_MOVES;
    bool live = session_is_live(player->session);
    uint64_t before = player_moving_ms(player);
    size_t length = trace_length(session_trace(player->session));

    player->now_ms = now_ms;
    enum standing standing = settle(player, MOMENT_MS);
    /* Also when a second more has passed: the screen says for how long. */
    bool changed = moved != (standing == STILL_MOVES) ||
                   live != session_is_live(player->session) ||
                   length != trace_length(session_trace(player->session)) ||
                   before / 1000 != player_moving_ms(player) / 1000;

    if (standing == STILL_MOVES && !looks_back(player))
        return changed;
    if (player->playing == PLAYER_PLAYS)
        return play(player) || changed;
    if (player->playing == PLAYER_RUNS)
        return run(player, move_in_turn);
    if (player->playing == PLAYER_FOLLOWS)
        return run(player, move_as_told);
    if (player->playing == PLAYER_UNTIL)
        return run(player, move_towards);
    if (player->playing == PLAYER_CALLS)
        return run(player, go_on_with_call);
    return changed;
}
