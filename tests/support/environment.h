/* environment.h - the surroundings in which tests start the lab.

   Nothing of the tester's own settings gets in: what the lab does depends on
   the test alone. */
#ifndef SUPPORT_ENVIRONMENT_H
#define SUPPORT_ENVIRONMENT_H

struct environment {
    char *lines[41]; /* "NAME=value", then NULL. */
    int count;
};

/* Home and state in `folder`, a terminal type, a mark (process.h), and more
   lines, which come before these; "NAME=" with nothing behind takes a name
   away. `more` may be NULL. */
void environment_init(struct environment *environment, const char *folder,
                      const char *term, const char *mark,
                      const char *const *more);
void environment_fini(struct environment *environment);

#endif
