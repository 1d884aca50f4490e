/*
 * One who wants a single frame.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

struct audience;
struct peer;

struct snapshot_wish {
	uint64_t captured_from_ns; /* no frame older than this will do */
	const char *if_none_match; /* copied; "" for none */
	bool head_only;
};

/*
 * Answer `peer` with the first frame that will do; wait up to two seconds for
 * it. The snapshot sees to everything from here, also to its own end.
 */
void snapshot_start(struct peer *peer, struct audience *audience,
		    const struct snapshot_wish *wish);

#endif
