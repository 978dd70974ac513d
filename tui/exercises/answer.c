/* answer.c - the names of what a check can come to. */
#include "tui/exercises/answer.h"

#include <string.h>

static const struct {
    const char *name;
    const char *word;
} answers[ANSWER_COUNT] = {
#define X(id, name, word) {name, word},
    ANSWERS(X)
#undef X
};

const char *answer_name(enum check_answer answer)
{
    return answers[answer < ANSWER_COUNT ? answer : ANSWER_NONE].name;
}

const char *answer_word(enum check_answer answer)
{
    return _(answers[answer < ANSWER_COUNT ? answer : ANSWER_NONE].word);
}

enum check_answer answer_named(const char *text)
{
    for (int answer = ANSWER_OK; answer < ANSWER_COUNT; answer++) {
        if (strcmp(text, answers[answer].name) == 0 ||
            strcmp(text, answers[answer].word) == 0)
            return (enum check_answer)answer;
    }
    return ANSWER_NONE;
}

enum check_answer answer_of_message(const char *message, const char **rest)
{
    for (int answer = ANSWER_OK; answer < ANSWER_COUNT; answer++) {
        size_t length = strlen(answers[answer].word);

        if (strncmp(message, answers[answer].word, length) == 0 &&
            strncmp(message + length, ": ", 2) == 0) {
            *rest = message + length + 2;
            return (enum check_answer)answer;
        }
    }
    *rest = message;
    return ANSWER_WRONG;
}
