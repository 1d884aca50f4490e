/*
 * The packets of a publisher by RTSP, for libavformat to unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtsp_input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "rtp_packet.h"
#include "rtp_unpack.h"

/* How often the interrupt is asked: as often as libavformat asks it. */
#define WAIT_MS 100

struct rtsp_input {
	struct rtsp_listener *listener;
	struct rtp_order order;
	char description[RTSP_DESCRIPTION_BYTES];
	struct rtp_unpack unpack;
};

static ssize_t packet_receive(void *user, uint8_t *packet, size_t size_bytes,
			      int wait_ms)
{
	struct rtsp_input *input = user;
	ssize_t length = rtsp_listener_receive(input->listener, packet,
					       size_bytes, wait_ms);

	if (length > 0 &&
	    !rtp_packet_adapt(&input->order, packet, (size_t)length,
			      clock_monotonic_ns()))
		return -EAGAIN;
	return length;
}

static void report_send(void *user, const uint8_t *report, size_t length_bytes)
{
	struct rtsp_input *input = user;

	rtsp_listener_report(input->listener, report, length_bytes);
}

static int publisher_await(struct rtsp_listener *listener,
			   const AVIOInterruptCB *interrupt)
{
	int result = rtsp_listener_open(listener);

	if (result < 0)
		return result;
	while ((result = rtsp_listener_await(listener, WAIT_MS)) == -EAGAIN)
		if (interrupt->callback(interrupt->opaque))
			return AVERROR_EXIT;
	return result;
}

int rtsp_input_open(struct rtsp_input **input, struct rtsp_listener *listener,
		    const AVIOInterruptCB *interrupt)
{
	struct rtsp_input *made = calloc(1, sizeof(*made));
	const struct rtp_feed feed = { .receive = packet_receive,
				       .report = report_send,
				       .user = made };
	int result;

	if (!made)
		return -ENOMEM;
	made->listener = listener;
	result = publisher_await(listener, interrupt);
	if (result < 0) {
		free(made);
		return result;
	}
	snprintf(made->description, sizeof(made->description), "%s",
		 rtsp_listener_description(listener));
	result = rtp_unpack_begin(&made->unpack, made->description, &feed,
				  interrupt);
	if (result < 0) {
		rtsp_input_close(made);
		return result;
	}
	*input = made;
	return 0;
}

void rtsp_input_close(struct rtsp_input *input)
{
	if (!input)
		return;
	rtp_unpack_end(&input->unpack);
	rtsp_listener_dismiss(input->listener);
	free(input);
}

int rtsp_input_describe(struct rtsp_input *input, AVFormatContext **format,
			AVDictionary **options)
{
	/* In a connection nothing is late, and what is missing never comes. */
	if (!rtsp_listener_is_udp(input->listener))
		av_dict_set(options, "reorder_queue_size", "0",
			    AV_DICT_DONT_OVERWRITE);
	return rtp_unpack_open(&input->unpack, format, options);
}
