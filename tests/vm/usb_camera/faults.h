/*
 * What is wrong with the camera just now. One word a line says so:
 *
 *	stall		no more frames, without a word
 *	go		frames again
 *	truncate N	the next N JPEGs end in the middle
 *	garbage N	the next N JPEGs are full of wrong bytes
 *	eproto N	the next N transfers fail
 *	commitfail N	the next N times, streaming cannot start
 *	ctlhang N	the next N control requests are never answered
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>

struct faults {
	bool is_stalled;
	int truncate, garbage, eproto, commitfail, ctlhang; /* still to come */
};

/* Returns 0, or -EINVAL for a line that is none of those above. */
int faults_command(struct faults *faults, const char *line);

/* Whether it is to happen now; then it is one less to come. */
bool fault_happens(int *still_to_come);

#endif
