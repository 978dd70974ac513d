/* fields.h - which fields an event of each type has, in a recording's order.

   The writer and the reader of recordings both walk this one list, so they
   cannot disagree. */
#ifndef TRACE_FIELDS_H
#define TRACE_FIELDS_H

/* NUMBER(member), SIGNED(member), STRING(member); TYPE names the event type.
   Ranges of enumerations are checked by the reader after this. */
#define EVENT_FIELDS(TYPE, NUMBER, SIGNED, STRING, BYTES)                      \
    TYPE(PROCESS, NUMBER(process.id) NUMBER(process.parent)                    \
                      SIGNED(process.pid) STRING(process.program))             \
    TYPE(TASK, NUMBER(defined.process) NUMBER(defined.creator)                 \
                   NUMBER(defined.number) SIGNED(defined.tid)                  \
                       STRING(defined.routine))                                \
    TYPE(OBJECT,                                                               \
         NUMBER(object.id) NUMBER(object.kind) NUMBER(object.process)          \
             NUMBER(object.origin) NUMBER(object.number) STRING(object.name))  \
    TYPE(SITE, NUMBER(site.id) SIGNED(site.line) STRING(site.file)             \
                   STRING(site.function))                                      \
    TYPE(SOURCE, STRING(source.file) STRING(source.text))                      \
    TYPE(OPERATION,                                                            \
         NUMBER(operation.op) NUMBER(operation.stage) NUMBER(operation.object) \
             NUMBER(operation.other) NUMBER(operation.site)                    \
                 SIGNED(operation.value) STRING(operation.text))               \
    TYPE(SAMPLE,                                                               \
         NUMBER(sample.state) NUMBER(sample.rss_kib) NUMBER(sample.cpu_ns)     \
             NUMBER(sample.voluntary) NUMBER(sample.involuntary))              \
    TYPE(OUTPUT, BYTES(output.text, output.length))                            \
    TYPE(LOST, NUMBER(lost.count))                                             \
    TYPE(HOLDS, NUMBER(holds.object))                                          \
    TYPE(ENDED,                                                                \
         NUMBER(ended.process) SIGNED(ended.status) NUMBER(ended.zombie))      \
    TYPE(TICK, )                                                               \
    TYPE(MOVE, NUMBER(move.alternative) NUMBER(move.clock_ns))                 \
    TYPE(STANDSTILL, )                                                         \
    TYPE(MEMORY,                                                               \
         NUMBER(memory.process) NUMBER(memory.own) NUMBER(memory.shared))      \
    TYPE(TIMED, )

#endif
