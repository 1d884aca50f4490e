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
 * has none. A password may hold an unescaped @; a host cannot.
 */
static char *userinfo_end(char *authority)
{
	char *last = NULL;

	for (char *at = authority; *at && !strchr("/?# \t\n\"'", *at); at++)
		if (*at == '@')
			last = at;
	return last;
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
		stars_put(at, at + strcspn(at, "&;/ \t\n\"'"));
	}
}

void url_redact(char *text)
{
	static const char *const secrets[] = {
		"password=", "passwd=", "passphrase=",
		"pwd=",	     "token=",	"secret=",
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
