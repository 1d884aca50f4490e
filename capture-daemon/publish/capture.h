/*
 * The main loop. It puts pictures from the mailbox into the slot, puts
 * placeholders there while there are none, and sleeps while nobody wants any.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdint.h>

#include "mailbox.h"
#include "producer.h"
#include "publisher.h"
#include "service_notify.h"

/* All of it outlives the loop. */
struct capture_parts {
	struct publisher *publisher;
	struct mailbox *mailbox;
	struct producer *producer;
	struct service_notify *notify;
	int signal_fd;
	/* The source is closed when nobody has watched for this long. */
	uint64_t patience_ns; /* UINT64_MAX: never */
};

/* Runs until the signal's descriptor is readable. */
void capture_run(const struct capture_parts *parts);

#endif
