/*
 * Notes the challenges of a camera that wants a password, and hides those that
 * libavformat cannot answer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_challenge.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FIELD	  "WWW-Authenticate:"
#define ALGORITHM "algorithm"

/* Of one attempt to open a camera, in the thread that makes it. */
static _Thread_local bool has_known;   /* one that libavformat can answer */
static _Thread_local char unknown[32]; /* the algorithm of another; or "" */

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

void av_challenge_hear(char *line)
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
		has_known = true;
		return;
	}
	snprintf(unknown, sizeof(unknown), "%.*s", (int)length, algorithm);
	line[0] = 'X';
}

const char *av_challenge_unknown(void)
{
	return has_known || unknown[0] == '\0' ? NULL : unknown;
}

void av_challenge_forget(void)
{
	has_known = false;
	unknown[0] = '\0';
}
