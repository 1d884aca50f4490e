/*
 * The reason why a request is refused: a status and one sentence for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "refusal.h"

#include <stdarg.h>
#include <stdio.h>

int refuse(struct refusal *refusal, int status, const char *format, ...)
{
	va_list values;

	refusal->status = status;
	refusal->retry_after_s = 0;
	va_start(values, format);
	vsnprintf(refusal->sentence, sizeof(refusal->sentence), format, values);
	va_end(values);
	return -1;
}

int refuse_for_now(struct refusal *refusal, unsigned int retry_after_s,
		   const char *format, ...)
{
	va_list values;

	refusal->status = 503;
	refusal->retry_after_s = retry_after_s;
	va_start(values, format);
	vsnprintf(refusal->sentence, sizeof(refusal->sentence), format, values);
	va_end(values);
	return -1;
}

int refuse_ending(struct refusal *refusal)
{
	return refuse_for_now(refusal, 1,
			      "This server is being ended or started anew; try "
			      "again in a moment.");
}
