/*
 * What was meant by a source that begins like none of the kinds there are, and
 * is not there as a file either.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_HINT_H
#define SOURCE_HINT_H

#include <stdbool.h>
#include <stddef.h>

#include "suggestion.h"

/* Of "rtsp:..." and "rtsp//...", 4; 0 when it begins with no such word. */
size_t source_scheme_length(const char *source);

/*
 * Whether `source` is rather something else than the name of a file: a camera's
 * number, an address without its beginning. Fills `hint` then:
 * "did you mean /dev/video0?".
 */
bool source_hint_tell(const char *source, char hint[SUGGESTION_BYTES]);

#endif
