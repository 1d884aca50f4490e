/*
 * A peer that gets the events of a slot: each change of its state and, if it
 * holds JSON, each new value.
 *
 * The policy for a slow subscriber is that for a viewer: once it has taken the
 * last event, it gets the newest state and the newest value and nothing that
 * came between.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SUBSCRIBER_H
#define SUBSCRIBER_H

struct audience;
struct peer;

/*
 * Answer `peer` with the events. The subscriber then takes care of everything,
 * also of its own end.
 */
void subscriber_start(struct peer *peer, struct audience *audience);

/* Answer a request for the head alone. */
void subscriber_send_head(struct peer *peer);

#endif
