/*
 * Hears that slots have come or gone.
 *
 * inotify tells of it, by one instance for the whole process. Its user may have
 * none left (128 by default, for all programs): then the slots are to be looked
 * at once a second, as long as that matters to somebody, until there is an
 * instance again. Either way no change is missed; without one it is seen late.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FCGI_STREAM_SLOT_CHANGES_H
#define FCGI_STREAM_SLOT_CHANGES_H

#include "loop.h"

struct slot_changes {
	void (*look)(void *user); /* slots have come or gone, or may have */
	void *user;

	struct loop *loop;
	struct loop_source source; /* of inotify; its fd is -1 without */
	struct loop_timer due;	   /* without: when to look next */
};

/* The caller has filled the first two. That nothing is heard is logged. */
void slot_changes_open(struct slot_changes *changes, struct loop *loop);

void slot_changes_close(struct slot_changes *changes);

/*
 * It matters to somebody; look() is called once more at least. To be called
 * again from there, as long as that is so.
 */
void slot_changes_await(struct slot_changes *changes);

#endif
