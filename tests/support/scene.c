/* scene.c - what tests of the model begin with. */
#include "tests/support/scene.h"

struct story *s;
uint32_t t1;
uint32_t t2;
uint32_t left;
uint32_t right;

int scene_of_main(void **state)
{
    (void)state;
    s = story_new();
    t1 = t2 = left = right = 0;
    return 0;
}

int scene_of_two(void **state)
{
    scene_of_main(state);
    left = story_object(s, KIND_MUTEX, "left");
    right = story_object(s, KIND_MUTEX, "right");
    t1 = story_thread(s, STORY_MAIN);
    t2 = story_thread(s, STORY_MAIN);
    return 0;
}

int scene_end(void **state)
{
    (void)state;
    story_free(s);
    return 0;
}
