/*
 * Whatever a URL is made of, nothing of its password, key or token is left
 * where it is shown, and what a source is asked for by it is one port.
 *
 * The first byte of the input says what kind of secret the rest is.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <string.h>

#include "av_kind.h"
#include "fuzz.h"
#include "url.h"
#include "url_redact.h"

/* So much of a secret must not be read. */
#define CLUE_BYTES 4

/* What stands around the secret in a line of a log, and cannot be in it. */
static const struct line {
	const char *before, *after, *ends_before;
} lines[] = {
	{ "source rtsp://me:", "@10.0.0.1/one: it is gone", " \t\n" },
	{ "source rtmp://10.0.0.1/live/", "", " \t\n" },
	{ "source srt://10.0.0.1:9?passphrase=", "&mode=caller", " \t\n&;" },
	/* All of it is the input's: nobody knows what is secret in it. */
	{ "", "", "" },
};

#define LINES (sizeof(lines) / sizeof(lines[0]))

static void clues_check(const char *redacted, const struct line *line,
			const char *secret)
{
	size_t length = strlen(secret);

	for (size_t i = 0; i + CLUE_BYTES <= length; i++) {
		char clue[CLUE_BYTES + 1] = { 0 };

		memcpy(clue, secret + i, CLUE_BYTES);
		/* Stars are ours, and so may be what ends a sentence part. */
		if (!strchr(clue, '*') && strspn(clue, ":,;\"'") < CLUE_BYTES &&
		    !strstr(line->before, clue) && !strstr(line->after, clue))
			must(!strstr(redacted, clue));
	}
}

static void redacting_check(const struct line *line, const char *secret)
{
	char *redacted;
	size_t before_bytes;

	must(asprintf(&redacted, "%s%s%s", line->before, secret, line->after) >=
	     0);
	before_bytes = strlen(redacted);
	url_redact(redacted);
	must(strlen(redacted) <= before_bytes);
	/* Process titles are overwritten in place. */
	for (size_t i = strlen(redacted); i < before_bytes; i++)
		must(redacted[i] == '\0');
	if (line->ends_before[0] != '\0')
		clues_check(redacted, line, secret);
	free(redacted);
}

/* A part lies in its text. */
static void part_check(const char *text, struct url_part part)
{
	must(part.length == 0 ||
	     (part.text >= text &&
	      part.text + part.length <= text + strlen(text)));
}

static void parts_check(const char *text)
{
	const struct av_kind *kind = av_kind_of(text);
	struct url url;
	char host[16];

	must(!kind || kind->protocols);
	if (url_split(&url, text) < 0)
		return;
	part_check(text, url.scheme);
	part_check(text, url.userinfo);
	part_check(text, url.host);
	part_check(text, url.port);
	part_check(text, url.path);
	must(url.scheme.length > 0);
	must(url_port(&url) <= UINT16_MAX);
	must(url_port(&url) <= 0 || url.port.length > 0);
	if (url_part_copy(host, sizeof(host), url.host) == 0)
		must(strlen(host) == url.host.length);
	else
		must(url.host.length >= sizeof(host));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const struct line *line;
	char *text;

	if (size_bytes == 0)
		return -1;
	line = &lines[data[0] % LINES];
	text = strndup((const char *)data + 1, size_bytes - 1);
	must(text != NULL);
	text[strcspn(text, line->ends_before)] = '\0';
	redacting_check(line, text);
	parts_check(text);
	free(text);
	return 0;
}
