/*
 * The challenges of a camera that wants a password, and which of them
 * libavformat may see.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_challenge.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FIELD	  "WWW-Authenticate:"
#define ALGORITHM "algorithm"

static const char *blank_skip(const char *text)
{
	return text + strspn(text, " \t");
}

/* The value of "algorithm", or NULL; `*length` is without its quotes. */
static const char *algorithm_find(const char *challenge, size_t *length)
{
	const char *at = challenge;

	while ((at = strcasestr(at, ALGORITHM))) {
		const char *value = blank_skip(at + strlen(ALGORITHM));

		if (!isalnum((unsigned char)at[-1]) && *value == '=') {
			value = blank_skip(value + 1);
			value += *value == '"';
			*length = strcspn(value, "\", \t;");
			return value;
		}
		at += strlen(ALGORITHM);
	}
	return NULL;
}

void av_challenge_hear(struct av_challenges *challenges, char *line)
{
	const char *challenge, *algorithm;
	size_t length;

	if (strncasecmp(line, FIELD, strlen(FIELD)) != 0)
		return;
	challenge = blank_skip(line + strlen(FIELD));
	algorithm = strncasecmp(challenge, "Digest", strlen("Digest")) == 0
			    ? algorithm_find(challenge, &length)
			    : NULL;
	if (!algorithm || strncasecmp(algorithm, "MD5", strlen("MD5")) == 0) {
		challenges->has_known = true;
		return;
	}
	snprintf(challenges->unknown, sizeof(challenges->unknown), "%.*s",
		 (int)length, algorithm);
	line[0] = 'X';
}
