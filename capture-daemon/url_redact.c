/*
 * Passwords do not belong in logs, pictures and process lists.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_redact.h"

#include <string.h>

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
		"password=", "passwd=", "passphrase=", "pass=", "pwd=",
		"pw=",	     "token=",	"secret=",     "key=",	"auth=",
	};
	size_t length = strlen(text);

	for (char *at = strstr(text, "://"); at; at = strstr(at, "://")) {
		at += strlen("://");
		userinfo_redact(at);
	}
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		parameter_redact(text, secrets[i]);
	memset(text + strlen(text), '\0', length - strlen(text));
}
