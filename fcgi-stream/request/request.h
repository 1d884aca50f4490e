/*
 * The request of one client, as the web server passed it on.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "browser_link.h"

struct request {
	int fd; /* the response goes here; -1 when somebody else has it */
	bool input_is_aligned; /* see peer_create() */
	bool is_for_painting;  /* see painter_asks() */
	uint64_t arrived_ns;
	char *method;
	char *path;	     /* decoded; NULL when that is impossible */
	char *raw_address;   /* REQUEST_URI as it was sent, or "" */
	char *query;	     /* without the "?", "" when there is none */
	char *if_none_match; /* "" when there is none */
	char *origin;	     /* of the page that asks; "" for none */
	struct browser_link browser;
};

/*
 * Copy the relevant `parameters`: texts "NAME=value" with a NULL at the end,
 * the form of both libfcgi and environ(7). The request takes over `fd`, but
 * not the parameters.
 *
 * Returns 0 and the request, or, with `fd` still the caller's,
 *   -EBADMSG  REQUEST_METHOD is missing: the parameters were cut off
 *   -ENOMEM
 */
int request_create(struct request **request, char **parameters, int fd);

/* Closes its fd unless that is -1. NULL is legal. */
void request_destroy(struct request *request);

#endif
