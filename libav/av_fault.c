/*
 * Why libavformat could not, for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_fault.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>

#include <libavformat/avformat.h>

#include "url.h"

#define ERRNO_MAX 4095

/* libavformat says "Input/output error" when a name has no address. */
static bool host_is_unknown(const char *text, char *host, size_t host_bytes,
			    const char **why)
{
	struct addrinfo *address;
	struct url url;
	int error;

	if (url_split(&url, text) < 0 || url.host.length == 0 ||
	    url_part_copy(host, host_bytes, url.host) < 0)
		return false;
	error = getaddrinfo(host, NULL, NULL, &address);
	if (error != 0)
		*why = gai_strerror(error);
	else
		freeaddrinfo(address);
	return error != 0;
}

void av_fault_explain(const char *url, int error, struct reason *reason)
{
	char host[URL_HOST_BYTES];
	const char *why;

	switch (error) {
	case AVERROR_HTTP_UNAUTHORIZED:
	case AVERROR_HTTP_FORBIDDEN:
		reason_give(reason, 0,
			    "it refuses the user and password, or wants some");
		break;
	case AVERROR_HTTP_NOT_FOUND:
		reason_give(reason, 0, "it knows no such path (404 Not Found)");
		break;
	case AVERROR_STREAM_NOT_FOUND:
		reason_give(reason, 0, "there is no video in it");
		break;
	case AVERROR(EADDRINUSE):
		reason_give(reason, 0, "another program has this port already");
		break;
	case AVERROR(EADDRNOTAVAIL):
		reason_give(reason, 0,
			    "this machine has no such address; 0.0.0.0 is all");
		break;
	case AVERROR(EIO):
		if (host_is_unknown(url, host, sizeof(host), &why)) {
			reason_give(reason, 0, "the name %s has no address: %s",
				    host, why);
			break;
		}
		/* fall through */
	default:
		av_strerror(error, reason->text, sizeof(reason->text));
	}
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
