/* words.h - text that people read, in the language that they chose.

       puts(_("Nothing was found."));
       static const char *const names[] = {N_("one"), N_("two")};
       puts(_(names[i]));

   A sentence is translated whole, with its holes: what is put together from
   pieces cannot be said in another order, or with other endings. Where a hole
   is a number, ngettext() knows which form goes with it. What programs read
   (JSON, files, names of verdicts and options) is never translated.

   Until tui/language.h has chosen, all of it is as written here: English. */
#ifndef WORDS_H
#define WORDS_H

#include <libintl.h>

#define _(text) gettext(text)

/* Marks a text that is translated where it is used. */
#define N_(text) text

#endif
