/*
 * The text of server-sent events; docs/events.md describes them.
 *
 * Source of the format: WHATWG HTML, section 9.2.6.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef EVENT_TEXT_H
#define EVENT_TEXT_H

#include <frame_slot.h>

struct sight;

/* Comes first: how long a browser waits before it connects again. */
#define EVENT_TEXT_OPENING "retry: 2000\n\n"

/* A comment, which browsers ignore, shows servers in between that we live. */
#define EVENT_TEXT_HEARTBEAT ":\n\n"

/*
 * The event with a new value of a JSON slot, or, when `value` is not JSON, with
 * the reason. To be freed with free(3); NULL without memory.
 */
char *event_text_of_value(const char *slot, const struct frame_info *info,
			  const void *value);

/* The event with the state of a slot. To be freed as well. */
char *event_text_of_state(const char *slot, const struct sight *sight);

#endif
