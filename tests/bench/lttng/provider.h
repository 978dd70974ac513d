/* provider.h - one tracepoint, with what a record of ours holds. LTTng includes
   this file several times, and so it has no ordinary guard. */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER interleave

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./provider.h"

#if !defined(PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define PROVIDER_H

#include <lttng/tracepoint.h>

// clang-format off
LTTNG_UST_TRACEPOINT_EVENT(interleave, lock,
    LTTNG_UST_TP_ARGS(void *, object, long, value),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_integer_hex(unsigned long, object,
                                    (unsigned long)object)
        lttng_ust_field_integer(long, value, value)))
// clang-format on
#endif

#include <lttng/tracepoint-event.h>
