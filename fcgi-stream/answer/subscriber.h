/*
 * One who is told the events of a slot: how its state changes and, if it holds
 * JSON, each new value.
 *
 * The policy for a slow one is that of a viewer: when it has taken what it is
 * in, it gets the newest state and the newest value, whatever came between.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SUBSCRIBER_H
#define SUBSCRIBER_H

struct audience;
struct peer;

/*
 * Answer `peer` with the events. The subscriber sees to everything from here,
 * also to its own end.
 */
void subscriber_start(struct peer *peer, struct audience *audience);

/* The answer to who asks for the head only. */
void subscriber_send_head(struct peer *peer);

#endif
