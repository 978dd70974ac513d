/* event.h - what happened, in the form that everything after the runtime uses.

   A trace is a sequence of events. Most are stages of operations; the others
   introduce what operations speak of (a process, a task, an object, a place
   in the source) before they first speak of it, or tell what only the kernel
   knows. So a prefix of a trace is complete in itself.

   Tasks, processes, objects and sites have numbers from 1, each kind its own,
   given in order of appearance; 0 means none. Strings belong to the trace the
   event is in (trace.h), and live as long as it. */
#ifndef TRACE_EVENT_H
#define TRACE_EVENT_H

#include "trace/operation.h"

#include <stdint.h>

enum event_type {
    EVENT_PROCESS,    /* A process is known from here on. */
    EVENT_TASK,       /* A task is. */
    EVENT_OBJECT,     /* An object is. */
    EVENT_SITE,       /* A place in the source is. */
    EVENT_SOURCE,     /* The text of a source file is. */
    EVENT_OPERATION,  /* A task's operation reached a stage. */
    EVENT_SAMPLE,     /* What the kernel says of a task. */
    EVENT_OUTPUT,     /* The program wrote to its standard output or error. */
    EVENT_LOST,       /* Operations of a task were too many to record; of no
                        task: so many tasks could not be watched. */
    EVENT_HOLDS,      /* After a loss: the task holds this object. */
    EVENT_ENDED,      /* A process has ended. */
    EVENT_TICK,       /* Nothing happened, but time passed. */
    EVENT_MOVE,       /* Under control: the task is let move, from here to the
                         next such event. */
    EVENT_STANDSTILL, /* Under control: no task can move. */
    EVENT_MEMORY,     /* What the kernel says of a process's memory. */
    EVENT_TIMED,      /* From here on each operation has its true time. */
    EVENT_TYPE_COUNT
};

struct event {
    uint64_t time_ns; /* Since the run began. */
    enum event_type type;
    uint32_t task; /* Whose event it is; 0 where none's. */
    union {
        struct {
            uint32_t id;
            uint32_t parent; /* Process. */
            int32_t pid;
            const char *program;
        } process;
        struct { /* The event's task is the new one. */
            uint32_t process;
            uint32_t creator; /* Task. */
            uint32_t number;  /* Within its process, 0 for the first. */
            int32_t tid;
            const char *routine; /* The function it runs; "" not known. */
        } defined;
        struct { /* The event's task: of a copy, the one that forked. */
            uint32_t id;
            enum kind kind;
            uint32_t process; /* Whose memory it is in; 0: shared. */
            uint32_t origin;  /* In a forked child: the object it copies. */
            uint32_t number;  /* Among objects of its kind, from 1. */
            const char *name; /* "" where it has none. */
        } object;
        struct {
            uint32_t id;
            int32_t line;
            const char *file;
            const char *function;
        } site;
        struct {
            const char *file;
            const char *text;
        } source;
        struct {
            enum operation op;
            enum stage stage;
            uint32_t object;
            uint32_t other; /* A second task, process or object. */
            uint32_t site;
            int64_t value;    /* A count, result or error number. */
            const char *text; /* A name or message; NULL where none. */
        } operation;
        struct {
            char state; /* The kernel's letter. */
            uint32_t rss_kib;
            uint64_t cpu_ns;      /* Processor time so far. */
            uint32_t voluntary;   /* Context switches so far: it waited, */
            uint32_t involuntary; /* or was made to make way. */
        } sample;
        struct { /* Pages that were written, and are nobody's file. */
            uint32_t process;
            uint32_t own;    /* That no other process has. */
            uint32_t shared; /* Copied when one that has them writes. */
        } memory;
        struct {
            uint32_t length;
            const char *text; /* May hold NUL bytes. */
        } output;
        struct {
            uint64_t count;
        } lost;
        struct {
            uint32_t object;
        } holds;
        struct {
            uint32_t alternative; /* See scheduler.h. */
            uint64_t clock_ns;    /* Virtual time. */
        } move;
        struct {
            uint32_t process;
            int32_t status;  /* As from waitpid; -1 where nobody knows. */
            uint32_t zombie; /* 1: its parent has not waited for it. */
        } ended;
    };
};

#endif
