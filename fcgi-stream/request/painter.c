/*
 * Whether a stream is asked for by an engine that paints it, or by a program.
 *
 * SPDX-License-Identifier: MIT
 */
#include "painter.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Whether one of the media types in `accept` is `type`, whatever its rank. */
static bool accept_names(const char *accept, const char *type)
{
	size_t type_length = strlen(type);

	while (*accept != '\0') {
		size_t length;

		accept += strspn(accept, " \t,");
		length = strcspn(accept, " \t,;");
		if (length == type_length &&
		    strncasecmp(accept, type, length) == 0)
			return true;
		accept += strcspn(accept, ",");
	}
	return false;
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool painter_asks(const char *destination, const char *accept)
{
	static const char *const painted[] = { "document", "embed", "frame",
					       "iframe",   "image", "object",
					       NULL };

	if (*destination != '\0')
		return is_one_of(destination, painted);
	return accept_names(accept, "image/*") ||
	       accept_names(accept, "image/webp") ||
	       accept_names(accept, "application/xhtml+xml");
}
