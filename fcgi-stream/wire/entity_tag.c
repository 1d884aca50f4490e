/*
 * The tag by which a client names the frame that it has already.
 *
 * SPDX-License-Identifier: MIT
 */
#include "entity_tag.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void entity_tag_write(char tag[ENTITY_TAG_BYTES], const struct frame_info *info)
{
	snprintf(tag, ENTITY_TAG_BYTES, "\"%" PRIx64 "-%" PRIx64 "\"",
		 info->captured_wall_ns, info->serial);
}

bool entity_tag_is_listed(const char *list, const char *tag)
{
	size_t tag_bytes = strlen(tag);

	for (;;) {
		list += strspn(list, " \t,");
		if (*list == '\0')
			return false;
		if (*list == '*')
			return true;
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (strncmp(list, tag, tag_bytes) == 0)
			return true;
		/* Over this tag; a comma may stand inside the quotes. */
		if (*list == '"')
			list += 1 + strcspn(list + 1, "\"");
		list += strcspn(list, ",");
	}
}
