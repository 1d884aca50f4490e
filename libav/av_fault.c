/*
 * Why libavformat could not, for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_fault.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libavformat/avformat.h>

#include "limit_advice.h"
#include "url.h"
#include "url_redact.h"

#define ERRNO_MAX 4095

/* What may stand in a password, and is taken for its end if it is not so. */
#define HOW_TO_WRITE "in a user or password write @ as %40, # as %23, / as %2F"

static const struct {
	int error;
	const char *words;
} all_words[] = {
	/* Of any source. */
	{ AVERROR_STREAM_NOT_FOUND, "there is no video in it" },
	{ AVERROR_INVALIDDATA, "it sends nothing that can be read as video" },
	{ AVERROR_EOF, "it ended before its first picture" },
	{ AVERROR_DEMUXER_NOT_FOUND,
	  "the FFmpeg of this machine cannot read what it is" },
	{ AVERROR_DECODER_NOT_FOUND,
	  "the FFmpeg of this machine cannot decode what it is" },
	{ AVERROR_PATCHWELCOME, "FFmpeg cannot read this kind of it yet" },
	{ AVERROR(ENOSYS), "FFmpeg cannot read this kind of it yet" },
	{ AVERROR(EINVAL), "something about the address, or about an "
			   "--av-option, is wrong; --verbose says what" },
	{ AVERROR(ENOMEM), "out of memory" },
	{ AVERROR(EMFILE), NO_DESCRIPTOR_IS_LEFT },
	/* Of the network. */
	{ AVERROR(EIO), "the connection broke, or what it answers cannot be "
			"understood; --verbose says more" },
	{ AVERROR(ECONNREFUSED),
	  "connection refused: nothing listens at this address and port" },
	{ AVERROR(ECONNRESET), "it has hung up" },
	{ AVERROR(ECONNABORTED), "it has hung up" },
	{ AVERROR(EPIPE), "it has hung up" },
	{ AVERROR(ETIMEDOUT), "it does not answer" },
	{ AVERROR(EHOSTUNREACH), "no machine answers at this address" },
	{ AVERROR(ENETUNREACH), "no network of this machine leads there" },
	{ AVERROR(ENETDOWN), "the network of this machine is down" },
	{ AVERROR(EADDRINUSE), "another program has this port already" },
	{ AVERROR(EADDRNOTAVAIL),
	  "this machine has no such address; 0.0.0.0 is all" },
	{ AVERROR(EPROTO), "it does not keep to its protocol" },
	{ AVERROR(EPROTONOSUPPORT),
	  "it offers its video in no way that can be taken; try another "
	  "--transport" },
	{ AVERROR_PROTOCOL_NOT_FOUND,
	  "the FFmpeg of this machine does not know such addresses" },
	{ AVERROR_EXTERNAL, "a library of FFmpeg failed; --verbose says why" },
	{ AVERROR_UNKNOWN, "it refuses; --verbose says more" },
	/* Of HTTP and RTSP. */
	{ AVERROR_HTTP_BAD_REQUEST, "it does not understand the address "
				    "(400 Bad Request)" },
	{ AVERROR_HTTP_UNAUTHORIZED,
	  "it refuses the user and password, or wants some" },
	{ AVERROR_HTTP_FORBIDDEN,
	  "it refuses the user and password, or wants some" },
	{ AVERROR_HTTP_NOT_FOUND, "it knows no such path (404 Not Found)" },
	{ AVERROR_HTTP_OTHER_4XX,
	  "it refuses what the address asks for (an answer from 402 on)" },
	{ AVERROR_HTTP_SERVER_ERROR,
	  "the camera or server itself has failed (an answer from 500 on)" },
	/* Of files. */
	{ AVERROR(ENOENT), "there is no such file" },
	{ AVERROR(ENOTDIR), "there is no such file" },
	{ AVERROR(EISDIR), "it is a folder" },
	{ AVERROR(EACCES), "this user may not open it" },
	{ AVERROR(EPERM), "this user may not open it" },
};

static const char *words_for(int error)
{
	for (size_t i = 0; i < sizeof(all_words) / sizeof(all_words[0]); i++)
		if (all_words[i].error == error)
			return all_words[i].words;
	return NULL;
}

/*
 * Whether what is taken for the host may be part of a password: what is shown
 * of the URL has another.
 */
static bool host_is_doubtful(const char *text)
{
	struct url url, shown_url;
	char *shown = strdup(text);
	bool is_doubtful;

	if (!shown)
		return true;
	url_redact_address(shown);
	is_doubtful = url_split(&url, text) < 0 ||
		      url_split(&shown_url, shown) < 0 ||
		      !url_part_equals(url.host, shown_url.host) ||
		      !url_part_equals(url.port, shown_url.port);
	free(shown);
	return is_doubtful;
}

/* Whether the user and the password hold what should have been encoded. */
static bool userinfo_is_odd(const char *text)
{
	struct url url;
	size_t colons = 0, ats = 0;

	if (url_split(&url, text) < 0)
		return false;
	for (size_t i = 0; i < url.userinfo.length; i++) {
		colons += url.userinfo.text[i] == ':';
		ats += url.userinfo.text[i] == '@';
	}
	return colons > 1 || ats > 0;
}

static const char *unknown_because(int error)
{
	switch (error) {
	case EAI_AGAIN:
		return "no name server answers";
	case EAI_NONAME:
	case EAI_NODATA:
		return "no name server knows it";
	default:
		return "the name servers cannot say";
	}
}

/* libavformat says "Input/output error" when a name has no address. */
static bool unknown_host_explain(const char *text, struct reason *reason)
{
	char host[URL_HOST_BYTES];
	struct addrinfo *address;
	struct url url;
	int error;

	if (url_split(&url, text) < 0 || url.host.length == 0 ||
	    url_part_copy(host, sizeof(host), url.host) < 0)
		return false;
	error = getaddrinfo(host, NULL, NULL, &address);
	if (error == 0)
		freeaddrinfo(address);
	else
		reason_give(reason, 0, "the name %s has no address: %s", host,
			    unknown_because(error));
	return error != 0;
}

static bool is_refused_login(int error)
{
	return error == AVERROR_HTTP_UNAUTHORIZED ||
	       error == AVERROR_HTTP_FORBIDDEN;
}

static void plain_explain(int error, const char *advice, struct reason *reason)
{
	const char *words = words_for(error);

	if (words)
		reason_give(reason, 0, "%s%s", words, advice);
	else
		reason_give(reason, 0,
			    "error %d of FFmpeg; --verbose may say "
			    "more%s",
			    error, advice);
}

void av_fault_explain(const char *url, int error, struct reason *reason)
{
	bool is_file = !strstr(url, "://");
	bool is_doubtful = !is_file && host_is_doubtful(url);
	bool is_odd = is_doubtful ||
		      (is_refused_login(error) && userinfo_is_odd(url));

	if (is_doubtful && (error == AVERROR(EIO) || error == AVERROR(EINVAL)))
		reason_give(reason, 0, "%s",
			    "its host cannot be told from its user and "
			    "password: " HOW_TO_WRITE);
	else if (!is_file && error == AVERROR(EIO) &&
		 unknown_host_explain(url, reason))
		return;
	else if (is_file && error == AVERROR(ENOENT) && url[0] != '/')
		reason_give(reason, 0,
			    "there is no such file; the address of a camera "
			    "begins with rtsp:// or http://");
	else
		plain_explain(error, is_odd ? "; " HOW_TO_WRITE : "", reason);
}

/* libav's own errors are four letters, far outside of errno. */
int av_fault_errno(int error)
{
	switch (error) {
	case AVERROR_HTTP_UNAUTHORIZED:
	case AVERROR_HTTP_FORBIDDEN:
		return -EACCES;
	case AVERROR_EXIT:
		return -ETIMEDOUT;
	default:
		return error < -ERRNO_MAX ? -EIO : error;
	}
}
