/* telling.c - a check's answer in words. */
#include "tui/exercises/telling.h"

#include "tui/drawing/canvas.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

const char *telling_state(enum layer_state state)
{
    static const char *const states[] = {
        [LAYER_PENDING] = "pending",
        [LAYER_GOOD] = "good",
        [LAYER_BAD] = "bad",
        [LAYER_OPEN] = "open",
    };

    return states[state];
}

static const char *mark(enum layer_state state)
{
    static const char *const marks[] = {
        [LAYER_PENDING] = N_("not come to it"),
        [LAYER_GOOD] = N_("yes"),
        [LAYER_BAD] = N_("NO"),
        [LAYER_OPEN] = N_("cannot say"),
    };

    return _(marks[state]);
}

static void tell_layer(const struct exercise *exercise, enum layer layer,
                       const struct check_layer *said)
{
    const char *name = layer_name(exercise, layer);

    printf("  %d %-*s%s", layer + 1, canvas_field(name, 17), name,
           mark(said->state));
    if (said->state == LAYER_BAD)
        printf(": %s", answer_word(said->answer));
    if (*said->text)
        printf(": %s", said->text);
    putchar('\n');
}

static void tell_failure(const struct exercise *exercise,
                         const struct check_result *result)
{
    if (result->story_count > 0)
        printf(_("\nThe simplest schedule that shows it:\n"));
    for (unsigned i = 0; i < result->story_count; i++)
        printf("  %s\n", result->story[i]);
    if (result->schedule)
        printf(_("\nStep through it:  interleave check --step %s\n"),
               exercise->name);
    if (*exercise->breaks)
        printf(_("\nStep through it:  interleave watch %s, then c and Enter\n"),
               exercise->name);
    if (!result->schedule && !*exercise->breaks)
        putchar('\n');
    printf(_("A hint:           interleave hint %s\n"), exercise->name);
}

static void tell_unchanged(const struct exercise *exercise,
                           const struct check_result *result)
{
    if (*exercise->breaks)
        printf(_("  It is as it came. Add the moves that break it.\n"));
    else
        printf(_("  It is as it came. What is wrong with it is for you to "
                 "mend: %s.\n"),
               answer_word(result->wrong));
}

void telling_text(const struct exercise *exercise,
                  const struct check_result *result, const char *file)
{
    printf("%s: %s\n", exercise->name, answer_word(result->answer));
    printf(_("  goal: %s\n"), exercise->goal);
    printf(_("  file: %s\n"), file);
    if (result->answer == ANSWER_UNCHANGED)
        tell_unchanged(exercise, result);
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        tell_layer(exercise, (enum layer)layer, &result->layers[layer]);
    if (result->answer == ANSWER_OK) {
        printf(_("\nDone. A solution:  interleave solution %s\n"),
               exercise->name);
        printf(_("What is next:      interleave next\n"));
    } else
        tell_failure(exercise, result);
    printf(_("%.1f s\n"), result->seconds);
}

void telling_line(const struct exercise *exercise,
                  const struct check_result *result)
{
    const char *word = answer_word(result->answer);

    printf("%-20s %-*s", exercise->name, canvas_field(word, 18), word);
    if (result->answer != ANSWER_UNCHANGED)
        printf(" %s", result->message);
    putchar('\n');
}

static json_t *layers(const struct exercise *exercise,
                      const struct check_result *result)
{
    json_t *all = json_array();

    for (int layer = 0; layer < LAYER_COUNT; layer++) {
        const struct check_layer *said = &result->layers[layer];

        json_array_append_new(
            all, json_pack("{s:s, s:s, s:s, s:s}", "layer",
                           layer_name(exercise, (enum layer)layer), "state",
                           telling_state(said->state), "verdict",
                           answer_name(said->answer), "message", said->text));
    }
    return all;
}

json_t *telling_json(const struct exercise *exercise,
                     const struct check_result *result, const char *file)
{
    json_t *story = json_array();

    for (unsigned i = 0; i < result->story_count; i++)
        json_array_append_new(story, json_string(result->story[i]));
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:I, s:s?, s:f}",
        "exercise", exercise->name, "chapter", exercise->chapter, "file", file,
        "verdict", answer_name(result->answer), "wrong",
        answer_name(result->wrong), "message", result->message, "layers",
        layers(exercise, result), "story", story, "covered", result->covered,
        "schedules", (json_int_t)result->schedules, "schedule",
        result->schedule, "seconds", result->seconds);
}
