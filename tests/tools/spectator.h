/*
 * One viewer of a stream, who checks every part and counts what is missing.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SPECTATOR_H
#define SPECTATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ages;
struct sockaddr;

/* Starts as zeros. */
struct spectator {
	int fd;	     /* -1 when the stream has ended */
	char *bytes; /* what has come and is not yet a whole part */
	size_t used_bytes, room_bytes;
	bool in_stream; /* the head of the answer is behind us */

	uint64_t received_bytes;
	uint64_t last_serial; /* 0 before the first part */

	/* Counted from spectator_start_counting() on. */
	struct ages *ages;
	uint64_t parts, missing, bad;
};

/* Ask for `path`, over HTTP/1.0 so that no server wraps the parts in chunks. */
void spectator_ask(struct spectator *spectator, const struct sockaddr *address,
		   size_t address_bytes, const char *path);

/* Count parts from now on; their ages go into `ages`. */
void spectator_start_counting(struct spectator *spectator, struct ages *ages);

/* Take what has come, without waiting. */
void spectator_read(struct spectator *spectator);

void spectator_close(struct spectator *spectator);

#endif
