/* expect: data-race
   A function answers in a buffer of its own, of which there is one. */
#include <pthread.h>
#include <stdio.h>

static const char *text_of(int number)
{
    static char text[16];

    snprintf(text, sizeof text, "%d", number);
    return text;
}

static void *work(void *argument)
{
    return text_of(2) ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    (void)text_of(1);
    pthread_join(thread, NULL);
    return 0;
}
