/*
 * The reason why a request is refused: a status and one sentence for people.
 *
 * The sentence says what is wrong, on which object, and what to do. It never
 * repeats a part of the request that has not been found harmless.
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

/* Fill in `refusal`. Returns -1, for `return refuse(...)`. */
int refuse(struct refusal *refusal, int status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a request that may succeed later. */
int refuse_for_now(struct refusal *refusal, unsigned int retry_after_s,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a request that still waits when the program ends. */
int refuse_ending(struct refusal *refusal);

#endif
