/*
 * Reads messages of MPEG-TS through libavformat's protocols (udp, srt), and
 * looks at each: libavformat's reader waits for ever for the first packet of
 * MPEG-TS among bytes of any other kind.
 *
 * Reading ends with AVERROR(EBADMSG) when what comes is no MPEG-TS.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TS_INPUT_H
#define TS_INPUT_H

#include <stdbool.h>

#include <libavformat/avformat.h>

#include "reason.h"

struct ts_input;

/*
 * Open `url` with those of `*options` that its protocol knows; the others are
 * left there. `interrupt` is asked while it waits.
 *
 * Returns 0 or one of libavformat's errors.
 */
int ts_input_open(struct ts_input **input, const char *url,
		  const AVIOInterruptCB *interrupt, AVDictionary **options);

/* To be called after the format that reads from it is closed; NULL is legal. */
void ts_input_close(struct ts_input *input);

/* What a format reads from. It belongs to the input. */
AVIOContext *ts_input_io(struct ts_input *input);

/* Whether so much came that is no MPEG-TS that none will. */
bool ts_input_is_wrong(const struct ts_input *input);

/* Give the reason, as rtp_contents_explain(). */
int ts_input_explain(const struct ts_input *input, const char *name,
		     struct reason *reason);

#endif
