/*
 * What a publisher says it is going to send: its session description
 * (RFC 8866), and what of it is handed on.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_DESCRIPTION_H
#define RTSP_DESCRIPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rtsp_text.h"

#define RTSP_TRACKS_MAX	       8
#define RTSP_CONTROL_BYTES     256
#define RTSP_DESCRIPTION_BYTES (16 << 10)

struct rtsp_description {
	size_t track_count;
	char controls[RTSP_TRACKS_MAX][RTSP_CONTROL_BYTES]; /* or "" */
	size_t video; /* the first track that is video */

	/*
	 * A description of that one track, and of its first payload type:
	 * nothing that could open an address or a file.
	 */
	char text[RTSP_DESCRIPTION_BYTES];
	uint8_t payload_type;
	bool has_others; /* it names further payload types */
};

/*
 * Returns 0, or
 *   -EINVAL           it is no session description
 *   -ENODATA          there is no video in it
 *   -E2BIG            it has too many tracks or too long lines
 *   -EPROTONOSUPPORT  its video is not plain RTP: encrypted, most likely
 *   -ENOMSG           it does not name the codec
 */
int rtsp_description_read(struct rtsp_description *description,
			  struct rtsp_text body);

/*
 * Find the track that `uri` means. `is_taken` says which cannot be meant any
 * more: a publisher whose spelling we do not know sets its tracks up in order.
 *
 * Returns its number, or -ENOENT.
 */
int rtsp_description_track(const struct rtsp_description *description,
			   struct rtsp_text uri, const bool *is_taken);

#endif
