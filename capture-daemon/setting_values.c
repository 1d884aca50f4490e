/*
 * The form of single settings of capture-daemon.
 *
 * SPDX-License-Identifier: MIT
 */
#include "setting_values.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "number.h"
#include "picture.h"
#include "turn.h"
#include "v4l2_controls.h"
#include "v4l2_format.h"

#define SIDE_MIN_PX 16

/* "8192" */
#define SIDE_LETTERS_MAX 4

const char *const setting_flips[] = { "h", "v", NULL };
const char *const setting_metadata[] = { "remove", "keep", NULL };
const char *const setting_idles[] = { "keep", "close", NULL };
const char *const setting_transports[] = { "tcp", "udp", NULL };
const char *const setting_certificates[] = { "check", "any", NULL };

static int side_parse(const char *text, uint64_t *side_px)
{
	return number_parse(text, SIDE_MIN_PX, PICTURE_SIDE_MAX_PX, side_px);
}

int setting_size_parse(const char *text, void *destination)
{
	struct size *size = destination;
	size_t width_letters = strcspn(text, "x");
	char width[SIDE_LETTERS_MAX + 1] = "";
	uint64_t width_px, height_px;

	if (width_letters > SIDE_LETTERS_MAX || text[width_letters] != 'x')
		return -EINVAL;
	memcpy(width, text, width_letters);
	if (side_parse(width, &width_px) < 0 ||
	    side_parse(text + width_letters + 1, &height_px) < 0 ||
	    picture_is_too_large((int64_t)width_px, (int64_t)height_px))
		return -EINVAL;
	*size = (struct size){ (int)width_px, (int)height_px };
	return 0;
}

bool setting_control_is_valid(const char *text)
{
	char name[64];
	int64_t value;

	return v4l2_control_parse(text, name, sizeof(name), &value) == 0;
}

bool setting_av_option_is_valid(const char *text)
{
	const char *equals = strchr(text, '=');

	return equals && equals != text;
}

int setting_rotate_parse(const char *text, void *degrees)
{
	uint64_t number;

	if (number_parse(text, 90, 270, &number) < 0 || number % 90 != 0)
		return -EINVAL;
	*(int *)degrees = (int)number;
	return 0;
}

int setting_flip_parse(const char *text, void *destination)
{
	enum turn_flip *flip = destination;

	if (strcmp(text, "h") == 0)
		*flip = TURN_FLIP_HORIZONTAL;
	else if (strcmp(text, "v") == 0)
		*flip = TURN_FLIP_VERTICAL;
	else
		return -EINVAL;
	return 0;
}

int setting_idle_parse(const char *text, void *destination)
{
	bool *closes = destination;

	*closes = strcmp(text, "close") == 0;
	return *closes || strcmp(text, "keep") == 0 ? 0 : -EINVAL;
}

int setting_metadata_parse(const char *text, void *destination)
{
	bool *keeps = destination;

	*keeps = strcmp(text, "keep") == 0;
	return *keeps || strcmp(text, "remove") == 0 ? 0 : -EINVAL;
}

int setting_certificate_parse(const char *text, void *destination)
{
	bool *takes_any = destination;

	*takes_any = strcmp(text, "any") == 0;
	return *takes_any || strcmp(text, "check") == 0 ? 0 : -EINVAL;
}

bool setting_format_is_valid(const char *text)
{
	return v4l2_format_parse(text) != 0;
}
