/*
 * Where tests are at home that need a slot and a loop: both are made for each
 * test, under a name that nobody else uses.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_HOUSE_H
#define SLOT_HOUSE_H

#include <stdio.h>
#include <unistd.h>

#include <frame_slot.h>

#include "running_loop.h"

static char slot[FRAME_SLOT_NAME_MAX + 1];
static struct frame_writer *writer; /* NULL once a test has removed it */

/* Returns 0 or -1; `module` is what is tested. */
static inline int slot_house_open(const char *module, size_t capacity_bytes)
{
	snprintf(slot, sizeof(slot), "test-%s-%d", module, (int)getpid());
	if (frame_writer_open(&writer, slot, capacity_bytes) < 0 ||
	    loop_create(&loop) < 0)
		return -1;
	return 0;
}

static inline void slot_house_close(void)
{
	loop_destroy(loop);
	frame_writer_remove(writer);
}

#endif
