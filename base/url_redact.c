/*
 * Hides passwords, which do not belong in logs, pictures and process lists.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_redact.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "url_words.h"

/* Quotes are not among them: a password may hold them, too. */
#define SPACES " \t\n"

/* The signs that may follow an address in a sentence. */
#define FOLLOWERS ":,;\"'"

#define DIGITS	  "0123456789"
#define IPV4_DOTS 3
#define PORT_MAX  65535

/* The first of `letters` from `at` on, or `end`. */
static const char *find(const char *at, const char *end, const char *letters)
{
	while (at < end && !strchr(letters, *at))
		at++;
	return at;
}

/* The last @, or NULL. */
static const char *find_last_at(const char *begin, const char *end)
{
	while (end > begin && end[-1] != '@')
		end--;
	return end > begin ? end - 1 : NULL;
}

/* The end of an IPv4 address, or of an IPv6 address in brackets; or `begin`. */
static const char *number_end(const char *begin, const char *end)
{
	const char *at = begin;
	int dots = 0;

	if (*begin == '[') {
		at += 1 + strspn(begin + 1, "0123456789abcdefABCDEF:.");
		at = *at == '%' ? find(at, end, "]") : at;
		return at < end && *at == ']' ? at + 1 : begin;
	}
	for (; at < end && (isdigit((unsigned char)*at) || *at == '.'); at++)
		dots += *at == '.';
	return dots == IPV4_DOTS ? at : begin;
}

/* Whether it is an address in digits, with a port or without. */
static bool is_numeric(const char *begin, const char *end)
{
	const char *at = number_end(begin, end);

	return at > begin &&
	       (at == end ||
		(*at == ':' && at + 1 + strspn(at + 1, DIGITS) >= end));
}

/* Whether it is a host without any doubt: 10.0.0.1:80, [::1], cam.lan. */
static bool is_authority(const char *begin, const char *end)
{
	return is_numeric(begin, end) ||
	       (find(begin, end, ":") == end && find(begin, end, ".") < end);
}

/*
 * Where the userinfo of the address at `authority` ends, or NULL when it has
 * none. A password may hold an unescaped @, / or anything else; a host cannot.
 * So everything up to the last @ goes, unless what stands in front of the path
 * can be nothing but a host, or the @ stands in a query.
 */
static const char *userinfo_end(const char *authority, const char *end)
{
	const char *path = find(authority, end, "/?#");
	const char *last = find_last_at(authority, end);

	if (!last || find(authority, path, "@") < path)
		return last;
	if (is_authority(authority, path) ||
	    (find(authority, last, ":") == last &&
	     find(authority, last, "?") < last))
		return NULL;
	return last;
}

/* Letters beyond ASCII are those of international names; stars are ours. */
static bool is_name(const char *host, const char *end)
{
	if (host + strspn(host, "*") >= end)
		return true;
	for (const char *at = host; at < end; at++)
		if (!isalnum((unsigned char)*at) && !strchr(".-_", *at) &&
		    (unsigned char)*at < 0x80)
			return false;
	return true;
}

/* Whether it can be a port: a large number is more likely a password. */
static bool is_port(const char *port, const char *end)
{
	return port + strspn(port, DIGITS) >= end &&
	       strtoul(port, NULL, 10) <= PORT_MAX;
}

/*
 * A host is hidden with its port when one of them cannot be real: they may be a
 * user and a password whose @ is encoded, or was forgotten with the host.
 */
static void host_look(struct secret_spans *spans, const char *host,
		      const char *end)
{
	const char *colon = find(host, end, ":");

	if (!is_numeric(host, end) &&
	    (!is_name(host, colon) ||
	     (colon < end && !is_port(colon + 1, end))))
		secret_spans_add(spans, host, end);
}

/*
 * Look at one part between two separators. Returns where it ends: a secret
 * value goes on up to the next parameter, whatever it holds.
 */
static const char *part_look(struct secret_spans *spans, const char *begin,
			     const char *end, const char *address_end,
			     bool is_query)
{
	const char *equals = find(begin, end, "=");
	struct secret_span whole = { begin, end }, name = { begin, equals },
			   value = { equals + 1, end };

	if (equals == end) {
		if (is_query ? !url_word_is_flag(whole)
			     : url_word_is_token(whole))
			secret_spans_add(spans, begin, end);
		return end;
	}
	if (url_word_is_harmless(name, value))
		return end;
	end = find(end, address_end, "&;");
	/* "?c2VjcmV0=" is no name but the end of a word in base 64. */
	if (!url_word_is_name(name) ||
	    find(value.begin, end, "=") == value.begin) {
		secret_spans_add(spans, begin, end);
		return end;
	}
	secret_spans_add(spans, value.begin, end);
	return end;
}

/* Look behind the authority: a path, parameters anywhere, a fragment. */
static void rest_look(struct secret_spans *spans, const char *at,
		      const char *end)
{
	bool is_query = false;

	while (at < end) {
		const char *begin = at;

		if (*at == '#') {
			secret_spans_add(spans, at + 1, end);
			return;
		}
		begin += strchr("/?&;", *at) != NULL;
		is_query |= *at == '?';
		at = part_look(spans, begin,
			       find(begin, end, is_query ? "&;#" : "/?&;#"),
			       end, is_query);
		is_query |= memchr(begin, '?', (size_t)(at - begin)) != NULL;
	}
}

/*
 * The key of an RTMP stream, behind the application, lets anybody publish:
 * only "rtmp://host/live/" stays.
 */
static void stream_key_look(struct secret_spans *spans, const char *authority,
			    const char *end)
{
	const char *application = find(authority, end, "/");
	const char *key = find(application + (application < end), end, "/");

	if (key < end)
		secret_spans_add(spans, key + 1, end);
}

/* Look at the text behind "://". */
static void address_look(struct secret_spans *spans, const char *authority,
			 const char *end, bool has_key)
{
	const char *at = userinfo_end(authority, end);
	const char *host = at ? at + 1 : authority;
	const char *path = find(host, end, "/?#");

	/* Of "u:p@host" only "@host" stays. */
	if (at)
		secret_spans_add(spans, authority, at);
	host_look(spans, host, path);
	rest_look(spans, path, end);
	if (has_key)
		stream_key_look(spans, authority, end);
}

/* The beginning of the scheme whose "://" is at `colon`; `colon`: none. */
static const char *scheme_begin(const char *begin, const char *colon)
{
	const char *at = colon;

	while (at > begin && (isalnum((unsigned char)at[-1]) ||
			      (at[-1] != '\0' && strchr("+-.", at[-1]))))
		at--;
	while (at < colon && !isalpha((unsigned char)*at))
		at++;
	return at;
}

static bool is_rtmp(const char *scheme, const char *end)
{
	for (; scheme < end; scheme++)
		if (strncasecmp(scheme, "rtmp", strlen("rtmp")) == 0)
			return true;
	return false;
}

/* Find "me:password@host", whose scheme has been forgotten. */
static void userinfo_look(struct secret_spans *spans, const char *begin,
			  const char *end)
{
	const char *at = find_last_at(begin, end);

	if (at && find(begin, at, ":") < at)
		secret_spans_add(spans, begin, at);
}

/* Find the values of "password=" and the like, wherever they stand. */
static void values_look(struct secret_spans *spans, const char *text,
			const char *ends, const char *followers)
{
	for (const char *const *name = url_words_secret; *name; name++) {
		const char *at = text, *end;

		while ((at = strcasestr(at, *name))) {
			at += strlen(*name);
			end = at + strcspn(at, ends);
			while (end > at && strchr(followers, end[-1]))
				end--;
			secret_spans_add(spans, at, end);
		}
	}
}

static void word_look(struct secret_spans *spans, const char *word,
		      const char *end)
{
	const char *at = word, *last = end;

	while (last > word && strchr(FOLLOWERS, last[-1]))
		last--;
	if (!memmem(word, (size_t)(end - word), "://", 3))
		userinfo_look(spans, word, end);
	while ((at = memmem(at, (size_t)(end - at), "://", 3))) {
		bool has_key = is_rtmp(scheme_begin(word, at), at);

		at += strlen("://");
		if (at < last)
			address_look(spans, at, last, has_key);
	}
}

void url_redact(char *text)
{
	struct secret_spans spans = { .count = 0 };

	for (const char *word = text, *end; *word != '\0'; word = end) {
		word += strspn(word, SPACES);
		end = word + strcspn(word, SPACES);
		word_look(&spans, word, end);
	}
	values_look(&spans, text, "&;" SPACES, FOLLOWERS);
	secret_spans_hide(&spans, text);
}

/* A path of this machine, or parameters behind a host. */
static void plain_look(struct secret_spans *spans, const char *text,
		       const char *end)
{
	const char *rest = find(text, end, "/?&;");

	if ((text[0] == '/' && text[1] != '/') || text[0] == '.')
		return;
	userinfo_look(spans, text, end);
	if (find(text, end, "?&") < end)
		rest_look(spans, find(text, rest, "=") < rest ? text : rest,
			  end);
}

/*
 * Look whether the "://" at `colon` follows a scheme. It may stand in a
 * password as well, "me:a://b@host", or begin one, "me://secret.word/x@host".
 */
static void scheme_look(struct secret_spans *spans, const char *address,
			const char *colon, const char *end)
{
	struct secret_span scheme = { address, colon };
	const char *begin = colon + strlen("://");
	const char *at = find_last_at(begin, end);

	if (scheme_begin(address, colon) > address) {
		secret_spans_add(spans, address, colon);
		userinfo_look(spans, address, end);
	} else if (at && !url_word_is_scheme(scheme)) {
		secret_spans_add(spans, begin, at);
	}
}

void url_secrets_find(struct secret_spans *spans, const char *address)
{
	const char *colon = strstr(address, "://");
	const char *end = address + strlen(address);

	*spans = (struct secret_spans){ .count = 0 };
	if (colon) {
		scheme_look(spans, address, colon, end);
		address_look(spans, colon + strlen("://"), end,
			     is_rtmp(address, colon));
	} else {
		plain_look(spans, address, end);
	}
	values_look(spans, address, "&;", "");
}

void url_redact_address(char *address)
{
	struct secret_spans spans;

	url_secrets_find(&spans, address);
	secret_spans_hide(&spans, address);
}
