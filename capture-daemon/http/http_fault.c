/*
 * Says why there is no picture at a web address, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http_fault.h"

#include <errno.h>

#include "limit_advice.h"

static int connection_fault(long system_error, struct reason *why)
{
	switch (system_error) {
	case ECONNREFUSED:
		return reason_give(why, -ECONNREFUSED,
				   "nothing listens at this address and port "
				   "(connection refused)");
	case EMFILE:
	case ENFILE:
		return reason_give(why, -EMFILE, NO_DESCRIPTOR_IS_LEFT);
	case EHOSTUNREACH:
	case ENETUNREACH:
		return reason_give(
			why, -EHOSTUNREACH,
			"no way leads to it (host or network unreachable)");
	default:
		return reason_give(why, -EIO, "no connection can be made");
	}
}

int http_fault_of_curl(CURLcode code, long system_error, struct reason *why)
{
	switch (code) {
	case CURLE_COULDNT_CONNECT:
		return connection_fault(system_error, why);
	case CURLE_COULDNT_RESOLVE_HOST:
		return reason_give(why, -ENXIO, "its name has no address");
	case CURLE_COULDNT_RESOLVE_PROXY:
		return reason_give(why, -ENXIO,
				   "the name of the proxy has no address");
	case CURLE_URL_MALFORMAT:
		return reason_give(why, -EINVAL,
				   "this is no address of the web");
	case CURLE_UNSUPPORTED_PROTOCOL:
		return reason_give(
			why, -EPROTO,
			"it answers in something else than HTTP, or sends "
			"on to what is no address of the web");
	case CURLE_WEIRD_SERVER_REPLY:
		return reason_give(why, -EPROTO,
				   "it answers in something else than HTTP");
	case CURLE_TOO_MANY_REDIRECTS:
		return reason_give(why, -ELOOP,
				   "it sends on and on to other addresses");
	case CURLE_PEER_FAILED_VERIFICATION:
		return reason_give(
			why, -EKEYREJECTED,
			"this machine does not trust its certificate; "
			"--certificate any accepts it");
	case CURLE_SSL_CONNECT_ERROR:
		return reason_give(
			why, -EPROTO,
			"TLS fails; is it http:// and not https://?");
	case CURLE_GOT_NOTHING:
		return reason_give(why, -ECONNRESET,
				   "it hangs up without an answer");
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return reason_give(why, -ECONNRESET,
				   "the connection broke off");
	case CURLE_OUT_OF_MEMORY:
		return reason_give(
			why, -ENOMEM,
			"its headers have no end, or memory is short");
	default:
		return reason_give(why, -EIO, "HTTP fails (libcurl's error %d)",
				   code);
	}
}

int http_fault_of_status(long status, struct reason *why)
{
	switch (status) {
	case 401:
	case 403:
		return reason_give(
			why, -EACCES,
			"it refuses the user and password, or wants some");
	case 404:
		return reason_give(why, -ENOENT,
				   "it knows no such path (404 Not Found)");
	case 407:
		return reason_give(
			why, -EACCES,
			"the proxy refuses the user and password, or wants "
			"some");
	case 429:
	case 503:
		return reason_give(why, -EBUSY, "it is busy, or not ready yet");
	default:
		break;
	}
	return reason_give(why, -EPROTO, "it answers with %s (status %ld)",
			   status >= 500 ? "a fault of its own" : "no picture",
			   status);
}

int http_fault_of_kind(enum http_kind kind, struct reason *why)
{
	switch (kind) {
	case HTTP_PAGE:
		return reason_give(
			why, -ENODATA,
			"it answers with a web page and not with pictures: "
			"give the address of the picture itself, often "
			"/video or /?action=stream");
	case HTTP_XML:
		return reason_give(
			why, -ENODATA,
			"it answers with XML, as ONVIF and the like do, and "
			"not with pictures");
	case HTTP_JSON:
		return reason_give(
			why, -ENODATA,
			"it answers with JSON and not with pictures");
	case HTTP_TEXT:
		return reason_give(
			why, -ENODATA,
			"it answers with text and not with pictures");
	case HTTP_NOTHING:
		return reason_give(why, -ENODATA, "its answer is empty");
	default:
		return reason_give(why, -EMEDIUMTYPE, "it holds no JPEGs");
	}
}
