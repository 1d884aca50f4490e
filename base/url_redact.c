/*
 * Passwords do not belong in logs, pictures and process lists.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_redact.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define STARS_MAX 3

/* No quotes, which a password may hold, too. */
#define URL_END " \t\n"

/* What follows a URL in a sentence. */
#define URL_FOLLOWERS ":,;\"'"

/* Of more than that in one text, the last ones are taken for one. */
#define SECRETS_MAX 32

struct secret {
	const char *begin, *end;
};

/* A text and what of it is secret; one may lie in another. */
struct secrets {
	const char *text;
	struct secret found[SECRETS_MAX];
	size_t count;
};

static void secret_add(struct secrets *secrets, const char *begin,
		       const char *end)
{
	struct secret *last = &secrets->found[SECRETS_MAX - 1];

	if (secrets->count < SECRETS_MAX) {
		secrets->found[secrets->count++] =
			(struct secret){ begin, end };
		return;
	}
	last->begin = begin < last->begin ? begin : last->begin;
	last->end = end > last->end ? end : last->end;
}

/*
 * Where the user information of the URL at `authority` ends, or NULL when it
 * has none. A password may hold an unescaped @, / or anything but a space; a
 * host cannot. So everything up to the last @ goes, once there is a sign of a
 * user: an @ in front of the path, or a colon. Rather too much is hidden than
 * too little.
 */
static const char *userinfo_end(const char *authority)
{
	size_t host_length = strcspn(authority, "/?#" URL_END);
	size_t length = strcspn(authority, URL_END);
	const char *last = memrchr(authority, '@', length);

	if (!last || memchr(authority, '@', host_length) ||
	    memchr(authority, ':', (size_t)(last - authority)))
		return last;
	return NULL;
}

/* Of "u:p@host" only "@host" stays. */
static void userinfo_add(struct secrets *secrets, const char *userinfo)
{
	const char *host = userinfo_end(userinfo);

	if (host)
		secret_add(secrets, userinfo, host);
}

/*
 * The key of an RTMP stream, behind the application, lets anybody publish:
 * only "rtmp://host/live/" stays.
 */
static void stream_key_add(struct secrets *secrets, const char *authority)
{
	const char *end = authority + strcspn(authority, URL_END);
	const char *application =
		memchr(authority, '/', (size_t)(end - authority));
	const char *key;

	if (!application)
		return;
	key = memchr(application + 1, '/', (size_t)(end - application - 1));
	if (!key)
		return;
	while (end > key + 1 && strchr(URL_FOLLOWERS, end[-1]))
		end--;
	secret_add(secrets, key + 1, end);
}

static bool is_rtmp(const char *text, const char *scheme_end)
{
	return (scheme_end - text >= 4 &&
		strncasecmp(scheme_end - 4, "rtmp", 4) == 0) ||
	       (scheme_end - text >= 5 &&
		strncasecmp(scheme_end - 5, "rtmps", 5) == 0);
}

/* The value of each parameter called `name`, "password=". */
static void parameter_add(struct secrets *secrets, const char *name)
{
	const char *at = secrets->text;

	while ((at = strcasestr(at, name))) {
		at += strlen(name);
		secret_add(secrets, at, at + strcspn(at, "&;" URL_END));
	}
}

static void secrets_find(struct secrets *secrets)
{
	static const char *const names[] = {
		"password=", "passwd=", "passphrase=", "pass=",
		"pwd=",	     "pw=",	"token=",      "secret=",
		"key=",	     "auth=",	"streamid=",
	};
	const char *at = secrets->text;

	while ((at = strstr(at, "://"))) {
		bool has_key = is_rtmp(secrets->text, at);

		at += strlen("://");
		userinfo_add(secrets, at);
		if (has_key)
			stream_key_add(secrets, at);
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		parameter_add(secrets, names[i]);
}

static bool is_secret(const struct secrets *secrets, const char *at)
{
	for (size_t i = 0; i < secrets->count; i++)
		if (at >= secrets->found[i].begin && at < secrets->found[i].end)
			return true;
	return false;
}

void url_redact(char *text)
{
	struct secrets secrets = { .text = text };
	char *end = text + strlen(text), *to = text;
	size_t run = 0;

	/* All are looked for before any is hidden: they tell of others. */
	secrets_find(&secrets);
	/* Not even touched: it may be a constant. */
	if (secrets.count == 0)
		return;
	/* A secret becomes stars, and what follows moves up. */
	for (const char *at = text; at < end; at++) {
		run = is_secret(&secrets, at) ? run + 1 : 0;
		if (run <= STARS_MAX)
			*to++ = (char)(run > 0 ? '*' : *at);
	}
	memset(to, '\0', (size_t)(end - to));
}
