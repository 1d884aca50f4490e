/*
 * Which slots are a camera's own, and which lie beside one, by their names.
 *
 * SPDX-License-Identifier: MIT
 */
#include "camera_name.h"

#include <stddef.h>
#include <string.h>

#include <frame_slot.h>

/* CAMERA_NAME_RULE tells them to people; a test compares both. */
static const char *const endings[] = { ".small",    ".video",  ".objects",
				       ".events",   ".marked", ".best",
				       ".telemetry" };

_Static_assert(CAMERA_NAME_MAX + sizeof(".telemetry") - 1 ==
		       FRAME_SLOT_NAME_MAX,
	       "the longest ending has room behind the longest name");

bool camera_name_is_beside(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t ending_length = strlen(endings[i]);

		if (length > ending_length &&
		    strcmp(name + length - ending_length, endings[i]) == 0)
			return true;
	}
	return false;
}

bool camera_name_is_valid(const char *name)
{
	return frame_slot_name_is_valid(name) &&
	       strlen(name) <= CAMERA_NAME_MAX && !camera_name_is_beside(name);
}
