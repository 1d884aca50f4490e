/*
 * Whatever a URL is made of, nothing of its password, key or token is left
 * where it is shown, and what a source is asked for by it is one port.
 *
 * The first byte of the input says what kind of secret the rest is.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "av_kind.h"
#include "fuzz.h"
#include "known_secrets.h"
#include "url.h"
#include "url_redact.h"

/* So much of a secret must not be read. */
#define CLUE_BYTES 4

#define SIGNS ":@/?#&;=,! \"'"

/* What stands around the secret, and cannot be in it. */
static const struct line {
	const char *before, *after, *ends_before;
	bool is_address; /* and no sentence that holds one */
} lines[] = {
	{ "source rtsp://me:", "@10.0.0.1/one: it is gone", " \t\n", false },
	{ "source rtmp://10.0.0.1/live/", "", " \t\n", false },
	{ "source srt://10.0.0.1:9?passphrase=", "&mode=caller", " \t\n&;",
	  false },
	{ "see http://10.0.0.1/x?loginpas=", "&fps=5, it says", " \t\n&;",
	  false },
	{ "rtsp://me:", "@10.0.0.1/one", "", true },
	{ "me:", "@10.0.0.1/one", "", true },
	{ "http://10.0.0.1/x?loginpas=", "&fps=5", "&;", true },
	{ "rtsp://10.0.0.1/user=me&anything=", "&channel=1.sdp", "&;", true },
	{ "http://10.0.0.1/one#", "", "", true },
	/* All of it is the input's: nobody knows what is secret in it. */
	{ "", "", "", false },
	{ "", "", "", true },
};

#define LINES (sizeof(lines) / sizeof(lines[0]))

/* Look only at what stands in the place of the secret. */
static void frame_cut(char *redacted, const struct line *line)
{
	size_t before_bytes = strlen(line->before);
	size_t after_bytes = strlen(line->after);
	size_t bytes = strlen(redacted);

	if (bytes >= after_bytes &&
	    strcmp(redacted + bytes - after_bytes, line->after) == 0)
		redacted[bytes - after_bytes] = '\0';
	if (strncmp(redacted, line->before, before_bytes) == 0)
		memmove(redacted, redacted + before_bytes,
			strlen(redacted + before_bytes) + 1);
}

static void clues_check(char *redacted, const struct line *line,
			const char *secret)
{
	size_t length = strlen(secret);

	frame_cut(redacted, line);
	for (size_t i = 0; i + CLUE_BYTES <= length; i++) {
		char clue[CLUE_BYTES + 1] = { 0 };

		memcpy(clue, secret + i, CLUE_BYTES);
		/* Stars are ours; what takes addresses apart tells nothing. */
		if (!strchr(clue, '*') && strspn(clue, SIGNS) < CLUE_BYTES &&
		    !strstr(line->before, clue) && !strstr(line->after, clue))
			must(!strstr(redacted, clue));
	}
}

static void redacting_check(const struct line *line, const char *address,
			    const char *secret)
{
	size_t before_bytes = strlen(address);
	char *redacted = strdup(address);

	must(redacted != NULL);
	if (line->is_address)
		url_redact_address(redacted);
	else
		url_redact(redacted);
	must(strlen(redacted) <= before_bytes);
	/* Process titles are overwritten in place. */
	for (size_t i = strlen(redacted); i < before_bytes; i++)
		must(redacted[i] == '\0');
	if (line->before[0] != '\0')
		clues_check(redacted, line, secret);
	free(redacted);
}

/* A library knows the address, and tells of the secret alone. */
static void knowing_check(const struct line *line, const char *address,
			  const char *secret)
{
	struct known_secrets *known = known_secrets_create();
	char *told = strdup(secret);

	must(known && told);
	must(known_secrets_add_address(known, address) == 0);
	known_secrets_redact(known, told);
	if (line->is_address && line->before[0] != '\0')
		clues_check(told, line, secret);
	free(told);
	known_secrets_destroy(known);
}

static void secret_check(const struct line *line, const char *secret)
{
	char *address;

	must(asprintf(&address, "%s%s%s", line->before, secret, line->after) >=
	     0);
	redacting_check(line, address, secret);
	knowing_check(line, address, secret);
	free(address);
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
	secret_check(line, text);
	parts_check(text);
	free(text);
	return 0;
}
