/*
 * Why a request is not granted: a status and one sentence for a person.
 *
 * The sentence says what is wrong, on which object, and what to do. It never
 * repeats what the request said unless that has been found to be harmless.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include <stdint.h>

struct refusal {
	int status;		    /* of HTTP */
	unsigned int retry_after_s; /* 0: the header is left out */
	char sentence[256];
};

/* Fill `refusal`. Returns -1, so that `return refuse(...)` reads well. */
int refuse(struct refusal *refusal, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for what may go well when it is asked again. */
int refuse_for_now(struct refusal *refusal, unsigned int retry_after_s,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* For who still waits when the program ends. */
int refuse_ending(struct refusal *refusal);

#endif
