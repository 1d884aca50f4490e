/*
 * The tracks that a publisher has announced, how each of them comes, and which
 * packets are those of the video.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_tracks.h"

#include <string.h>

#include "rtp_header.h"

int rtsp_tracks_announce(struct rtsp_tracks *tracks, struct rtsp_text body)
{
	memset(tracks->is_set_up, 0, sizeof(tracks->is_set_up));
	return rtsp_description_read(&tracks->description, body);
}

int rtsp_tracks_find(const struct rtsp_tracks *tracks, struct rtsp_text uri)
{
	return rtsp_description_track(&tracks->description, uri,
				      tracks->is_set_up);
}

static bool channel_is_taken(const struct rtsp_tracks *tracks, int track,
			     unsigned channel)
{
	for (int other = 0; other < RTSP_TRACKS_MAX; other++) {
		const struct rtsp_transport *way = &tracks->ways[other];

		if (other != track && tracks->is_set_up[other] &&
		    !way->is_udp &&
		    (way->numbers[0] == channel || way->numbers[1] == channel))
			return true;
	}
	return false;
}

void rtsp_tracks_find_channels(const struct rtsp_tracks *tracks, int track,
			       struct rtsp_transport *way)
{
	uint16_t channel = 0;

	if (way->is_numbered && way->numbers[0] != way->numbers[1] &&
	    !channel_is_taken(tracks, track, way->numbers[0]) &&
	    !channel_is_taken(tracks, track, way->numbers[1]))
		return;
	while (channel_is_taken(tracks, track, channel) ||
	       channel_is_taken(tracks, track, channel + 1u))
		channel = (uint16_t)(channel + 2);
	way->numbers[0] = channel;
	way->numbers[1] = (uint16_t)(channel + 1);
	way->is_numbered = true;
}

void rtsp_tracks_set_up(struct rtsp_tracks *tracks, int track,
			const struct rtsp_transport *way)
{
	tracks->ways[track] = *way;
	tracks->is_set_up[track] = true;
}

bool rtsp_tracks_have_video(const struct rtsp_tracks *tracks)
{
	return tracks->is_set_up[tracks->description.video];
}

const struct rtsp_transport *
rtsp_tracks_video_way(const struct rtsp_tracks *tracks)
{
	return &tracks->ways[tracks->description.video];
}

bool rtsp_tracks_adopt(const struct rtsp_tracks *tracks, uint8_t *packet,
		       size_t length_bytes)
{
	const struct rtsp_description *description = &tracks->description;
	struct rtp_header header;

	if (rtp_header_read(&header, packet, length_bytes) < 0)
		return false;
	/* When only one is announced, the packets may say another. */
	if (!description->has_others)
		packet[1] = (uint8_t)((packet[1] & RTP_MARKER) |
				      description->payload_type);
	return (packet[1] & ~RTP_MARKER) == description->payload_type;
}
