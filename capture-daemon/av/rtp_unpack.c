/*
 * RTP packets that others receive, and what describes them, for libavformat to
 * unpack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rtp_unpack.h"

#include <errno.h>
#include <string.h>

/* How often the interrupt is asked: as often as libavformat asks it. */
#define WAIT_MS 100

/* No datagram is larger. */
#define DATAGRAM_BYTES 65536

#define DESCRIPTION_IO_BYTES 4096

static int description_read(void *user, uint8_t *buffer, int size_bytes)
{
	struct rtp_unpack *unpack = user;
	const char *rest = unpack->description + unpack->read_bytes;
	size_t length = strnlen(rest, (size_t)size_bytes);

	if (length == 0)
		return AVERROR_EOF;
	memcpy(buffer, rest, length);
	unpack->read_bytes += length;
	return (int)length;
}

static int packet_read(void *user, uint8_t *buffer, int size_bytes)
{
	struct rtp_unpack *unpack = user;
	ssize_t length;

	for (;;) {
		length = unpack->feed.receive(unpack->feed.user, buffer,
					      (size_t)size_bytes, WAIT_MS);
		if (length == -EPIPE)
			return AVERROR_EOF;
		if (length != -EAGAIN)
			return (int)length; /* AVERROR() is -errno */
		if (unpack->interrupt.callback(unpack->interrupt.opaque))
			return AVERROR_EXIT;
	}
}

/* Since FFmpeg 7, libavformat hands over constant bytes to be written. */
#if LIBAVFORMAT_VERSION_MAJOR >= 61
#define WRITTEN const uint8_t
#else
#define WRITTEN uint8_t
#endif

/* What libavformat writes are receiver reports. */
static int report_write(void *user, WRITTEN *buffer, int size_bytes)
{
	struct rtp_unpack *unpack = user;

	if (unpack->feed.report)
		unpack->feed.report(unpack->feed.user, buffer,
				    (size_t)size_bytes);
	return size_bytes;
}

static void io_free(AVIOContext **io)
{
	if (*io)
		av_freep(&(*io)->buffer);
	avio_context_free(io);
}

void rtp_unpack_end(struct rtp_unpack *unpack)
{
	io_free(&unpack->description_io);
	io_free(&unpack->packet_io);
}

/* Its callbacks use `unpack`. Returns NULL when there is no memory. */
static AVIOContext *io_create(struct rtp_unpack *unpack, size_t size_bytes,
			      int (*read)(void *, uint8_t *, int),
			      int (*write)(void *, WRITTEN *, int))
{
	unsigned char *buffer = av_malloc(size_bytes);
	AVIOContext *io;

	if (!buffer)
		return NULL;
	/* A context that can also write reads datagram by datagram. */
	io = avio_alloc_context(buffer, (int)size_bytes, write != NULL, unpack,
				read, write, NULL);
	if (!io)
		av_free(buffer);
	return io;
}

int rtp_unpack_begin(struct rtp_unpack *unpack, const char *description,
		     const struct rtp_feed *feed,
		     const AVIOInterruptCB *interrupt)
{
	*unpack = (struct rtp_unpack){
		.feed = *feed,
		.interrupt = *interrupt,
		.description = description,
	};
	unpack->description_io =
		io_create(unpack, DESCRIPTION_IO_BYTES, description_read, NULL);
	unpack->packet_io =
		io_create(unpack, DATAGRAM_BYTES, packet_read, report_write);
	if (unpack->description_io && unpack->packet_io)
		return 0;
	rtp_unpack_end(unpack);
	return -ENOMEM;
}

int rtp_unpack_open(struct rtp_unpack *unpack, AVFormatContext **format,
		    AVDictionary **options)
{
	int result;

	av_dict_set(options, "sdp_flags", "custom_io", 0);
	(*format)->pb = unpack->description_io;
	(*format)->flags |= AVFMT_FLAG_CUSTOM_IO;
	result = avformat_open_input(format, NULL, av_find_input_format("sdp"),
				     options);
	if (result == 0)
		(*format)->pb = unpack->packet_io;
	return result;
}
