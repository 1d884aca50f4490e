/*
 * The main loop: pictures from the mailbox into the slot, and placeholders
 * while there are none.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include "mailbox.h"
#include "publisher.h"

/* Runs until `signal_fd` is readable. */
void capture_run(struct publisher *publisher, struct mailbox *mailbox,
		 int signal_fd);

#endif
