/*
 * All members that want the frames of one slot.
 *
 * A member is shown each new frame and does with it what it wants. When no new
 * one comes, the last is shown again every five seconds, so that no server in
 * between takes the silence for a fault.
 *
 * A follower, which wants only the slot's state, follows its lookout instead.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AUDIENCE_H
#define AUDIENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "histogram.h"
#include "loop.h"

struct audience;
struct follower;
struct lookout;
struct packed_frame;

/* What happened to the slot's frames; only the loop's thread counts. */
struct stream_counts {
	/* Parts of streams, and the bytes of the streams' bodies. */
	uint64_t frames_sent, stream_bytes;
	uint64_t frames_skipped; /* by viewers busy with an older one */
	uint64_t frames_missed;	 /* by this program: never seen in the slot */
	uint64_t snapshots_sent, snapshots_unchanged, snapshots_refused;
	uint64_t snapshot_bytes;
	struct histogram age;	   /* captured until handed to a socket */
	struct histogram hand_off; /* published until ready to be sent */
};

struct member {
	void (*show)(void *user, struct packed_frame *frame);
	void (*end)(void *user); /* the program ends */
	void *user;
	bool is_viewer;		   /* of the stream, to be counted */
	struct audience *audience; /* NULL: in none */
	LIST_ENTRY(member) others;
};

/* Returns 0 and an audience without members, or -ENOMEM. */
int audience_create(struct audience **audience, struct loop *loop,
		    const char *name, struct loop_bell *bell);

/* Its members must have left. Waits for its thread to end. */
void audience_destroy(struct audience *audience);

/*
 * Join. If a frame is at hand that is the slot's newest, it is shown at
 * once, otherwise as soon as it has been taken.
 *
 * Returns 0 or a negative errno: the slot's frames cannot be had.
 */
int audience_join(struct audience *audience, struct member *member);

/* A member of no audience may call it, too. */
void audience_leave(struct member *member);

/* Where a member of an audience counts. */
struct stream_counts *member_counts(struct member *member);

/* Show the frame that its thread has taken since the last time. */
void audience_update(struct audience *audience);

/* Slots have come or gone: check whether this one has. */
void audience_recheck(struct audience *audience);

/* Follow the slot's state, and stop following it; see lookout.h. */
void audience_follow(struct audience *audience, struct follower *follower);
void audience_unfollow(struct audience *audience, struct follower *follower);
const struct lookout *audience_lookout(const struct audience *audience);

/* Tell each member and follower that the program ends. */
void audience_end(struct audience *audience);

/* The newest frame, the audience's; NULL without one. */
struct packed_frame *audience_newest(const struct audience *audience);

const char *audience_name(const struct audience *audience);
unsigned int audience_viewer_count(const struct audience *audience);
unsigned int audience_follower_count(const struct audience *audience);

/* What its members have counted. */
const struct stream_counts *audience_counts(const struct audience *audience);

/* How often the slot's writer overtook us. */
unsigned int audience_retries(const struct audience *audience);

/* Nobody is left. */
bool audience_is_empty(const struct audience *audience);

/* Nobody is left and its thread has ended: it can be destroyed at once. */
bool audience_is_over(const struct audience *audience);

/* Its slot is gone: without members, its thread need not wait for others. */
void audience_retire(struct audience *audience);

/* Release the newest frame, which takes much memory. */
void audience_forget(struct audience *audience);

#endif
