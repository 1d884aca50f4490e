/*
 * The hashes of Digest authentication (RFC 7616, 3.4), by nettle.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_DIGEST_H
#define RTSP_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "rtsp_text.h"

enum rtsp_algorithm { RTSP_MD5, RTSP_SHA256 };

/* In hexadecimal digits, with a zero at the end. */
#define RTSP_DIGEST_BYTES 65

/* Hash `texts`, joined by colons. */
void rtsp_digest(enum rtsp_algorithm algorithm, const struct rtsp_text *texts,
		 size_t count, char digest[RTSP_DIGEST_BYTES]);

/*
 * Whether what somebody says is the secret. How long that takes tells nothing
 * of the secret but its length.
 */
bool rtsp_secret_is(const char *secret, struct rtsp_text said);

/* Decode base64. Returns the number of bytes, or -EINVAL. */
int rtsp_base64_decode(struct rtsp_text text, char *bytes, size_t size_bytes);

/* Fill `text` with random hexadecimal digits. Returns 0 or a negative errno. */
int rtsp_random_text(char *text, size_t size_bytes);

#endif
