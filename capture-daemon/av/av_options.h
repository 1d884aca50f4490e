/*
 * The options given to libavformat when it opens a source.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_OPTIONS_H
#define AV_OPTIONS_H

#include <libavutil/dict.h>

#include "av_kind.h"
#include "source.h"

/* Fill `options`, which the caller frees. Those of the user win over ours. */
void av_options_fill(AVDictionary **options,
		     const struct source_request *request,
		     const struct av_kind *kind);

/*
 * Returns the first of the user's options that is among `left`, those that
 * nobody took, as "key=value"; or NULL.
 */
const char *av_options_untaken(const AVDictionary *left,
			       const struct source_request *request);

#endif
