/* expect: data-race
   Each office would need the same lock. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { SHEETS = 1000, PAGES = 2 };

static int paper[SHEETS]; /* Whose page it is. */
static int sheets;        /* Printed so far. */

static void print_page(int office)
{
    paper[sheets++] = office;
}

/* Lays out a job of two pages, and prints it. */
void print_job(int office)
{
    pthread_mutex_t printer = PTHREAD_MUTEX_INITIALIZER;

    work(); /* Lays it out. */
    MUST(pthread_mutex_lock(&printer));
    for (int page = 0; page < PAGES; page++)
        print_page(office);
    MUST(pthread_mutex_unlock(&printer));
}

/* Whose page is on this sheet, from 0; 0: nobody's. All jobs are done. */
int page_on(int sheet)
{
    return sheet < sheets ? paper[sheet] : 0;
}

/* The tray is empty again. All jobs are done. */
void take_paper(void)
{
    sheets = 0;
}

static void *prints(void *office)
{
    for (int i = 0; i < 20; i++)
        print_job(*(int *)office);
    return NULL;
}

int main(void)
{
    int offices[2] = {1, 2};
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, prints, &offices[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    for (int i = 0; i < sheets; i++)
        printf("%d%s", page_on(i), i % PAGES ? " " : "");
    putchar('\n');
    return 0;
}
