/* format.h - what the writer and the reader of recordings agree on. */
#ifndef TRACE_FORMAT_H
#define TRACE_FORMAT_H

/* Not text, and broken by any transfer that takes it for text. */
static const unsigned char recording_magic[8] = {0x89, 'I',  'L',  'V',
                                                 '\r', '\n', 0x1a, '\n'};

enum record_tag {
    RECORD_ABOUT = 'A',
    RECORD_STRING = 'S',
    RECORD_EVENT = 'E',
    RECORD_END = 'Z'
};

/* How a run ended, together in one number. */
enum record_end { END_BY_LAB = 1, END_TOO_MANY = 2, END_DAMAGED = 4 };

#endif
