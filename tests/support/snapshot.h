/* snapshot.h - all that a model knows, as text: equal models, equal texts. */
#ifndef SUPPORT_SNAPSHOT_H
#define SUPPORT_SNAPSHOT_H

#include "model/model.h"

/* The caller frees it. */
char *snapshot_of(const struct model *model);

#endif
