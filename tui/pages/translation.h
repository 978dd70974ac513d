/* translation.h - a page in another language.

   NAME.uk.md beside NAME.md holds what is translated, and nothing else:

       of: 8c1f02ab              the sum of the text that was translated
       title: Взаємне блокування
       goal: обидва потоки завершуються
       python: два об'єкти threading.Lock
       question: Що зробить ця програма?
       choice: Обидва завершаться.    for each outcome and decoy, in order
       say: Два потоки.               for each stop that says something
       notes: Намалюйте двері.        for each stop that has notes

   then an empty line and the Markdown. All else is the original's: conditions,
   which choices are possible, objects, panes, pace, stops. So they cannot come
   to differ. An exercise's page is translated in the same way; headings of its
   hints begin with "## Hint", since the lab looks for them. */
#ifndef TUI_PAGES_TRANSLATION_H
#define TUI_PAGES_TRANSLATION_H

#include <stdint.h>

/* The original page with its text in the other language; what the translation
   lacks is the original's. The caller frees it. */
char *translation_of(const char *original, const char *translated);

/* What `of` says of a page as it is now. */
uint32_t translation_sum(const char *original);

/* Appends what is wrong with the translations that lie beside a page's file, a
   line each: what is missing, too much, or of an older page. */
void translation_lint(const char *page, char **problems);

#endif
