/* folder.h - a folder of a test program's own, there as long as its tests. */
#ifndef SUPPORT_FOLDER_H
#define SUPPORT_FOLDER_H

extern char *folder;

/* For cmocka_run_group_tests. */
int folder_make(void **state);
int folder_remove(void **state);

#endif
