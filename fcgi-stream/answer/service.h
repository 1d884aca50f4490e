/*
 * Answers one request, or hands it to the part that does.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SERVICE_H
#define SERVICE_H

#include <stdint.h>

#include "metrics.h"

struct audiences;
struct peers;
struct request;

struct service {
	const char *default_slot;    /* see default_slot_find() */
	const char *allowed_origins; /* see cross_origin_send() */
	uint64_t max_viewers;	     /* of streams; others may come on top */
	int browser_links; /* see browser_links_open(); negative: none */
	struct peers *peers;
	struct audiences *audiences;
	struct service_counts counts;
};

/*
 * Answer the request; the service takes it over with its descriptor.
 * `service` is a struct service.
 */
void service_answer(void *service, struct request *request);

#endif
