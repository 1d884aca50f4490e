/*
 * Which source is asked for, which driver it belongs to, and whether there can
 * be such a one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "av_source.h"
#include "log.h"
#include "pattern_source.h"
#include "rtp_session.h"
#include "url_redact.h"
#include "v4l2_source.h"

struct source_kind {
	const char *prefix; /* of its URLs */
	const struct source_driver *driver;
	bool can_listen;	 /* --listen is possible */
	bool always_listens;	 /* nobody is asked, somebody sends */
	const char *listen_word; /* in a URL that listens all the same */
	bool takes_rtsp;	 /* who publishes speaks RTSP first */
	bool needs_port;	 /* there is none that is usual */
	bool has_transport;	 /* TCP or UDP may be chosen */
};

/* The first row that fits is taken. What lies in /dev/shm is no device. */
static const struct source_kind kinds[] = {
	{ .prefix = "pattern:", .driver = &pattern_source_driver },
	{ .prefix = "/dev/shm/", .driver = &av_source_driver },
	{ .prefix = "/dev/", .driver = &v4l2_source_driver },
	{ .prefix = "rtsp://",
	  .driver = &av_source_driver,
	  .can_listen = true,
	  .takes_rtsp = true,
	  .has_transport = true },
	{ .prefix = "rtsps://", .driver = &av_source_driver },
	{ .prefix = "rtmp://",
	  .driver = &av_source_driver,
	  .can_listen = true },
	{ .prefix = "rtmps://", .driver = &av_source_driver },
	{ .prefix = "rtp-h264://",
	  .driver = &av_source_driver,
	  .can_listen = true,
	  .always_listens = true,
	  .needs_port = true },
	{ .prefix = "rtp-h265://",
	  .driver = &av_source_driver,
	  .can_listen = true,
	  .always_listens = true,
	  .needs_port = true },
	{ .prefix = "udp://",
	  .driver = &av_source_driver,
	  .can_listen = true,
	  .always_listens = true,
	  .needs_port = true },
	{ .prefix = "srt://",
	  .driver = &av_source_driver,
	  .can_listen = true,
	  .listen_word = "mode=listener",
	  .needs_port = true },
	{ .prefix = "tcp://", .driver = &av_source_driver, .needs_port = true },
	{ .prefix = "http://", .driver = &av_source_driver },
	{ .prefix = "https://", .driver = &av_source_driver },
	{ .prefix = "pipe:", .driver = &av_source_driver },
	{ .prefix = "", .driver = &av_source_driver }, /* a file */
};

/* Schemes may be written in capitals, paths mean what they say. */
static bool kind_fits(const struct source_kind *kind, const char *url)
{
	size_t length = strlen(kind->prefix);

	return kind->prefix[0] == '/'
		       ? strncmp(url, kind->prefix, length) == 0
		       : strncasecmp(url, kind->prefix, length) == 0;
}

/* Returns NULL for a scheme that we do not know. */
static const struct source_kind *kind_of(const char *url)
{
	const struct source_kind *kind = kinds;

	while (!kind_fits(kind, url))
		kind++;
	return kind->prefix[0] == '\0' && strstr(url, "://") ? NULL : kind;
}

static bool kind_listens(const struct source_kind *kind, const char *url)
{
	return kind->always_listens ||
	       (kind->listen_word && strstr(url, kind->listen_word));
}

/* Publishers cannot be waited for at every kind of address. */
static int listen_check(const struct source_choice *choice,
			const struct source_kind *kind,
			const struct source_question *question)
{
	if (!kind->can_listen) {
		log_error("--listen %s: expected rtsp://, rtmp://, srt://, "
			  "udp://, rtp-h264:// or rtp-h265://, like "
			  "rtsp://0.0.0.0:8554/stream",
			  choice->name);
		return -EINVAL;
	}
	if (question->closes_when_idle) {
		log_error("--listen %s: who pushes would find it closed; "
			  "leave out --idle close",
			  choice->name);
		return -EINVAL;
	}
	return 0;
}

static int port_check(const struct source_choice *choice,
		      const struct source_kind *kind)
{
	char host[256], port[8];

	/* libavformat goes on trying a port that cannot be. */
	if ((!kind->needs_port && !choice->listen) ||
	    rtp_session_address(choice->url, host, sizeof(host), port,
				sizeof(port)) == 0)
		return 0;
	log_error("%s: expected %sADDRESS:PORT, a port from 1 to 65535",
		  choice->name, kind->prefix);
	return -EINVAL;
}

static int source_check(const struct source_choice *choice,
			const struct source_kind *kind,
			const struct source_question *question)
{
	if (question->transport && (question->listen || !kind->has_transport)) {
		log_error("--transport is for an rtsp:// SOURCE; who pushes to "
			  "--listen chooses it himself");
		return -EINVAL;
	}
	if (question->listen && listen_check(choice, kind, question) < 0)
		return -EINVAL;
	return port_check(choice, kind);
}

static int url_copy(struct source_choice *choice, const char *url)
{
	choice->url = strdup(url);
	choice->name = strdup(url);
	if (!choice->url || !choice->name) {
		log_error("out of memory");
		return -ENOMEM;
	}
	url_redact(choice->name);
	return 0;
}

int source_choose(struct source_choice *choice,
		  const struct source_question *question)
{
	const char *url =
		question->listen ? question->listen : question->source;
	const struct source_kind *kind;

	*choice = (struct source_choice){ 0 };
	if (!question->source == !question->listen) {
		log_error("expected either a SOURCE or --listen URL; "
			  "`capture-daemon --help` explains both");
		return -EINVAL;
	}
	if (url_copy(choice, url) < 0)
		return -ENOMEM;
	kind = kind_of(url);
	if (!kind) {
		log_error("%s: no such kind of source; `capture-daemon --help` "
			  "lists them",
			  choice->name);
		return -EINVAL;
	}
	choice->driver = kind->driver;
	choice->listen = question->listen || kind_listens(kind, url);
	choice->takes_rtsp = choice->listen && kind->takes_rtsp;
	return source_check(choice, kind, question);
}

void source_choice_free(struct source_choice *choice)
{
	free(choice->url);
	free(choice->name);
	*choice = (struct source_choice){ 0 };
}
