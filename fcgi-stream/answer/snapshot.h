/*
 * A peer that gets a single frame.
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
	uint64_t captured_from_ns; /* no frame captured before this */
	const char *if_none_match; /* copied; "" for none */
	bool head_only;
	bool takes_placeholder; /* in place of a refusal */
};

/*
 * Answer `peer` with the first frame that is young enough; wait up to two
 * seconds for it. The snapshot then takes care of everything, also of its own
 * end.
 *
 * Who takes a placeholder gets that of the camera, or ours where there is none,
 * with the sentence of the refusal as a header field.
 */
void snapshot_start(struct peer *peer, struct audience *audience,
		    const struct snapshot_wish *wish);

#endif
