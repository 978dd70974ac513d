/* verdicts.h - what an exploration amounts to. */
#ifndef TUI_VERDICTS_H
#define TUI_VERDICTS_H

#include "tui/exploring.h"

struct verdicts;

struct verdicts *verdicts_judge(const struct exploring *exploring);
void verdicts_free(struct verdicts *verdicts);

/* On standard output: as text, or one object of JSON. Both return the exit
   status: 0 ok, 1 a failure, 3 nothing can be said. */
int verdicts_tell(const struct verdicts *verdicts);
int verdicts_json(const struct verdicts *verdicts);

#endif
