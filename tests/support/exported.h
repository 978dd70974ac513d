/* exported.h - what `interleave export` wrote. */
#ifndef SUPPORT_EXPORTED_H
#define SUPPORT_EXPORTED_H

#include "tests/support/capture.h"

/* A recording with a deadlock of three threads; one with processes. */
enum { EXPORTED = 2 };
extern const char *const exported_recordings[EXPORTED];

/* The recording in a form; the test fails where anything goes wrong. */
struct capture exported_as(const char *form, const char *recording);

/* Text of a page or a picture, with &lt; and the like undone. The caller frees
   it. */
char *exported_plain(const char *text);

#endif
