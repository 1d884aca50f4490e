/*
 * The settings for libavformat that depend on how a URL begins.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_kind.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* A playlist's keys and segments come over these and no others. */
#define WEB_PROTOCOLS "http,https,tcp,tls,httpproxy,crypto"

/* The first row that fits is taken. */
static const struct av_kind kinds[] = {
	{ .prefix = "rtsp://",
	  .protocols = "rtsp,rtp,udp,tcp",
	  .format = "rtsp",
	  .start = AV_START_KNOWN,
	  .is_rtp = true },
	{ .prefix = "rtsps://",
	  .protocols = "rtsp,rtp,udp,tcp,tls",
	  .format = "rtsp",
	  .start = AV_START_KNOWN,
	  .is_rtp = true },
	{ .prefix = "rtmp://",
	  .protocols = "rtmp,tcp",
	  .format = "live_flv",
	  .start = AV_START_STREAM,
	  .accepts_tcp = true },
	{ .prefix = "rtmps://",
	  .protocols = "rtmps,tls,tcp",
	  .format = "live_flv",
	  .start = AV_START_STREAM },
	{ .prefix = "rtp-h264://",
	  .protocols = "none",
	  .format = "sdp",
	  .start = AV_START_STREAM,
	  .is_rtp = true,
	  .rtp_codec = "H264" },
	{ .prefix = "rtp-h265://",
	  .protocols = "none",
	  .format = "sdp",
	  .start = AV_START_STREAM,
	  .is_rtp = true,
	  .rtp_codec = "H265" },
	{ .prefix = "udp://",
	  .protocols = "udp",
	  .format = "mpegts",
	  .start = AV_START_STREAM,
	  .is_mpegts = true },
	{ .prefix = "srt://",
	  .protocols = "srt",
	  .format = "mpegts",
	  .start = AV_START_STREAM,
	  .is_mpegts = true },
	{ .prefix = "tcp://", .protocols = "tcp" },
	{ .prefix = "http://",
	  .protocols = WEB_PROTOCOLS,
	  .start = AV_START_KNOWN,
	  .is_web = true },
	{ .prefix = "https://",
	  .protocols = WEB_PROTOCOLS,
	  .start = AV_START_KNOWN,
	  .is_web = true },
	{ .prefix = "pipe:", .protocols = "pipe" },
	{ .prefix = "",
	  .suffix = ".sdp",
	  .protocols = "file,rtp,udp",
	  .format = "sdp",
	  .start = AV_START_KNOWN,
	  .is_rtp = true },
	{ .prefix = "", .protocols = "file" },
};

const struct av_kind av_kind_pushed = {
	.prefix = "rtsp://",
	.protocols = "none",
	.format = "sdp",
	.start = AV_START_KNOWN,
	.is_rtp = true,
};

static bool text_begins(const char *text, const char *prefix)
{
	return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

static bool text_ends(const char *text, const char *suffix)
{
	size_t length = strlen(text), end = strlen(suffix);

	return length >= end && strcasecmp(text + length - end, suffix) == 0;
}

static bool kind_fits(const struct av_kind *kind, const char *url)
{
	return text_begins(url, kind->prefix) &&
	       (!kind->suffix || text_ends(url, kind->suffix));
}

const struct av_kind *av_kind_of(const char *url)
{
	const struct av_kind *kind = kinds;

	while (!kind_fits(kind, url))
		kind++;
	if (kind->prefix[0] == '\0' && strstr(url, "://"))
		return NULL;
	return kind;
}
