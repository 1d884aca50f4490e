/*
 * Finds out whether messages hold MPEG-TS, bare or in RTP.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TS_CONTENT_H
#define TS_CONTENT_H

#include <stddef.h>
#include <stdint.h>

#include "rtp_content.h"

/*
 * Take note of a message. What is wanted of `contents` is RTP_MPEGTS; what is
 * neither MPEG-TS nor RTP counts as RTP_OTHER.
 */
void ts_contents_add(struct rtp_contents *contents, const uint8_t *message,
		     size_t length_bytes);

#endif
