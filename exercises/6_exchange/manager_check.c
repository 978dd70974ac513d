/* manager_check.c - is each item in the manager's list, once? */
#include EXERCISE

#include "../check.h"

static int count(const struct list *list, int item)
{
    int found = 0;

    for (int i = 0; i < list->size; i++)
        found += list->items[i] == item;
    return found;
}

static void append_and_look(int workers, int times)
{
    struct list list = append_together(workers, times);

    check(list.size >= workers * times,
          "wrong result: items are missing in the manager's list");
    check(list.size == workers * times,
          "wrong result: the manager's list is longer than what was appended");
    for (int worker = 0; worker < workers; worker++) {
        for (int i = 0; i < times; i++)
            check(count(&list, 100 * worker + i) == 1,
                  "wrong result: an item is not in the manager's list once");
    }
}

static void scenario(void)
{
    append_and_look(2, 1);
}

static void appends_all(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++)
        append_and_look(3, 20);
    append_and_look(1, 1);
}

CHECKS(scenario, FREELY(appends_all))
