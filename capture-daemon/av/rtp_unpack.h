/*
 * RTP packets that others receive, and what describes them, for libavformat to
 * unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_UNPACK_H
#define RTP_UNPACK_H

#include <stdint.h>
#include <sys/types.h>

#include <libavformat/avformat.h>

/* Where the packets come from; `user` is rtp_feed.user. */
struct rtp_feed {
	/*
	 * Wait for the next packet, but not for ever: returns its length,
	 * -EAGAIN when none came, -EPIPE when no more will come, or another
	 * negative errno.
	 */
	ssize_t (*receive)(void *user, uint8_t *packet, size_t size_bytes,
			   int wait_ms);
	/* Send a receiver report. NULL: nobody has told us where to. */
	void (*report)(void *user, const uint8_t *report, size_t length_bytes);
	void *user;
};

struct rtp_unpack {
	struct rtp_feed feed;
	AVIOInterruptCB interrupt;
	const char *description;
	size_t read_bytes; /* of it */
	AVIOContext *description_io, *packet_io;
};

/*
 * Begin with a description (RFC 8866), which has to outlive it, as `unpack`
 * has to outlive the format that uses it, and to stay where it is. `interrupt`
 * is asked while packets are waited for.
 *
 * Returns 0, or -ENOMEM.
 */
int rtp_unpack_begin(struct rtp_unpack *unpack, const char *description,
		     const struct rtp_feed *feed,
		     const AVIOInterruptCB *interrupt);
void rtp_unpack_end(struct rtp_unpack *unpack);

/* Open `*format`, as avformat_open_input(), which frees it when it fails. */
int rtp_unpack_open(struct rtp_unpack *unpack, AVFormatContext **format,
		    AVDictionary **options);

#endif
