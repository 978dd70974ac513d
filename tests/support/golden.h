/* golden.h - what must not change unnoticed, kept in tests/golden.

   A golden file is what a screen or a command said when somebody looked at it
   and found it good. A change makes the test fail; `UPDATE=1 make test` writes
   the files anew, to be looked at in the difference.

       pseudo_expect_row(p, -1, "quit");
       golden_screen(p, "menu");

   Only for what is the same in each run. */
#ifndef SUPPORT_GOLDEN_H
#define SUPPORT_GOLDEN_H

#include "tests/support/pseudo.h"

/* Until the screen is that of tests/golden/NAME.txt. */
#define golden_screen(pseudo, name)                                            \
    golden_screen_((pseudo), (name), __FILE__, __LINE__)
void golden_screen_(struct pseudo *pseudo, const char *name, const char *file,
                    int line);

/* A text is that of the file. */
#define golden_text(text, name) golden_text_((text), (name), __FILE__, __LINE__)
void golden_text_(const char *text, const char *name, const char *file,
                  int line);

#endif
