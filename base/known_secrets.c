/*
 * Hides secrets that we know in what a library says.
 *
 * SPDX-License-Identifier: MIT
 */
#include "known_secrets.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "secret_spans.h"
#include "url_redact.h"
#include "url_words.h"

/* The signs at which libraries split addresses. */
#define SIGNS ":@/?#&;=,! "

/* A shorter secret would be found in the middle of many words. */
#define WORD_LETTERS_MIN 4

struct known_secrets {
	char **words;
	size_t count;
};

struct known_secrets *known_secrets_create(void)
{
	return calloc(1, sizeof(struct known_secrets));
}

void known_secrets_destroy(struct known_secrets *secrets)
{
	if (!secrets)
		return;
	for (size_t i = 0; i < secrets->count; i++)
		free(secrets->words[i]);
	free(secrets->words);
	free(secrets);
}

/* `word` is ours from now on; NULL: there was no memory for it. */
static int word_keep(struct known_secrets *secrets, char *word)
{
	char **words = word ? reallocarray(secrets->words, secrets->count + 1,
					   sizeof(*words))
			    : NULL;

	if (!words) {
		free(word);
		return -ENOMEM;
	}
	secrets->words = words;
	words[secrets->count++] = word;
	return 0;
}

static int digit_value(char digit)
{
	return isdigit((unsigned char)digit)
		       ? digit - '0'
		       : tolower((unsigned char)digit) - 'a' + 10;
}

/* "%40" becomes "@" (RFC 3986, section 2.1). */
static void percent_decode(char *text)
{
	char *to = text;

	for (const char *at = text; *at != '\0'; at++) {
		if (at[0] == '%' && isxdigit((unsigned char)at[1]) &&
		    isxdigit((unsigned char)at[2])) {
			*to++ = (char)(digit_value(at[1]) * 16 +
				       digit_value(at[2]));
			at += 2;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

static int word_add(struct known_secrets *secrets, const char *begin,
		    size_t length)
{
	char *decoded;
	int result;

	if (length == 0)
		return 0;
	result = word_keep(secrets, strndup(begin, length));
	if (result < 0 || !memchr(begin, '%', length))
		return result;
	decoded = strndup(begin, length);
	if (decoded)
		percent_decode(decoded);
	return word_keep(secrets, decoded);
}

static int span_add(struct known_secrets *secrets,
		    const struct secret_span *span)
{
	int result = word_add(secrets, span->begin,
			      (size_t)(span->end - span->begin));
	const char *at = span->begin;

	while (result == 0 && at < span->end) {
		size_t length = strcspn(at, SIGNS);

		if (at + length > span->end)
			length = (size_t)(span->end - at);
		result = word_add(secrets, at, length);
		at += length + 1;
	}
	return result;
}

int known_secrets_add_option(struct known_secrets *secrets, const char *option)
{
	const char *equals = strchrnul(option, '=');
	const char *begin = *equals == '=' ? equals + 1 : equals;
	struct secret_span name = { option, equals },
			   value = { begin, begin + strlen(begin) };

	return url_word_is_harmless(name, value) ? 0
						 : span_add(secrets, &value);
}

int known_secrets_add_address(struct known_secrets *secrets,
			      const char *address)
{
	struct secret_spans spans;
	int result = 0;

	url_secrets_find(&spans, address);
	for (size_t i = 0; result == 0 && i < spans.count; i++)
		result = span_add(secrets, &spans.found[i]);
	return result;
}

static bool stands_alone(const char *text, const char *begin, const char *end)
{
	return (begin == text || !isalnum((unsigned char)begin[-1])) &&
	       !isalnum((unsigned char)*end);
}

static void word_find(struct secret_spans *spans, const char *text,
		      const char *word)
{
	size_t length = strlen(word);
	const char *at = text;

	while (length > 0 && (at = strstr(at, word))) {
		if (length >= WORD_LETTERS_MIN ||
		    stands_alone(text, at, at + length))
			secret_spans_add(spans, at, at + length);
		at += length;
	}
}

void known_secrets_redact(const struct known_secrets *secrets, char *text)
{
	struct secret_spans spans = { .count = 0 };

	for (size_t i = 0; i < secrets->count; i++)
		word_find(&spans, text, secrets->words[i]);
	secret_spans_hide(&spans, text);
	url_redact(text);
}
