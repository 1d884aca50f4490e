/*
 * The picture that a client gets in place of a refusal.
 *
 * Some programs ask for the next snapshot only when the last one has come as a
 * picture: one refusal, and they stand still for good.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <stdbool.h>

struct packed_frame;
struct peer;
struct refusal;

/*
 * Send `newest`, the slot's newest frame, if it is a placeholder, or else a
 * picture of our own that says only that there is none. `newest` may be NULL.
 * The status is 200; the refusal's sentence is in the field X-No-Picture.
 *
 * A slot of something other than pictures is refused as ever.
 */
void stand_in_send(struct peer *peer, struct packed_frame *newest,
		   const struct refusal *refusal, bool head_only);

#endif
