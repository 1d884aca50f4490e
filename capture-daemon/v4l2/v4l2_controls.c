/*
 * A camera's controls.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_controls.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "v4l2_fault.h"

#define NAME_BYTES 64

int v4l2_control_parse(const char *text, char *name, size_t size_bytes,
		       int64_t *value)
{
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : 0;
	char *end;

	if (length == 0 || length >= size_bytes)
		return -EINVAL;
	memcpy(name, text, length);
	name[length] = '\0';
	errno = 0;
	*value = strtoll(equals + 1, &end, 0);
	return errno != 0 || end == equals + 1 || *end != '\0' ? -EINVAL : 0;
}

void v4l2_control_name(const char *title, char *name, size_t size_bytes)
{
	size_t length = 0;
	bool has_gap = false;

	for (; *title != '\0' && length + 2 < size_bytes; title++) {
		if (!isalnum((unsigned char)*title)) {
			has_gap = true;
			continue;
		}
		if (has_gap && length > 0)
			name[length++] = '_';
		has_gap = false;
		name[length++] = (char)tolower((unsigned char)*title);
	}
	name[length] = '\0';
}

void v4l2_controls_list(const struct v4l2_device *device,
			void (*visit)(const struct v4l2_query_ext_ctrl *query,
				      void *user),
			void *user)
{
	struct v4l2_query_ext_ctrl query = { .id = V4L2_CTRL_FLAG_NEXT_CTRL };

	while (v4l2_device_call(device, VIDIOC_QUERY_EXT_CTRL, &query) == 0) {
		if (query.type != V4L2_CTRL_TYPE_CTRL_CLASS &&
		    !(query.flags & V4L2_CTRL_FLAG_DISABLED))
			visit(&query, user);
		query.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
	}
}

struct search {
	const char *name;
	uint32_t id; /* 0: not found */
	uint32_t type;
	long long minimum, maximum;
	char others[256]; /* the names that exist */
};

static void search_visit(const struct v4l2_query_ext_ctrl *query, void *user)
{
	struct search *search = user;
	char name[NAME_BYTES];
	size_t used = strlen(search->others);

	v4l2_control_name(query->name, name, sizeof(name));
	if (strcmp(name, search->name) == 0) {
		search->id = query->id;
		search->type = query->type;
		search->minimum = query->minimum;
		search->maximum = query->maximum;
	}
	snprintf(search->others + used, sizeof(search->others) - used, "%s%s",
		 used ? ", " : "", name);
}

/* Controls hold 32 bits, except the 64-bit ones; a mask has no sign. */
static bool control_can_hold(const struct search *found, int64_t value)
{
	switch (found->type) {
	case V4L2_CTRL_TYPE_INTEGER64:
		return true;
	case V4L2_CTRL_TYPE_BITMASK:
		return value >= 0 && value <= UINT32_MAX;
	default:
		return value >= INT32_MIN && value <= INT32_MAX;
	}
}

static int control_set(const struct v4l2_device *device,
		       const struct search *found, int64_t value)
{
	struct v4l2_ext_control control = { .id = found->id };
	struct v4l2_ext_controls one = { .which = V4L2_CTRL_WHICH_CUR_VAL,
					 .count = 1,
					 .controls = &control };

	if (!control_can_hold(found, value))
		return -ERANGE;
	if (found->type == V4L2_CTRL_TYPE_INTEGER64)
		control.value64 = value;
	else
		control.value = (int32_t)value;
	return v4l2_device_call(device, VIDIOC_S_EXT_CTRLS, &one);
}

static void setting_apply(const struct v4l2_device *device, const char *setting)
{
	char name[NAME_BYTES];
	struct search search = { .name = name };
	int64_t value;
	int result;

	if (v4l2_control_parse(setting, name, sizeof(name), &value) < 0)
		return;
	v4l2_controls_list(device, search_visit, &search);
	if (search.id == 0) {
		log_warning("%s: there is no control %s; there are: %s",
			    device->name, name, search.others);
		return;
	}
	result = control_set(device, &search, value);
	if (result == -ERANGE)
		log_warning("%s: the control %s goes from %lld to %lld and "
			    "cannot be set to %lld",
			    device->name, name, search.minimum, search.maximum,
			    (long long)value);
	else if (result < 0)
		log_warning("%s: the control %s cannot be set to %lld: %s",
			    device->name, name, (long long)value,
			    v4l2_fault_words(result));
}

void v4l2_controls_set(const struct v4l2_device *device,
		       const char *const *settings)
{
	for (; *settings; settings++)
		setting_apply(device, *settings);
}
