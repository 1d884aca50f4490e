/*
 * Finds out which source is asked for, which driver opens it, and whether such
 * a source can exist.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_choice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "av_source.h"
#include "log.h"
#include "pattern_source.h"
#include "source_hint.h"
#include "suggestion.h"
#include "udp_socket.h"
#include "url.h"
#include "url_redact.h"
#include "v4l2_source.h"
#include "web_source.h"

/* Lower ports are for root, unless the machine is set up otherwise. */
#define PORT_FIRST_FREE 1024

struct source_kind {
	const char *prefix; /* of its URLs */
	const struct source_driver *driver;
	bool can_listen;	 /* --listen is possible */
	bool always_listens;	 /* it asks nobody: somebody sends */
	const char *listen_word; /* in a URL that listens anyway */
	bool takes_rtsp;	 /* its publishers speak RTSP first */
	bool needs_port;	 /* it has no usual one */
	bool has_transport;	 /* TCP or UDP may be chosen */
};

/* The first row that fits is taken. A path in /dev/shm is no device. */
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
	{ .prefix = "http://", .driver = &web_source_driver },
	{ .prefix = "https://", .driver = &web_source_driver },
	{ .prefix = "pipe:", .driver = &av_source_driver },
	{ .prefix = "", .driver = &av_source_driver }, /* a file */
};

/* Capitals make no difference in a scheme; in a path they do. */
static bool kind_fits(const struct source_kind *kind, const char *url)
{
	size_t length = strlen(kind->prefix);

	return kind->prefix[0] == '/'
		       ? strncmp(url, kind->prefix, length) == 0
		       : strncasecmp(url, kind->prefix, length) == 0;
}

/* The last row is for files and fits everything. */
static const struct source_kind *kind_of(const char *url)
{
	const struct source_kind *kind = kinds;

	while (!kind_fits(kind, url))
		kind++;
	return kind;
}

/* Suggests "did you mean rtsp://?" for "rstp://". */
static bool scheme_suggest(const char *url, char hint[SUGGESTION_BYTES])
{
	struct suggestion suggestion;

	suggestion_begin(&suggestion, url, source_scheme_length(url));
	for (const struct source_kind *kind = kinds; *kind->prefix; kind++)
		if (kind->prefix[0] != '/')
			suggestion_try(&suggestion, kind->prefix,
				       strcspn(kind->prefix, ":"));
	return suggestion_tell(&suggestion, "", hint);
}

/* Finds the URL in "“rtsp://camera/1”" and "ffmpeg:rtsp://camera/1". */
static bool scheme_find(const char *url, char hint[SUGGESTION_BYTES])
{
	for (const struct source_kind *kind = kinds; *kind->prefix; kind++)
		if (strstr(kind->prefix, "://") &&
		    strcasestr(url, kind->prefix)) {
			snprintf(hint, SUGGESTION_BYTES,
				 "leave out what stands in front of %s",
				 kind->prefix);
			return true;
		}
	return false;
}

/*
 * A source of no other kind is a file that is there or will be, or a mistake.
 */
static int file_check(const struct source_kind *kind, const char *url,
		      const struct source_question *question)
{
	char hint[SUGGESTION_BYTES];

	if (*kind->prefix != '\0' ||
	    (access(url, F_OK) == 0 && !strstr(url, "://")))
		return 0;
	if (strncasecmp(url, "file:", 5) == 0)
		snprintf(hint, sizeof(hint),
			 "write the path of a file without file:");
	else if (!scheme_find(url, hint) && !scheme_suggest(url, hint) &&
		 (question->listen || !source_hint_tell(url, hint))) {
		/* listen_check() says where one can listen. */
		if (question->listen || !strstr(url, "://"))
			return 0;
		snprintf(hint, sizeof(hint),
			 "`capture-daemon --help` lists them");
	}
	log_error("%s: no such kind of source; %s", question->origin, hint);
	return -EINVAL;
}

static bool kind_listens(const struct source_kind *kind, const char *url)
{
	return kind->always_listens ||
	       (kind->listen_word && strstr(url, kind->listen_word));
}

/* Not every kind of address can be listened at. */
static int listen_check(const struct source_kind *kind,
			const struct source_question *question)
{
	if (!kind->can_listen) {
		log_error("%s: expected rtsp://, rtmp://, srt://, udp://, "
			  "rtp-h264:// or rtp-h265://, like "
			  "rtsp://0.0.0.0:8554/stream",
			  question->origin);
		return -EINVAL;
	}
	if (question->closes_when_idle) {
		log_error("%s: publishers would find it closed; leave out "
			  "--idle close",
			  question->origin);
		return -EINVAL;
	}
	return 0;
}

/* Where the kernel lets only root listen, others would wait without end. */
static int right_check(const struct source_question *question,
		       const struct url *url)
{
	char port[URL_PORT_BYTES];
	int fd = -1;

	if (url_port(url) < PORT_FIRST_FREE &&
	    url_part_copy(port, sizeof(port), url->port) == 0)
		fd = udp_socket_open("127.0.0.1", port);
	if (fd >= 0)
		close(fd);
	if (fd != -EACCES)
		return 0;
	log_error("%s: this user may not listen at port %s, which is below "
		  "%d; take one from there on, or give the program "
		  "CAP_NET_BIND_SERVICE",
		  question->origin, port, PORT_FIRST_FREE);
	return -EINVAL;
}

static int port_check(const struct source_choice *choice,
		      const struct source_kind *kind,
		      const struct source_question *question)
{
	struct url url;

	if (!kind->needs_port && !choice->listen)
		return 0;
	/* libavformat goes on trying a port that cannot exist. */
	if (url_split(&url, choice->url) < 0 || url_port(&url) < 0) {
		log_error("%s: expected %sADDRESS:PORT, a port from 1 to 65535",
			  question->origin, kind->prefix);
		return -EINVAL;
	}
	return choice->listen ? right_check(question, &url) : 0;
}

/* A server that is asked has a name; a listener may use all addresses. */
static int host_check(const struct source_choice *choice,
		      const struct source_kind *kind,
		      const struct source_question *question)
{
	struct url url;

	if (choice->listen || url_split(&url, choice->url) < 0 ||
	    url.host.length > 0)
		return 0;
	log_error("%s: expected %sHOST/PATH, the host is missing",
		  question->origin, kind->prefix);
	return -EINVAL;
}

static int source_check(const struct source_choice *choice,
			const struct source_kind *kind,
			const struct source_question *question)
{
	if (question->transport && (question->listen || !kind->has_transport)) {
		log_error("%s: --transport is for an rtsp:// SOURCE; with "
			  "--listen the publisher chooses it",
			  question->origin);
		return -EINVAL;
	}
	if (question->listen && listen_check(kind, question) < 0)
		return -EINVAL;
	if (host_check(choice, kind, question) < 0)
		return -EINVAL;
	return port_check(choice, kind, question);
}

static int url_copy(struct source_choice *choice, const char *url)
{
	choice->url = strdup(url);
	choice->name = strdup(url);
	if (!choice->url || !choice->name) {
		log_error("out of memory");
		return -ENOMEM;
	}
	url_redact_address(choice->name);
	return 0;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* One of the two has to be given, and only one. */
static int one_check(const struct source_question *question)
{
	if (question->source && question->listen) {
		log_error("%s: is given beside a SOURCE; leave out one of both",
			  question->origin);
		return -EINVAL;
	}
	if (question->listen ||
	    (question->source && !is_blank(question->source)))
		return 0;
	log_error("%s: expected what to open, such as "
		  "/dev/video0 or rtsp://HOST/PATH, or where to wait, with "
		  "--listen URL",
		  question->origin);
	return -EINVAL;
}

int source_choose(struct source_choice *choice,
		  const struct source_question *question)
{
	const char *url =
		question->listen ? question->listen : question->source;
	const struct source_kind *kind;

	*choice = (struct source_choice){ 0 };
	if (one_check(question) < 0)
		return -EINVAL;
	if (url_copy(choice, url) < 0)
		return -ENOMEM;
	kind = kind_of(url);
	if (file_check(kind, url, question) < 0)
		return -EINVAL;
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
