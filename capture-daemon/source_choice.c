/*
 * Which source the settings ask for, and whether there can be such a one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_choice.h"

#include <errno.h>
#include <string.h>

#include "av_kind.h"
#include "capture_settings.h"
#include "log.h"
#include "rtp_session.h"
#include "url_redact.h"

static int source_copy(struct capture_settings *settings, const char *url)
{
	settings->source = strdup(url);
	settings->source_name = strdup(url);
	if (!settings->source || !settings->source_name) {
		log_error("out of memory");
		return -ENOMEM;
	}
	url_redact(settings->source_name);
	return 0;
}

/* The kinds of publisher that can be waited for. */
static int listen_check(const struct capture_settings *settings,
			const struct av_kind *kind)
{
	if (!kind->can_listen) {
		log_error("--listen %s: expected rtsp://, rtmp://, srt://, "
			  "udp://, rtp-h264:// or rtp-h265://, like "
			  "rtsp://0.0.0.0:8554/stream",
			  settings->source_name);
		return -EINVAL;
	}
	if (settings->closes_when_idle) {
		log_error("--listen %s: who pushes would find it closed; "
			  "leave out --idle close",
			  settings->source_name);
		return -EINVAL;
	}
	return 0;
}

static int port_check(const struct capture_settings *settings,
		      const struct av_kind *kind)
{
	char host[256], port[8];

	/* libavformat goes on trying a port that cannot be. */
	if ((!kind->needs_port && !settings->listen) ||
	    rtp_session_address(settings->source, host, sizeof(host), port,
				sizeof(port)) == 0)
		return 0;
	log_error("%s: expected %sADDRESS:PORT, a port from 1 to 65535",
		  settings->source_name, kind->prefix);
	return -EINVAL;
}

static int source_check(const struct capture_settings *settings,
			const struct av_kind *kind, bool is_pushed)
{
	if (settings->transport && (is_pushed || !kind->has_transport)) {
		log_error("--transport is for an rtsp:// SOURCE; who pushes to "
			  "--listen chooses it himself");
		return -EINVAL;
	}
	if (is_pushed && listen_check(settings, kind) < 0)
		return -EINVAL;
	return port_check(settings, kind);
}

int source_choose(struct capture_settings *settings, const char *source,
		  const char *listen)
{
	const char *url = listen ? listen : source;
	const struct av_kind *kind;

	if (!source == !listen) {
		log_error("expected either a SOURCE or --listen URL; "
			  "`capture-daemon --help` explains both");
		return -EINVAL;
	}
	if (source_copy(settings, url) < 0)
		return -ENOMEM;
	kind = av_kind_of(url);
	if (!kind) {
		log_error("%s: no such kind of source; `capture-daemon --help` "
			  "lists them",
			  settings->source_name);
		return -EINVAL;
	}
	settings->listen = listen || av_kind_listens(url);
	return source_check(settings, kind, listen);
}
