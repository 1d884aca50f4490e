/*
 * Waits for publishers at one address, and takes the packets of the one that
 * publishes.
 *
 * The socket stays open while somebody publishes, so that the address is ours:
 * another program cannot have it, and another publisher is told why not. A
 * publisher keeps the place while its packets come; one that has been silent
 * for a second has to leave it to the next.
 *
 * Only the source thread uses it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_LISTENER_H
#define RTSP_LISTENER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "rtsp_session.h"

struct rtsp_listener;

/* `place` is copied, but not its texts. Returns NULL without memory. */
struct rtsp_listener *rtsp_listener_create(const struct rtsp_place *place);
void rtsp_listener_destroy(struct rtsp_listener *listener);

/*
 * Listen at the place's address, unless that is done already.
 *
 * Returns 0 or a negative errno: -EADDRINUSE when another program has the
 * port, -EIO when the name has no address.
 */
int rtsp_listener_open(struct rtsp_listener *listener);

/*
 * Take in a connection that has been accepted, here or by somebody else. `fd`
 * belongs to the listener from now on.
 */
void rtsp_listener_take(struct rtsp_listener *listener, int fd);

/*
 * Talk to those that have come, for at most `wait_ms`.
 *
 * Returns 0 as soon as one of them publishes, or -EAGAIN.
 */
int rtsp_listener_await(struct rtsp_listener *listener, int wait_ms);

/* The publisher's description, and whether its packets come by UDP. */
const char *rtsp_listener_description(const struct rtsp_listener *listener);
bool rtsp_listener_is_udp(const struct rtsp_listener *listener);

/*
 * Take the next RTP packet of the video, waiting for at most `wait_ms`, and
 * talk to the others meanwhile.
 *
 * Returns its length, -EAGAIN when none came, or -EPIPE when the publisher has
 * left or was replaced.
 */
ssize_t rtsp_listener_receive(struct rtsp_listener *listener, void *packet,
			      size_t size_bytes, int wait_ms);

/* Send a receiver report to the publisher. */
void rtsp_listener_report(struct rtsp_listener *listener, const uint8_t *report,
			  size_t length_bytes);

/* Send the publisher away: the place is free then. */
void rtsp_listener_dismiss(struct rtsp_listener *listener);

#endif
