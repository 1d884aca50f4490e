/*
 * Finds out which source is asked for, which driver opens it, and whether such
 * a source can exist.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_CHOICE_H
#define SOURCE_CHOICE_H

#include <stdbool.h>

#include "source.h"

/* The settings that the choice depends on, as they were typed. */
struct source_question {
	const char *source;    /* the URL of a SOURCE; NULL: not given */
	const char *listen;    /* that of --listen; NULL: not given */
	const char *transport; /* NULL: not given */
	bool closes_when_idle;
	const char *origin; /* how sentences about either begin; no secrets */
};

struct source_choice {
	const struct source_driver *driver;
	char *url;	 /* to open or to listen on; may hold a password */
	char *name;	 /* the same without it, for people */
	bool listen;	 /* wait there for a publisher */
	bool takes_rtsp; /* ... who speaks RTSP */
};

/*
 * Choose what `question` asks for.
 *
 * Returns 0, or a negative errno after logging what is wrong. The caller has to
 * call source_choice_free() in each case.
 */
int source_choose(struct source_choice *choice,
		  const struct source_question *question);
void source_choice_free(struct source_choice *choice);

#endif
