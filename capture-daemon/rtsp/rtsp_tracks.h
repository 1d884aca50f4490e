/*
 * The tracks that a publisher has announced, how each of them comes, and which
 * packets are those of the video.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_TRACKS_H
#define RTSP_TRACKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rtsp_description.h"
#include "rtsp_transport.h"

struct rtsp_tracks {
	struct rtsp_description description;
	struct rtsp_transport ways[RTSP_TRACKS_MAX];
	bool is_set_up[RTSP_TRACKS_MAX];
};

/* As rtsp_description_read(). None is set up then. */
int rtsp_tracks_announce(struct rtsp_tracks *tracks, struct rtsp_text body);

/* As rtsp_description_track(). */
int rtsp_tracks_find(const struct rtsp_tracks *tracks, struct rtsp_text uri);

/*
 * Give a track that comes in the connection two channels that no other has,
 * where none were asked for or those are taken.
 */
void rtsp_tracks_find_channels(const struct rtsp_tracks *tracks, int track,
			       struct rtsp_transport *way);

void rtsp_tracks_set_up(struct rtsp_tracks *tracks, int track,
			const struct rtsp_transport *way);

/* Whether the video is, and how it comes, then. */
bool rtsp_tracks_have_video(const struct rtsp_tracks *tracks);
const struct rtsp_transport *
rtsp_tracks_video_way(const struct rtsp_tracks *tracks);

/*
 * Fit a packet of the video to the description that is handed on.
 *
 * Returns whether it is an RTP packet of the payload type that we take.
 */
bool rtsp_tracks_adopt(const struct rtsp_tracks *tracks, uint8_t *packet,
		       size_t length_bytes);

#endif
