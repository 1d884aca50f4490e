/*
 * Passwords do not belong in logs, pictures and process lists.
 *
 * SPDX-License-Identifier: MIT
 */
#include "url_redact.h"

#include <string.h>

#define STARS_MAX 3

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

void url_redact(char *text)
{
	size_t length = strlen(text);
	char *end = text + length;

	for (char *at = strstr(text, "://"); at; at = strstr(at, "://")) {
		char *userinfo = at + strlen("://");
		char *host = userinfo_end(userinfo);
		size_t stars;

		at = userinfo;
		if (!host)
			continue;
		stars = (size_t)(host - userinfo);
		if (stars > STARS_MAX)
			stars = STARS_MAX;
		memset(userinfo, '*', stars);
		memmove(userinfo + stars, host, (size_t)(end - host) + 1);
	}
	memset(text + strlen(text), '\0', length - strlen(text));
}
