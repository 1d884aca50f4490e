/*
 * The reason why a call failed, for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "reason.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CUT "..."

int reason_give(struct reason *reason, int error, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(reason->text, sizeof(reason->text), format, values);
	va_end(values);
	if (length >= REASON_BYTES)
		memcpy(reason->text + REASON_BYTES - sizeof(CUT), CUT,
		       sizeof(CUT));
	return error;
}

bool reason_is_given(const struct reason *reason)
{
	return reason->text[0] != '\0';
}

void reason_forget(struct reason *reason)
{
	reason->text[0] = '\0';
}
