/*
 * Which source is asked for, which driver it belongs to, and whether there can
 * be such a one.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_CHOICE_H
#define SOURCE_CHOICE_H

#include <stdbool.h>

#include "source.h"

/* What was typed, in so far as it has to do with the choice. */
struct source_question {
	const char *source;    /* the URL of a SOURCE; NULL: not given */
	const char *listen;    /* that of --listen; NULL: not given */
	const char *transport; /* NULL: not given */
	bool closes_when_idle;
};

struct source_choice {
	const struct source_driver *driver;
	char *url;	 /* to open or to listen on; may hold a password */
	char *name;	 /* the same for people to read, without */
	bool listen;	 /* a publisher is waited for there */
	bool takes_rtsp; /* who speaks RTSP */
};

/*
 * Choose what `question` asks for.
 *
 * Returns 0, or a negative errno once it is logged what is wrong. In each case
 * source_choice_free() is due.
 */
int source_choose(struct source_choice *choice,
		  const struct source_question *question);
void source_choice_free(struct source_choice *choice);

#endif
