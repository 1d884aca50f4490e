/*
 * Gets the request from an accepted connection.
 *
 * A new connection waits in the loop for its first byte, so that a silent one
 * costs nothing, and then goes to one of a few threads that read the request
 * (request_reader.h), which blocks. The request then comes back to the loop
 * with its descriptor.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "loop.h"

struct intake;
struct request;

/*
 * Initialize libfcgi; this must come before signals_open(), because libfcgi
 * sets signal handlers. `answer` is called on the loop's thread and then owns
 * the request, whose descriptor does not block any more.
 *
 * Returns 0 and the intake, or a negative errno.
 */
int intake_create(struct intake **intake, struct loop *loop,
		  void (*answer)(void *user, struct request *request),
		  void *user);

/* Start the threads, after signals_open(). Returns 0 or a negative errno. */
int intake_start(struct intake *intake);

/* Take over a connection that blocks. `intake` is a struct intake. */
void intake_add(void *intake, int fd);

/* Drop connections without a request, and end the threads. NULL is legal. */
void intake_destroy(struct intake *intake);

#endif
