/*
 * Classes of media types.
 *
 * SPDX-License-Identifier: MIT
 */
#include "media_type.h"

#include <string.h>
#include <strings.h>

#define IMAGE_TYPES "image/"
#define JSON_TYPE   "application/json"

bool media_type_is_image(const char *media_type)
{
	return strncasecmp(media_type, IMAGE_TYPES, strlen(IMAGE_TYPES)) == 0;
}

bool media_type_is_json(const char *media_type)
{
	size_t type_bytes = strlen(JSON_TYPE);

	return strncasecmp(media_type, JSON_TYPE, type_bytes) == 0 &&
	       strchr("; \t", media_type[type_bytes]);
}
