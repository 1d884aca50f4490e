/*
 * Receives RTP packets at a socket of ours, for libavformat to unpack.
 *
 * libavformat's own socket would want a second port for RTCP, take packets of
 * one payload type only, take each copy of a packet for another one, and drop
 * what a restarted sender sends until its sequence numbers have caught up.
 *
 * Reading ends with AVERROR_EOF when the sender has said good-bye and nobody
 * follows, and with AVERROR(EBADMSG) when what comes is of another codec.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTP_INPUT_H
#define RTP_INPUT_H

#include <libavformat/avformat.h>

#include "reason.h"

struct rtp_input;

/*
 * Receive at `url`, "rtp-h264://ADDRESS:PORT"; the stream is of `codec`, as
 * session descriptions name it. `interrupt` is asked during the wait for
 * packets.
 *
 * Returns 0, or a negative errno as udp_socket_open(), or -ENOMEM.
 */
int rtp_input_open(struct rtp_input **input, const char *url, const char *codec,
		   const AVIOInterruptCB *interrupt);

/* To be called after the format that uses it is closed. */
void rtp_input_close(struct rtp_input *input);

/*
 * Give the reason of AVERROR(EBADMSG): what comes at `name`, an address for
 * people, and what to do about it. Returns -EBADMSG.
 */
int rtp_input_explain(const struct rtp_input *input, const char *name,
		      struct reason *reason);

/* Open `*format`, as avformat_open_input(), which frees it when it fails. */
int rtp_input_describe(struct rtp_input *input, AVFormatContext **format,
		       AVDictionary **options);

#endif
