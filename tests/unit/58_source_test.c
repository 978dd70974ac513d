/* 58_source_test.c - the program's text, with its tasks in it. */
#include "tests/support/drawn.h"
#include "tests/support/scene.h"

#include <limits.h>
#include <locale.h>

static const char source[] = "/* One. */\nint two;\nint main(void)\n{\n"
                             "    lock(&left);\n    six();\n    seven();\n"
                             "    eight(); /* and */ nine();\n    unlock();\n"
                             "}\n";

/* A task does something at a line. */
static void at_line(uint32_t task, enum operation op, uint32_t object, int line)
{
    uint32_t site = s->model->site_count + 1;

    story_event(s, (struct event){.type = EVENT_SITE,
                                  .site = {site, line, "/a/b.c", "main"}});
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = task,
                                  .operation = {.op = op,
                                                .stage = STAGE_DID,
                                                .object = object,
                                                .site = site}});
}

static void tell_source(void)
{
    story_event(
        s, (struct event){.type = EVENT_SOURCE, .source = {"/a/b.c", source}});
}

static void shows_what_the_lesson_has_marked_before_anything_runs(void **state)
{
    char path[] = "/a/lesson.c";
    char text[] = "one();\ntwo(); /* @here */\nthree();\nfour(); /* No. */\n"
                  "five();\nsix(); /* @there */\n";
    const struct lesson lesson = {.source = path, .text = text};
    const struct scene unread = {.model = s->model, .lesson = &lesson};

    (void)state;
    expect_pane(PANE_SOURCE, &unread, 3, 45, INT_MAX,
                "  1      one();\n"
                "  2      two(); /* @here */\n"
                "  3      three();\n");
    tell_source();
    at_line(t1, OP_LOCK, left, 1);
    expect_pane(PANE_SOURCE, &unread, 1, 45, INT_MAX, "  1 ▶T1  /* One. */\n");
}

static void shows_each_task_at_its_line(void **state)
{
    (void)state;
    expect(PANE_SOURCE, 1, 50, "no operation in the source yet\n");
    tell_source();
    at_line(t1, OP_LOCK, left, 5);
    at_line(t2, OP_YIELD, 0, 9);
    at_line(STORY_MAIN, OP_YIELD, 0, 9);
    expect(PANE_SOURCE, 10, 45,
           "  1          /* One. */\n"
           "  2          int two;\n"
           "  3          int main(void)\n"
           "  4          {\n"
           "  5 ▶T1          lock(&left);\n"
           "  6              six();\n"
           "  7              seven();\n"
           "  8              eight(); /* and */ nine();\n"
           "  9 ▶main,T2     unlock();\n"
           " 10          }\n");
    expect_title(PANE_SOURCE, "b.c");
    assert_int_equal(rows_of(PANE_SOURCE), 10);
}

static void leaves_lines_out_so_that_all_places_are_seen(void **state)
{
    const struct scene scene = {.model = s->model};

    (void)state;
    tell_source();
    at_line(t1, OP_LOCK, left, 2);
    at_line(t2, OP_YIELD, 0, 9);
    expect_pane(PANE_SOURCE, &scene, 6, 45, INT_MAX,
                "  1      /* One. */\n"
                "  2 ▶T1  int two;\n"
                "  3      int main(void)\n"
                " ···\n"
                "  8          eight(); /* and */ nine();\n"
                "  9 ▶T2      unlock();\n");
    expect_pane(PANE_SOURCE, &scene, 3, 45, INT_MAX,
                "  2 ▶T1  int two;\n"
                " ···\n"
                "  9 ▶T2      unlock();\n");
    expect_pane(PANE_SOURCE, &scene, 3, 45, 99,
                "  8          eight(); /* and */ nine();\n"
                "  9 ▶T2      unlock();\n"
                " 10      }\n");
}

static void counts_tasks_that_have_no_room_at_a_line(void **state)
{
    (void)state;
    tell_source();
    at_line(t1, OP_YIELD, 0, 1);
    at_line(t2, OP_YIELD, 0, 1);
    for (int i = 0; i < 5; i++)
        at_line(story_thread(s, STORY_MAIN), OP_YIELD, 0, 1);
    expect(PANE_SOURCE, 1, 50, "  1 ▶T1,T2,T3+4 /* One. */\n");
}

static void shows_where_the_last_one_was_when_nobody_is_there_now(void **state)
{
    const struct scene scene = {.model = s->model};

    (void)state;
    tell_source();
    at_line(t2, OP_END, 0, 9);
    assert_true(task_is_alive(model_task(s->model, t1)));
    expect_pane(PANE_SOURCE, &scene, 2, 45, INT_MAX,
                "  8          eight(); /* and */ nine();\n"
                "  9          unlock();\n");
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1; /* For wcwidth. */
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_what_the_lesson_has_marked_before_anything_runs),
        TEST(shows_each_task_at_its_line),
        TEST(leaves_lines_out_so_that_all_places_are_seen),
        TEST(counts_tasks_that_have_no_room_at_a_line),
        TEST(shows_where_the_last_one_was_when_nobody_is_there_now),
    };

    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
