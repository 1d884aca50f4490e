/*
 * The challenges of a camera that wants a password, and which of them
 * libavformat may see.
 *
 * It answers the last Digest that a camera offers, and knows MD5 alone: where
 * another comes behind MD5, it gives up. RFC 7616 lets them come in any order.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_CHALLENGE_H
#define AV_CHALLENGE_H

#include <stdbool.h>

/* What a camera has offered. All zeros at first. */
struct av_challenges {
	bool has_known;	  /* something that libavformat can answer */
	char unknown[32]; /* the algorithm of a Digest it cannot; or "" */
};

/*
 * Hear a line of a camera's answer. A challenge that cannot be answered is
 * made a field that nobody knows.
 */
void av_challenge_hear(struct av_challenges *challenges, char *line);

#endif
