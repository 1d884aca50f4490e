/*
 * The options given to libavformat when it opens a source.
 *
 * These are more options than one kind of source understands. If some of ours
 * are not taken, it does not matter.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "url.h"

#define US_PER_MS 1000

/* No option of libavformat has a name that long. */
#define KEY_BYTES 64

static void rtsp_fill(AVDictionary **options,
		      const struct source_request *request)
{
	if (request->listen) {
		av_dict_set(options, "rtsp_flags", "listen", 0);
		return;
	}
	if (request->transport)
		av_dict_set(options, "rtsp_transport", request->transport, 0);
	else
		av_dict_set(options, "rtsp_flags", "prefer_tcp", 0);
	av_dict_set(options, "allowed_media_types", "video", 0);
}

/* How long packets wait for one that is missing. */
static void delay_fill(AVDictionary **options,
		       const struct source_request *request)
{
	int64_t delay_us = (int64_t)request->delay_ms * US_PER_MS;

	av_dict_set_int(options, "max_delay", delay_us, 0);
	if (delay_us == 0)
		av_dict_set(options, "reorder_queue_size", "0", 0);
	av_dict_set_int(options, "latency", delay_us, 0);
}

static void listen_fill(AVDictionary **options, const struct av_kind *kind)
{
	if (strcmp(kind->prefix, "rtmp://") == 0)
		av_dict_set(options, "listen", "1", 0);
	else if (strcmp(kind->prefix, "srt://") == 0)
		av_dict_set(options, "mode", "listener", 0);
}

static bool host_is_group(const char *host)
{
	struct in_addr ipv4;
	struct in6_addr ipv6;

	if (inet_pton(AF_INET, host, &ipv4) == 1)
		return IN_MULTICAST(ntohl(ipv4.s_addr));
	return inet_pton(AF_INET6, host, &ipv6) == 1 &&
	       IN6_IS_ADDR_MULTICAST(&ipv6);
}

/*
 * libavformat takes the address of udp:// for the sender's, and waits at all
 * addresses of this machine. For us it is the only one to wait at.
 */
static void udp_fill(AVDictionary **options, const char *text)
{
	char host[URL_HOST_BYTES];
	struct url url;

	/* The kernel's buffer is a long enough queue. */
	av_dict_set(options, "fifo_size", "0", 0);
	if (url_split(&url, text) < 0 || url.host.length == 0 ||
	    url_part_copy(host, sizeof(host), url.host) < 0)
		return;
	if (!host_is_group(host))
		av_dict_set(options, "localaddr", host, 0);
}

static const char *option_value(const char *option, char *key)
{
	const char *equals = strchr(option, '=');

	snprintf(key, KEY_BYTES, "%.*s", (int)(equals - option), option);
	return equals + 1;
}

static void user_fill(AVDictionary **options,
		      const struct source_request *request)
{
	char key[KEY_BYTES];

	for (size_t i = 0; request->av_options && request->av_options[i]; i++) {
		const char *value = option_value(request->av_options[i], key);

		av_dict_set(options, key, value, 0);
	}
}

void av_options_fill(AVDictionary **options,
		     const struct source_request *request,
		     const struct av_kind *kind)
{
	av_dict_set(options, "protocol_whitelist", kind->protocols, 0);
	if (strcmp(kind->protocols, "udp") == 0)
		udp_fill(options, request->url);
	if (kind->format && strcmp(kind->format, "rtsp") == 0)
		rtsp_fill(options, request);
	if (request->listen)
		listen_fill(options, kind);
	/*
	 * Begin a playlist with its last segment, not the third from the end.
	 */
	av_dict_set(options, "live_start_index", "-1", 0);
	/* How long it may stay the same is for av_patience to say. */
	av_dict_set(options, "max_reload", "1000000", 0);
	delay_fill(options, request);
	user_fill(options, request);
}

const char *av_options_untaken(const AVDictionary *left,
			       const struct source_request *request)
{
	char key[KEY_BYTES];

	for (size_t i = 0; request->av_options && request->av_options[i]; i++) {
		option_value(request->av_options[i], key);
		if (av_dict_get(left, key, NULL, 0))
			return request->av_options[i];
	}
	return NULL;
}
