/* manager.c - a list that a server owns, a child, and a nested list.
   Prints:
       from the child
       changed in a copy: [1, 2]
       assigned back: [1, 2, 3] */
#include "parallel/manager.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static void print_item(const char *what, const struct proxy *list,
                       int64_t index)
{
    struct value item;

    if (proxy_list_get(list, index, &item))
        return;
    printf("%s", what);
    if (item.type == PACK_TEXT)
        printf("%s", item.text);
    else
        value_print(&item, stdout);
    putchar('\n');
    value_free(&item);
}

int main(void)
{
    struct manager *manager;
    struct proxy list;
    struct value row = value_list();

    if (manager_start(&manager, NULL, NULL) ||
        manager_list(manager, NULL, &list))
        return 1;
    if (fork() == 0) {
        proxy_list_append(&list, value_text("from the child"));
        _exit(0);
    }
    wait(NULL);
    print_item("", &list, 0);

    value_append(&row, value_int(1));
    value_append(&row, value_int(2));
    proxy_list_append(&list, row);
    proxy_list_get(&list, 1, &row);
    value_append(&row, value_int(3));
    print_item("changed in a copy: ", &list, 1);
    proxy_list_set(&list, 1, row);
    print_item("assigned back: ", &list, 1);
    manager_free(manager);
}
