/*
 * JSON: writing our own values, and checking those of others.
 *
 * SPDX-License-Identifier: MIT
 */
#include "json_value.h"

#include <errno.h>
#include <string.h>

#define CHECK_FLAGS (JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_ALLOW_NUL)

/* Microseconds since 1970 need sixteen digits. */
#define TEXT_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(16))

int json_value_check(const void *value, size_t size_bytes,
		     struct reason *reason)
{
	json_error_t error;
	json_t *json;

	if (size_bytes > JSON_VALUE_MAX_BYTES)
		return reason_give(reason, -EFBIG, "larger than %zu bytes",
				   JSON_VALUE_MAX_BYTES);
	/* jansson accepts one after a number; no text may hold one. */
	if (memchr(value, '\0', size_bytes))
		return reason_give(reason, -EBADMSG, "a zero byte in it");
	json = json_loadb(value, size_bytes, CHECK_FLAGS, &error);
	if (!json)
		return reason_give(reason, -EBADMSG, "line %d, column %d: %s",
				   error.line, error.column, error.text);
	json_decref(json);
	return 0;
}

char *json_value_text(json_t *json)
{
	char *text = json_dumps(json, TEXT_FLAGS);

	json_decref(json);
	return text;
}

json_t *json_seconds(uint64_t time_ns)
{
	return json_real((double)(time_ns / 1000) / 1e6);
}
