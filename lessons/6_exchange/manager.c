/* manager.c - who sees a change inside what is in a list?

   Watch: a third process, the manager; each use of a proxy is a message to it
   and an answer.
   Compare with: shared_memory.c, where nobody stands in between. */
#include "parallel/manager.h"
#include "../must.h"
#include "parallel/process.h"

static struct manager *manager;
static struct proxy table, notes;

/* Another process: it has the proxies, and not the lists. */
static int child(void *unused)
{
    struct value row, item;

    MUST(proxy_list_get(&table, 0, &row)); /* @copy */
    value_append(&row, value_int(2));      /* @change */
    value_free(&row);

    MUST(proxy_list_get(&table, 1, &row));
    value_append(&row, value_int(2));
    MUST(proxy_list_set(&table, 1, row)); /* @set */

    MUST(proxy_list_get(&table, 2, &item));
    MUST(proxy_from_value(&notes, manager, &item));              /* @proxy */
    MUST(proxy_dict_set(&notes, value_text("b"), value_int(2))); /* @call */
    return unused != NULL;
}

/* [1], as a value: it is copied to whoever asks for it. */
static struct value one(void)
{
    struct value row = value_list();

    value_append(&row, value_int(1));
    return row;
}

int main(void)
{
    struct process other = {.name = "child", .run = child};
    struct value row;

    MUST(manager_start(&manager, NULL, NULL)); /* @start */
    MUST(manager_list(manager, NULL, &table));
    MUST(manager_dict(manager, NULL, &notes)); /* @dict */
    MUST(proxy_list_append(&table, one()));    /* @value */
    MUST(proxy_list_append(&table, one()));
    MUST(proxy_dict_set(&notes, value_text("a"), value_int(1)));
    MUST(proxy_list_append(&table, proxy_as_value(&notes))); /* @object */
    MUST(process_start(&other));
    MUST(process_join(&other, FOREVER));

    MUST(proxy_list_get(&table, 0, &row));
    printf("changed %s", row.size == 2 ? "and seen" : "and not seen");
    value_free(&row);
    MUST(proxy_list_get(&table, 1, &row));
    printf("; set again %s", row.size == 2 ? "and seen" : "and not seen");
    value_free(&row);
    int error = proxy_dict_get(&notes, value_text("b"), &row); /* @get */
    printf("; the dict's change %s\n", error ? "not seen" : "seen");
    manager_free(manager);
    return 0;
}
