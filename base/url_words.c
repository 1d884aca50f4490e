/*
 * Words in addresses.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_words.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_LETTERS  24
#define VALUE_MAX_LETTERS 16

#define TOKEN_RUN_LETTERS    16
#define TOKEN_DASHED_LETTERS 24
#define TOKEN_HUMPS	     4 /* a word has one: "httpPreview" has, too */

const char *const url_words_secret[] = {
	"password=",  "passwd=", "passphrase=", "pass=",    "pwd=",  "pas=",
	"pw=",	      "token=",	 "secret=",	"key=",	    "auth=", "sid=",
	"signature=", "sig=",	 "streamid=",	"session=", NULL,
};

/*
 * The value of none of these can let somebody in. Parameters that cameras and
 * libavformat call a user, a name, an id, a code or a number are not listed.
 */
static const char *const harmless[] = {
	/*
	 * The choice of a picture: Axis, Dahua, Hikvision, Reolink, XM,
	 * mjpg-streamer.
	 */
	"action",
	"camera",
	"chan",
	"channel",
	"channelid",
	"chn",
	"cmd",
	"inst",
	"profile",
	"stream",
	"streamprofile",
	"streamtype",
	"subtype",
	"track",
	/* Its appearance. */
	"audio",
	"bitrate",
	"codec",
	"compression",
	"fps",
	"format",
	"framerate",
	"height",
	"maxfps",
	"quality",
	"rate",
	"res",
	"resolution",
	"rotation",
	"size",
	"video",
	"videocodec",
	"width",
	/* Its transport: RTSP and libavformat's protocols. */
	"buffer_size",
	"connect_timeout",
	"fifo_size",
	"latency",
	"listen_timeout",
	"localaddr",
	"localport",
	"mode",
	"mtu",
	"multicast",
	"overrun_nonfatal",
	"payload_size",
	"peerlatency",
	"pkt_size",
	"proto",
	"rcvlatency",
	"reuse",
	"rtsp_flags",
	"rtsp_transport",
	"rw_timeout",
	"tcp",
	"tcp_nodelay",
	"timeout",
	"transport",
	"transtype",
	"ttl",
	"udp",
	"unicast",
};

static const char *const flags[] = {
	"multicast", "unicast",	   "tcp",	  "udp",
	"listen",    "enablesrtp", "real_stream",
};

static const char *const schemes[] = {
	"file",	 "http",  "https",    "rtmp",	  "rtmpe", "rtmps",
	"rtmpt", "rtp",	  "rtp-h264", "rtp-h265", "rtsp",  "rtsps",
	"rtspt", "rtspu", "srt",      "tcp",	  "udp",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static size_t length_of(struct secret_span span)
{
	return (size_t)(span.end - span.begin);
}

static bool is_listed(struct secret_span word, const char *const *list,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == length_of(word) &&
		    strncasecmp(list[i], word.begin, length_of(word)) == 0)
			return true;
	return false;
}

/* Whether it is letters, digits and `others`, and not too many. */
static bool is_plain(struct secret_span word, const char *others, size_t max)
{
	if (length_of(word) == 0 || length_of(word) > max)
		return false;
	for (const char *at = word.begin; at < word.end; at++)
		if (!isalnum((unsigned char)*at) && !strchr(others, *at))
			return false;
	return true;
}

bool url_word_is_harmless(struct secret_span name, struct secret_span value)
{
	return is_listed(name, harmless, COUNT(harmless)) &&
	       is_plain(value, ".-_", VALUE_MAX_LETTERS) &&
	       !url_word_is_token(value);
}

bool url_word_is_flag(struct secret_span name)
{
	return is_listed(name, flags, COUNT(flags));
}

bool url_word_is_scheme(struct secret_span word)
{
	return is_listed(word, schemes, COUNT(schemes));
}

bool url_word_is_name(struct secret_span name)
{
	return is_plain(name, ".-_", NAME_MAX_LETTERS) &&
	       !url_word_is_token(name);
}

/* A word, as far as it has been read. */
struct look {
	bool has_digit, has_letter;
	size_t run;    /* letters and digits without anything between them */
	size_t dashed; /* with dashes and underscores between them */
	size_t humps;  /* a small letter, then a capital */
};

static bool look_is_token(const struct look *look)
{
	bool is_mixed = look->has_digit && look->has_letter;

	return (look->run >= TOKEN_RUN_LETTERS &&
		(is_mixed || look->humps >= TOKEN_HUMPS)) ||
	       (look->dashed >= TOKEN_DASHED_LETTERS && is_mixed);
}

bool url_word_is_token(struct secret_span word)
{
	struct look look = { 0 };
	unsigned char last = '\0';

	for (const char *at = word.begin; at < word.end; at++) {
		unsigned char letter = (unsigned char)*at;

		if (isalnum(letter)) {
			look.run++;
			look.dashed++;
			look.has_digit |= isdigit(letter) != 0;
			look.has_letter |= isalpha(letter) != 0;
			look.humps += islower(last) && isupper(letter);
		} else if (letter == '-' || letter == '_') {
			look.run = 0;
			look.dashed++;
		} else {
			look = (struct look){ 0 };
		}
		if (look_is_token(&look))
			return true;
		last = letter;
	}
	return false;
}
