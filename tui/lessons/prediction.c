/* prediction.c - comparing an ending with the outcomes a page lists. */
#include "tui/lessons/prediction.h"

#include "model/describe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static bool is_true(const struct condition *condition,
                    const struct ending *ending)
{
    bool itself = ending->over && !ending->ended_by_lab;
    int status = ending->status;

    switch (condition->kind) {
    case CONDITION_OTHERWISE:
        return true;
    case CONDITION_EXIT:
        return itself && status != -1 && WIFEXITED(status) &&
               WEXITSTATUS(status) == atoi(condition->word);
    case CONDITION_SIGNAL:
        return itself && status != -1 && WIFSIGNALED(status) &&
               WTERMSIG(status) == signal_number(condition->word);
    case CONDITION_VERDICT:
        return strcmp(condition->word, verdict_name(ending->verdict)) == 0;
    case CONDITION_PRINTS:
        return strstr(ending->output, condition->word) != NULL;
    }
    return false;
}

static bool happened(const struct outcome *outcome, const struct ending *ending)
{
    for (size_t i = 0; i < outcome->condition_count; i++) {
        if (!is_true(&outcome->conditions[i], ending))
            return false;
    }
    return outcome->condition_count > 0;
}

int prediction_judge(const struct lesson *lesson, const struct ending *ending)
{
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        if (happened(&lesson->outcomes[i], ending))
            return (int)i + 1;
    }
    return 0;
}

enum prediction prediction_stands(const struct lesson *lesson, int predicted,
                                  int happened)
{
    int count = (int)lesson->outcome_count;

    if (predicted < 1 || predicted > count || happened < 1 || happened > count)
        return PREDICTION_NONE;
    if (predicted == happened)
        return PREDICTION_RIGHT;
    return lesson->outcomes[predicted - 1].possible ? PREDICTION_POSSIBLE
                                                    : PREDICTION_WRONG;
}
