/*
 * Receives RTP packets at a socket of ours, for libavformat to unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_input.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "rtp_packet.h"
#include "rtp_session.h"
#include "udp_socket.h"
#include "url.h"

/* How often the interrupt is asked: as often as libavformat asks it. */
#define WAIT_MS 100

/* No datagram is larger. */
#define DATAGRAM_BYTES 65536

struct rtp_input {
	int fd;
	AVIOInterruptCB interrupt;
	struct rtp_order order;
	char session[RTP_SESSION_BYTES];
	size_t session_read_bytes;
	AVIOContext *session_io, *packet_io;
};

static int session_read(void *user, uint8_t *buffer, int size_bytes)
{
	struct rtp_input *input = user;
	const char *rest = input->session + input->session_read_bytes;
	size_t length = strnlen(rest, (size_t)size_bytes);

	if (length == 0)
		return AVERROR_EOF;
	memcpy(buffer, rest, length);
	input->session_read_bytes += length;
	return (int)length;
}

/* Read the next RTP packet; anything else is dropped. */
static int packet_read(void *user, uint8_t *buffer, int size_bytes)
{
	struct rtp_input *input = user;
	struct pollfd wait = { .fd = input->fd, .events = POLLIN };
	ssize_t length;

	for (;;) {
		length = recv(input->fd, buffer, (size_t)size_bytes, 0);
		if (length >= 0) {
			if (rtp_packet_adapt(&input->order, buffer,
					     (size_t)length,
					     clock_monotonic_ns()))
				return (int)length;
		} else if (errno != EAGAIN && errno != EINTR &&
			   errno != ECONNREFUSED) {
			return AVERROR(errno);
		} else {
			poll(&wait, 1, WAIT_MS);
		}
		if (input->interrupt.callback(input->interrupt.opaque))
			return AVERROR_EXIT;
	}
}

/* Since FFmpeg 7, libavformat hands over constant bytes to be written. */
#if LIBAVFORMAT_VERSION_MAJOR >= 61
#define WRITTEN const uint8_t
#else
#define WRITTEN uint8_t
#endif

/* Drop receiver reports: nobody has told us where to send them. */
static int report_drop(void *user, WRITTEN *buffer, int size_bytes)
{
	(void)user;
	(void)buffer;
	return size_bytes;
}

static void io_free(AVIOContext *io)
{
	if (io)
		av_freep(&io->buffer);
	avio_context_free(&io);
}

void rtp_input_close(struct rtp_input *input)
{
	if (!input)
		return;
	io_free(input->session_io);
	io_free(input->packet_io);
	close(input->fd);
	free(input);
}

/* Its callbacks use `input`. Returns NULL when there is no memory. */
static AVIOContext *io_create(struct rtp_input *input, size_t size_bytes,
			      int (*read)(void *, uint8_t *, int),
			      int (*write)(void *, WRITTEN *, int))
{
	unsigned char *buffer = av_malloc(size_bytes);
	AVIOContext *io;

	if (!buffer)
		return NULL;
	/* A context that can also write reads datagram by datagram. */
	io = avio_alloc_context(buffer, (int)size_bytes, write != NULL, input,
				read, write, NULL);
	if (!io)
		av_free(buffer);
	return io;
}

/* Returns a descriptor or a negative errno. */
static int socket_open(const char *text)
{
	char host[URL_HOST_BYTES], port[URL_PORT_BYTES];
	struct url url;

	if (url_split(&url, text) < 0 || url_port(&url) < 0 ||
	    url_part_copy(host, sizeof(host), url.host) < 0)
		return -EINVAL;
	snprintf(port, sizeof(port), "%d", url_port(&url));
	return udp_socket_open(host, port);
}

int rtp_input_open(struct rtp_input **input, const char *url, const char *codec,
		   const AVIOInterruptCB *interrupt)
{
	struct rtp_input *made = calloc(1, sizeof(*made));
	int result;

	if (!made)
		return -ENOMEM;
	result = socket_open(url);
	if (result < 0) {
		free(made);
		return result;
	}
	made->fd = result;
	made->interrupt = *interrupt;
	rtp_session_describe(codec, made->session, sizeof(made->session));
	made->session_io =
		io_create(made, RTP_SESSION_BYTES, session_read, NULL);
	made->packet_io =
		io_create(made, DATAGRAM_BYTES, packet_read, report_drop);
	if (!made->session_io || !made->packet_io) {
		rtp_input_close(made);
		return -ENOMEM;
	}
	*input = made;
	return 0;
}

int rtp_input_describe(struct rtp_input *input, AVFormatContext **format,
		       AVDictionary **options)
{
	int result;

	av_dict_set(options, "sdp_flags", "custom_io", 0);
	(*format)->pb = input->session_io;
	(*format)->flags |= AVFMT_FLAG_CUSTOM_IO;
	result = avformat_open_input(format, NULL, av_find_input_format("sdp"),
				     options);
	if (result == 0)
		(*format)->pb = input->packet_io;
	return result;
}
