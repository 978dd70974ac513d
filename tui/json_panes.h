/* json_panes.h - what the panes workers, clients and owner show, as JSON. */
#ifndef TUI_JSON_PANES_H
#define TUI_JSON_PANES_H

#include "model/model.h"

#include <jansson.h>

/* The workers of pools; and how many jobs wait, or null where that is not
   known. */
json_t *json_workers(const struct model *model);
json_t *json_jobs_waiting(const struct model *model);

/* Those who ask managers, and what their servers own. */
json_t *json_clients(const struct model *model);
json_t *json_managed(const struct model *model);

/* Who has had the lock; for how long is null where that is not known. */
json_t *json_owners(const struct model *model, uint32_t lock);

#endif
