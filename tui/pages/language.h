/* language.h - which language the lab speaks.

   Messages are looked up by gettext in the catalogues made of tui/po, by
   _() of words.h. The language is that of --lang, or else the locale's: of
   LANGUAGE, LC_ALL, LC_MESSAGES and LANG, as gettext takes them. The system
   need not have a locale of that language.

   Called by the thread that starts the lab, before there are others. */
#ifndef TUI_PAGES_LANGUAGE_H
#define TUI_PAGES_LANGUAGE_H

#include "words.h"

#include <stdbool.h>

/* Takes the locale from the environment. `catalogues` is the folder of
   CODE/LC_MESSAGES/interleave.mo; it is remembered. */
void language_begin(const char *catalogues);

/* From now on it is this one: "uk", "en"; "uk_UA" is "uk". What the lab starts
   inherits the choice. False: there is no such catalogue. */
bool language_choose(const char *code);

/* "en", "uk". Lasts until the language is changed. */
const char *language_code(void);

/* All of them: "en, uk". The caller frees it. */
char *language_all(void);

/* The page that is to be read for `page`, NAME.md: NAME.uk.md beside it, if
   that is the language and it is there. The caller frees it. */
char *language_page(const char *page);

/* The page's text, with what is translated in its place (translation.h); as
   text_of_file(). */
char *language_page_text(const char *page);

#endif
