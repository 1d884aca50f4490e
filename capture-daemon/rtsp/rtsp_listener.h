/*
 * The address at which publishers are waited for, those who have come, and the
 * one of them who publishes.
 *
 * The socket stays open while somebody publishes, so that the address is ours:
 * another program cannot have it, and another publisher is told why not. Who
 * publishes keeps the place while his packets come; one that has been silent
 * for a second has to leave it to the next.
 *
 * Used by the source thread alone.
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
 * Take in a connection that has been accepted, here or by somebody else, and
 * that owns `fd` from now on.
 */
void rtsp_listener_take(struct rtsp_listener *listener, int fd);

/*
 * Talk to those who have come, for `wait_ms` at the most.
 *
 * Returns 0 as soon as one of them publishes, or -EAGAIN.
 */
int rtsp_listener_await(struct rtsp_listener *listener, int wait_ms);

/* Of who publishes: the description, and whether his packets come by UDP. */
const char *rtsp_listener_description(const struct rtsp_listener *listener);
bool rtsp_listener_is_udp(const struct rtsp_listener *listener);

/*
 * Take the next RTP packet of the video, waiting for `wait_ms` at the most.
 * The others are talked to meanwhile.
 *
 * Returns its length, -EAGAIN when none came, or -EPIPE when the publisher has
 * left or was replaced.
 */
ssize_t rtsp_listener_receive(struct rtsp_listener *listener, void *packet,
			      size_t size_bytes, int wait_ms);

/* Send a receiver report to who publishes. */
void rtsp_listener_report(struct rtsp_listener *listener, const uint8_t *report,
			  size_t length_bytes);

/* Send who publishes away: his place is free. */
void rtsp_listener_dismiss(struct rtsp_listener *listener);

#endif
