/*
 * Whether a publisher knows the password: Digest with MD5 or SHA-256, and
 * Basic (RFC 7616, 7617).
 *
 * Each connection has a nonce of its own. So an answer that was overheard opens
 * no other connection, and a right one is believed for as long as its own lasts.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_AUTH_H
#define RTSP_AUTH_H

#include <stddef.h>
#include <stdint.h>

#include "rtsp_text.h"

/* How long a nonce may be answered. */
#define RTSP_NONCE_NS (UINT64_C(60) * 1000000000)

/* Room for what rtsp_auth_challenge() writes. */
#define RTSP_CHALLENGE_BYTES 512

struct rtsp_auth {
	const char *user, *password;
	char nonce[33];
	uint64_t made_ns; /* the nonce, in CLOCK_MONOTONIC */
};

enum rtsp_verdict {
	RTSP_KNOWN,
	RTSP_SILENT,  /* no password was given, or in a way unknown to us */
	RTSP_STALE,   /* one was, for a nonce that no longer counts */
	RTSP_UNKNOWN, /* the wrong one */
};

/*
 * Judge the value of an Authorization field of a request with this `method`;
 * NULL: there was no such field.
 */
enum rtsp_verdict rtsp_auth_judge(const struct rtsp_auth *auth,
				  struct rtsp_text method,
				  const struct rtsp_text *said,
				  uint64_t now_ns);

/*
 * Write the WWW-Authenticate fields that ask for it, with a new nonce.
 *
 * Returns 0, or a negative errno when there is no randomness.
 */
int rtsp_auth_challenge(struct rtsp_auth *auth, enum rtsp_verdict verdict,
			uint64_t now_ns, char text[RTSP_CHALLENGE_BYTES]);

#endif
