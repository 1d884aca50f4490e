/*
 * Suggests what was meant by a source that begins like no kind that is known,
 * and is no file either.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_HINT_H
#define SOURCE_HINT_H

#include <stdbool.h>
#include <stddef.h>

#include "suggestion.h"

/* Returns 4 for "rtsp:..." and "rtsp//..."; 0 for a source without a scheme. */
size_t source_scheme_length(const char *source);

/*
 * Whether `source` is more likely a camera's number, or an address without its
 * beginning, than the name of a file. If so, fills `hint`: "did you mean
 * /dev/video0?".
 */
bool source_hint_tell(const char *source, char hint[SUGGESTION_BYTES]);

#endif
