/*
 * Notices that somebody has connected to a listener inside libavformat.
 *
 * libavformat accepts one connection, closes its listening socket and does not
 * say so. Waiting for a publisher has no deadline; whoever has connected has.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_LISTENER_H
#define AV_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

struct av_listener {
	int fd;			  /* that listens; -1: none yet */
	bool has_accepted;	  /* and does so no more */
	uint64_t listened_before; /* bit n: somebody else listens at fd n */
};

/* Before libavformat opens its socket. */
void av_listener_start(struct av_listener *listener);

/* Look again. Returns whether somebody has connected since the last look. */
bool av_listener_look(struct av_listener *listener);

#endif
