/* 58_variables_test.c - variables of structures and arrays, put together. */
#include "tests/support/scene.h"
#include "tui/views/view.h"

#include <stdlib.h>
#include <string.h>

#define TEST(name) SCENE(scene_of_two, name)

static void write_to(uint32_t variable, const char *value)
{
    story_event(s, (struct event){.type = EVENT_MOVE, .task = t1});
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = t1,
                                  .operation = {.op = OP_WRITE_VARIABLE,
                                                .stage = STAGE_DID,
                                                .object = variable,
                                                .text = value}});
}

static void write_new(const char *name, const char *value)
{
    write_to(story_object(s, KIND_VARIABLE, name), value);
}

static void expect(int rows, int columns, const char *expected)
{
    struct canvas *canvas = canvas_new(rows, columns, false);
    const struct scene scene = {.model = s->model};

    variables_view.draw(&scene, 0, canvas, canvas_box(canvas));
    char *drawn = canvas_dump(canvas);
    assert_string_equal(drawn, expected);
    free(drawn);
    canvas_free(canvas);
}

static void puts_the_members_of_a_structure_together(void **state)
{
    (void)state;
    write_new("node 1.value", "5");
    write_new("counter", "1");
    write_new("node 1.next", "NULL");
    expect(2, 40,
           "* node 1  {value 5, next NULL}\n"
           "  counter 1  T1 wrote it\n");
}

static void shows_a_row_of_elements_without_their_places(void **state)
{
    (void)state;
    write_new("slots[0]", "7");
    write_new("slots[1]", "8");
    write_new("far[2]", "1");
    write_new("far[10]", "3");
    write_new("far[9]", "2");
    expect(2, 40,
           "  slots {7, 8}\n"
           "* far   {[2] 1, [9] 2, [10] 3}\n");
}

static void takes_an_element_that_is_a_structure_for_a_whole(void **state)
{
    (void)state;
    write_new("table[0].row", "1");
    write_new("table[1].row", "2");
    write_new("table[1].sum", "3");
    expect(2, 40,
           "  table[0].row 1  T1 wrote it\n"
           "* table[1]     {row 2, sum 3}\n");
}

static void shows_what_has_changed_even_where_there_is_no_room(void **state)
{
    (void)state;
    write_new("big.first", "1111111111");
    write_new("big.second", "2222222222");
    write_new("big.third", "3333333333");
    expect(1, 30, "* big  {.. third 3333333333}\n");
}

static void shows_the_row_that_has_changed(void **state)
{
    (void)state;
    write_new("one", "1");
    write_new("two", "2");
    write_new("three", "3");
    expect(1, 30, "* three 3  T1 wrote it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(puts_the_members_of_a_structure_together),
        TEST(shows_a_row_of_elements_without_their_places),
        TEST(takes_an_element_that_is_a_structure_for_a_whole),
        TEST(shows_what_has_changed_even_where_there_is_no_room),
        TEST(shows_the_row_that_has_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
