/* signals.c - how is a process asked to end, and how is it made to?

   Watch: what each child does with SIGTERM, and which one needs SIGKILL.
   Compare with: daemon.c, where the child has no answer to SIGTERM. */
#include "../must.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A handler may come between any two instructions: a flag is all it sets. */
static volatile sig_atomic_t asked;
static volatile sig_atomic_t deaths;

static void on_signal(int number)
{
    asked = asked || number == SIGTERM; /* @handler */
    deaths += number == SIGCHLD;        /* @learn */
}

static void answer(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

    MUST_NOT_BE_NEGATIVE(sigaction(number, &action, NULL));
}

/* Finishes what it has in hand, then ends. */
static int polite(void)
{
    sigset_t none;
    MUST_NOT_BE_NEGATIVE(sigemptyset(&none));
    while (!asked)
        sigsuspend(&none); /* @polite */
    puts("polite: I put my things away");
    return 0;
}

static int stubborn(void)
{
    while (pause() < 0) /* @stubborn */
        continue;
    return 0;
}

/* A child begins with the parent's answers to signals. */
static pid_t start(int (*run)(void), void (*handler)(int))
{
    pid_t child;

    answer(SIGTERM, handler); /* @answer */
    MUST_NOT_BE_NEGATIVE(child = fork());
    if (child == 0)
        exit(run());
    return child;
}

int main(void)
{
    sigset_t term;
    int status;

    answer(SIGCHLD, on_signal);
    MUST_NOT_BE_NEGATIVE(sigemptyset(&term));
    MUST_NOT_BE_NEGATIVE(sigaddset(&term, SIGTERM));
    MUST_NOT_BE_NEGATIVE(sigprocmask(SIG_BLOCK, &term, NULL)); /* @block */
    pid_t first = start(polite, on_signal);
    pid_t second = start(stubborn, SIG_IGN);

    MUST_NOT_BE_NEGATIVE(kill(first, SIGTERM)); /* @ask */
    MUST_NOT_BE_NEGATIVE(waitpid(first, &status, 0));
    printf("polite: exit code %d\n", WEXITSTATUS(status));
    MUST_NOT_BE_NEGATIVE(kill(second, SIGTERM));
    usleep(200000); /* Long enough to put things away. */
    MUST_NOT_BE_NEGATIVE(kill(second, SIGKILL)); /* @force */
    MUST_NOT_BE_NEGATIVE(waitpid(second, &status, 0));
    printf("stubborn: killed by signal %d; told of %d deaths\n",
           WTERMSIG(status), (int)deaths);
    return 0;
}
