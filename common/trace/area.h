/* area.h - the memory a watched program and the lab share.

   The lab makes one area for a run and names it in the program's environment.
   The runtime in each process maps it. Every task owns one slot: a line of
   identity, a few counters, and a ring of records that the task alone writes
   and the lab alone reads. Nothing here ever blocks the program.

       program ──record──▶ slot's ring ──▶ lab
       lab ──level, pace, pause──▶ program

   The lab believes nothing it reads here: a program may scribble over the
   area, or die in the middle of a record. Every index is masked and every
   number checked where it is used (collect.c), and the area's size is sealed,
   so the lab cannot be made to fault. */
#ifndef TRACE_AREA_H
#define TRACE_AREA_H

#include "scheduler/scheduler.h"
#include "search/deeds.h"
#include "search/report.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define AREA_VERSION  3U
#define AREA_VARIABLE "INTERLEAVE_AREA" /* The environment's name for it. */

enum {
    AREA_SLOTS = 1024,   /* Tasks alive at once. */
    AREA_RECORDS = 2048, /* Records in a ring; a power of two. */
    AREA_RESERVE = 32,   /* Of these, kept for tasks about to wait. */
    AREA_IMAGES = 128,   /* Programs: one for each exec. */
    AREA_MODULES = 12,   /* Of each: the program and its libraries. */
    AREA_PATH = 120,     /* A longer path is cut, and not resolved. */
    AREA_CLOCKS = 1024,  /* Objects' clocks; a power of two. */
    AREA_HELD = 14,      /* Objects a task is known to hold after a loss. */
    CACHE_LINE = 64
};

/* How much the runtime does at each operation. */
enum level {
    LEVEL_OFF,   /* Nothing. */
    LEVEL_COUNT, /* Counts. */
    LEVEL_WATCH, /* Counts, and writes records. */
    LEVEL_TIMED  /* The same, each with its true time: twice as dear. */
};

/* One stage of one operation. TEXT records carry 16 bytes in place of the
   middle fields: a name for the object of the record that follows them. */
struct record {
    uint64_t time; /* Of the area's clock; see below. */
    union {
        struct {
            uint64_t object; /* A key: see object.h. */
            int64_t value;
        };
        char text[16];
    };
    uint64_t where; /* RECORD_WHERE: return address, operation, stage. */
};

#define RECORD_TEXT sizeof((struct record){0}.text)
#define RECORD_WHERE(address, op, stage)                                       \
    (((uint64_t)(uintptr_t)(address) << 16) | ((uint64_t)(op) << 8) |          \
     (uint64_t)(stage))
#define RECORD_ADDRESS(record)   ((record)->where >> 16)
#define RECORD_OPERATION(record) ((unsigned)((record)->where >> 8) & 0xff)
#define RECORD_STAGE(record)     ((unsigned)(record)->where & 0xff)

enum slot_state {
    SLOT_FREE,
    SLOT_CLAIMED, /* Being filled in. */
    SLOT_LIVE,
    SLOT_ENDED /* The task has written its last record. */
};

/* A task's share of the area. */
struct slot {
    _Atomic uint32_t state; /* enum slot_state. */

    /* Constant while LIVE. */
    uint32_t birth;   /* Unique in the run, from 1, in order of birth. */
    uint32_t creator; /* The birth of the task that made this one, or 0. */
    uint32_t process; /* The birth of the process's first task. */
    uint32_t number;  /* Among the process's tasks, from 0, by creation. */
    uint32_t image;   /* Index into images. */
    int32_t pid;
    int32_t parent_pid;
    uint64_t start; /* Address of the function it runs, or 0. */

    _Atomic int32_t tid; /* 0 until the task runs. */

    /* Written by the task, read by the lab. */
    alignas(CACHE_LINE) _Atomic uint64_t head; /* Records ever written. */
    _Atomic uint32_t busy; /* Not 0: a record's time may be taken already. */
    _Atomic uint64_t operations; /* Operations ever done: exact. */
    _Atomic uint64_t lost;       /* Records ever left out: exact. */

    /* Written by the task; what the lab falls back on after a loss. */
    alignas(CACHE_LINE) _Atomic uint32_t parked; /* Not 0: this wait, for... */
    uint32_t held_count;                         /* May exceed AREA_HELD. */
    struct record waits; /* ...this, which found no room in the ring. */
    uint64_t held[AREA_HELD];

    /* Written by the lab, read by the task. */
    alignas(CACHE_LINE) _Atomic uint64_t tail; /* Records ever read. */
};

/* A part of a program in memory: a file, and where it lies. */
struct module {
    uint64_t start;
    uint64_t end;
    uint64_t bias; /* Address minus this is the address in the file. */
    char path[AREA_PATH];
};

/* What one exec loaded. */
struct image {
    _Atomic uint32_t ready;
    uint32_t module_count;
    struct module modules[AREA_MODULES];
};

/* A clock that goes with an object. See emit.h in the runtime. */
struct object_clock {
    alignas(CACHE_LINE) _Atomic uint64_t time;
};

struct area {
    char magic[8];
    uint32_t version;
    uint32_t size;
    uint32_t tsc; /* Times are the processor's time stamp counter, else
                     nanoseconds of CLOCK_MONOTONIC; under control, numbers
                     in a row. */

    /* Written by the lab at any time. */
    alignas(CACHE_LINE) _Atomic uint32_t level; /* enum level. */
    _Atomic uint32_t pace_us; /* A delay before each operation. */
    _Atomic uint32_t paused;  /* A futex: not 0, tasks stop at operations. */
    _Atomic uint32_t quota;   /* Records a ring may hold, at most. */
    _Atomic uint64_t tick;    /* A time, not in the future. */

    /* Written by the program. */
    alignas(CACHE_LINE) _Atomic uint32_t births; /* Tasks ever born. */
    _Atomic uint32_t unseen; /* Tasks that found no free slot. */
    _Atomic uint32_t image_count;
    _Atomic uint32_t regions; /* Shared mappings ever made; see object.h. */

    struct scheduler scheduler; /* Of a program under control, */
    struct script script;       /* and who is to move first. */
    struct exploration exploration;
    struct deeds deeds; /* Of the last move. */
    struct image images[AREA_IMAGES];
    struct object_clock clocks[AREA_CLOCKS];
    struct slot slots[AREA_SLOTS];
    struct record rings[AREA_SLOTS][AREA_RECORDS];
};

/* Makes an area that lasts until its last user is gone: there is no name to
   clean up. Its descriptor is in *descriptor, closed on exec. NULL with errno
   set where memory is short. */
struct area *area_create(int *descriptor);

/* Writes the name other processes can open the area by, while this process
   keeps the descriptor open. */
void area_name(int descriptor, char *name, size_t size);

/* From now on areas are files in this folder, for labs whose descriptors nobody
   may open; programs that are not trusted can then make one shorter, which ends
   the lab. One thread. */
void area_keep_in(const char *folder);

/* Closes the descriptor; its name is gone. */
void area_close(int descriptor);

/* Maps an area by name. NULL with errno set where there is no such area, or
   EPROTO where it is another version's. */
struct area *area_attach(const char *name);

void area_detach(struct area *area);

/* Now, by the area's clock; not of a program under control, whose records have
   numbers in a row (scheduler.sequence). */
uint64_t area_now(const struct area *area);

#endif
