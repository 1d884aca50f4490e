/*
 * Suggests what was meant by a source that begins like no kind that is known,
 * and is no file either.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_hint.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "suggestion.h"

#define DIGITS		  "0123456789"
#define CAMERA_DIGITS_MAX 3

size_t source_scheme_length(const char *source)
{
	size_t length = 0;

	while (isalnum((unsigned char)source[length]) ||
	       (source[length] != '\0' && strchr("+-.", source[length])))
		length++;
	if (source[length] == ':' || strncmp(source + length, "//", 2) == 0)
		return length;
	return 0;
}

/* Other programs take such a number for a camera. */
static bool is_camera_number(const char *text)
{
	size_t digits = strspn(text, DIGITS);

	return digits > 0 && digits <= CAMERA_DIGITS_MAX &&
	       text[digits] == '\0';
}

/* "192.168.1.20", with a port or a path or neither. */
static bool begins_with_address(const char *text)
{
	for (int part = 0; part < 4; part++) {
		size_t digits = strspn(text, DIGITS);

		if (digits == 0 || digits > 3)
			return false;
		text += digits;
		if (part < 3 && *text++ != '.')
			return false;
	}
	return *text == '\0' || *text == ':' || *text == '/';
}

/* "camera:554/stream1", "localhost:8554". */
static bool begins_with_port(const char *text)
{
	const char *colon = strchr(text, ':');
	size_t digits = colon ? strspn(colon + 1, DIGITS) : 0;

	return digits > 0 && colon == text + strcspn(text, "/:") &&
	       (colon[1 + digits] == '\0' || colon[1 + digits] == '/');
}

bool source_hint_tell(const char *source, char hint[SUGGESTION_BYTES])
{
	if (strcasecmp(source, "pattern") == 0)
		snprintf(hint, SUGGESTION_BYTES, "did you mean pattern:?");
	else if (strcmp(source, "-") == 0)
		snprintf(hint, SUGGESTION_BYTES,
			 "did you mean pipe:0, standard input?");
	else if (is_camera_number(source))
		snprintf(hint, SUGGESTION_BYTES, "did you mean /dev/video%s?",
			 source);
	else if (strncmp(source, "video", 5) == 0 &&
		 is_camera_number(source + 5))
		snprintf(hint, SUGGESTION_BYTES, "did you mean /dev/%s?",
			 source);
	else if (strncmp(source, "dev/", 4) == 0)
		snprintf(hint, SUGGESTION_BYTES,
			 "a camera's path begins with /dev/");
	else if (begins_with_address(source) || begins_with_port(source))
		snprintf(hint, SUGGESTION_BYTES,
			 "an address begins with how to ask there, like "
			 "rtsp:// or http://");
	else
		return false;
	return true;
}
