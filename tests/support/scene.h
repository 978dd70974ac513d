/* scene.h - what tests of the model begin with, made anew for each test.

   A test file says with which scene its tests begin:

       #define TEST(name) SCENE(scene_of_two, name)

   and one that needs more calls the scene's function in its own. */
#ifndef SUPPORT_SCENE_H
#define SUPPORT_SCENE_H

#include "tests/support/story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Of the test that runs; what its scene does not have is 0. */
extern struct story *s;
extern uint32_t t1; /* Threads of main. */
extern uint32_t t2;
extern uint32_t left; /* Mutexes of theirs. */
extern uint32_t right;

int scene_of_main(void **state); /* Main alone, and no objects. */
int scene_of_two(void **state);  /* T1 and T2, left and right. */
int scene_end(void **state);

#define SCENE(begin, name)                                                     \
    cmocka_unit_test_setup_teardown(name, begin, scene_end)

#endif
