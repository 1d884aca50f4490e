/*
 * The slots that clients are told of, each with what can be seen of it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdbool.h>

#include "sight.h"

struct audience;
struct audiences;

/* Valid only during the visit. */
struct listed_slot {
	const char *name;
	const struct audience *audience; /* NULL: nobody wants it */
	struct sight sight;
	/* It holds pictures, as far as is known, and lies beside no other. */
	bool is_camera;
};

/*
 * Visit each slot that can be read, in the order of their names; then those
 * that cannot, because they have gone, and still have viewers.
 */
void listing_walk(const struct audiences *audiences,
		  void (*visit)(const struct listed_slot *slot, void *user),
		  void *user);

#endif
