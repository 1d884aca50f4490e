/*
 * A peer that gets a stream.
 *
 * The policy for a viewer that is slower than the camera: it gets fewer
 * pictures, not older ones. It finishes the picture it is in and then skips to
 * the newest. A second picture never waits for it, and it never makes another
 * viewer wait. A viewer counts as slow when the web server takes no more, or,
 * long before that, when pictures pile up behind the web server (backlog.h).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef VIEWER_H
#define VIEWER_H

#include <stdbool.h>
#include <stdint.h>

#include "browser_link.h"

struct audience;
struct peer;

struct viewer_wish {
	uint64_t fps;	 /* at most; 0: no limit */
	uint64_t frames; /* then the stream ends; 0: never */
	bool head_only;
	bool raw;	       /* for scripts; see multipart.h */
	bool heads_in_advance; /* of the parts, unless raw */
	struct browser_link browser;
	int browser_links; /* see browser_links_open(); negative: none */
};

/*
 * Answer `peer` with the stream. The viewer then takes care of everything, also
 * of its own end.
 */
void viewer_start(struct peer *peer, struct audience *audience,
		  const struct viewer_wish *wish);

#endif
