/* recording.h - a trace in a file.

   A recording (.ilv) holds all that is needed to see a run again on another
   machine: which program, with what arguments, its source text, its output,
   every event. It is written as the run goes on, so what a crash cuts off is
   its last moment; and it is read as if written by an enemy.

   The file is a magic number, a version, and records: a tag byte, a length,
   and that many bytes. Numbers are LEB128, as in DWARF; signed ones zigzag.
   A string is a record of its own when first used, and a number from then on.
   An event is its type, its task, the time since the event before it, and its
   fields in the order of event.h. */
#ifndef TRACE_RECORDING_H
#define TRACE_RECORDING_H

#include "trace/trace.h"

#include <stdbool.h>

#define RECORDING_VERSION 1U
#define RECORDING_SUFFIX  ".ilv"

/* Of a whole run. */
struct recording_about {
    char *program;   /* The path, and the arguments with spaces between. */
    char *lesson;    /* "hazards/deadlock", or "". */
    int64_t started; /* Seconds since 1970. */
    bool finished;   /* The rest is known; else the recording was cut off. */
    int status;      /* As from waitpid; -1: not known. */
    uint64_t operations;
    uint64_t lost;
    uint64_t output; /* Bytes printed, kept or not. */
    bool ended_by_lab;
    bool too_many; /* Tasks, and ended for that. */
    bool damaged;  /* The program wrote over what it shares with the lab. */
};

void recording_about_fini(struct recording_about *about);

struct recorder;

/* Creates a file; `about` tells what is known at the start. NULL with errno
   set where it cannot be written. */
struct recorder *recorder_new(const char *path,
                              const struct recording_about *about);

/* Writes the events that the trace has and the file has not. False with errno
   set where the disk is full or the like: nothing more is written then. */
bool recorder_write(struct recorder *recorder, const struct trace *trace);

/* Writes what is known at the end, and closes. False as above. */
bool recorder_finish(struct recorder *recorder,
                     const struct recording_about *about);

/* Reads a file into an empty trace. False: `why` holds a line that says why
   not. A recording that was cut off is read up to there. */
bool recording_read(const char *path, struct trace *trace,
                    struct recording_about *about, char *why, size_t why_size);

/* The same of bytes in memory, for tests. */
bool recording_parse(const unsigned char *bytes, size_t length,
                     struct trace *trace, struct recording_about *about,
                     char *why, size_t why_size);

#endif
