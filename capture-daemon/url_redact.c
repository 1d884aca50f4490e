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

/* From `begin` to `end` there shall be stars, and what follows moves up. */
static void stars_put(char *begin, char *end)
{
	size_t stars = (size_t)(end - begin);

	if (stars > STARS_MAX)
		stars = STARS_MAX;
	memset(begin, '*', stars);
	memmove(begin + stars, end, strlen(end) + 1);
}

/*
 * Where the user information of the URL at `authority` ends, or NULL when it
 * has none. A password may hold an unescaped @, / or anything; a host cannot.
 * So everything up to the last @ goes, once there is a sign of a user: an @ in
 * front of the path, or a colon. Rather too much is hidden than too little.
 */
static char *userinfo_end(char *authority)
{
	size_t host_length = strcspn(authority, "/?# \t\n\"'");
	size_t length = strcspn(authority, " \t\n\"'");
	char *last = memrchr(authority, '@', length);

	if (!last || memchr(authority, '@', host_length) ||
	    memchr(authority, ':', (size_t)(last - authority)))
		return last;
	return NULL;
}

/* "u:p@host" at `userinfo` becomes "***@host". */
static void userinfo_redact(char *userinfo)
{
	char *host = userinfo_end(userinfo);

	if (host)
		stars_put(userinfo, host);
}

/*
 * The key of an RTMP stream, behind the application, lets anybody publish:
 * only "rtmp://host/live/" stays.
 */
static void stream_key_redact(char *authority)
{
	const char *end_of_url = " \t\n\"'";
	char *end = authority + strcspn(authority, end_of_url);
	char *application = memchr(authority, '/', (size_t)(end - authority));
	char *key;

	if (!application)
		return;
	key = memchr(application + 1, '/', (size_t)(end - application - 1));
	if (!key)
		return;
	/* What follows the address in a sentence. */
	while (end > key + 1 && strchr(":,;", end[-1]))
		end--;
	stars_put(key + 1, end);
}

static bool is_rtmp(const char *text, const char *scheme_end)
{
	return (scheme_end - text >= 4 &&
		strncasecmp(scheme_end - 4, "rtmp", 4) == 0) ||
	       (scheme_end - text >= 5 &&
		strncasecmp(scheme_end - 5, "rtmps", 5) == 0);
}

/* The value of each parameter called `name`, "password=". */
static void parameter_redact(char *text, const char *name)
{
	for (char *at = strcasestr(text, name); at; at = strcasestr(at, name)) {
		at += strlen(name);
		stars_put(at, at + strcspn(at, "&; \t\n\"'"));
	}
}

void url_redact(char *text)
{
	static const char *const secrets[] = {
		"password=", "passwd=", "passphrase=", "pass=",
		"pwd=",	     "pw=",	"token=",      "secret=",
		"key=",	     "auth=",	"streamid=",
	};
	size_t length = strlen(text);

	for (char *at = strstr(text, "://"); at; at = strstr(at, "://")) {
		bool has_key = is_rtmp(text, at);

		at += strlen("://");
		userinfo_redact(at);
		if (has_key)
			stream_key_redact(at);
	}
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		parameter_redact(text, secrets[i]);
	memset(text + strlen(text), '\0', length - strlen(text));
}
