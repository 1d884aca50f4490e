/*
 * Reads messages of MPEG-TS through libavformat's protocols.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ts_input.h"

#include <stdlib.h>

#include "ts_content.h"

/* The largest datagram. */
#define MESSAGE_BYTES 65536

struct ts_input {
	AVIOContext *messages; /* libavformat's; a read returns one message */
	AVIOContext *io;       /* what a format reads from */
	struct rtp_contents contents;
};

static int message_read(void *user, uint8_t *bytes, int size_bytes)
{
	struct ts_input *input = user;
	int length = avio_read_partial(input->messages, bytes, size_bytes);

	if (length <= 0)
		return length == 0 ? AVERROR_EOF : length;
	ts_contents_add(&input->contents, bytes, (size_t)length);
	return ts_input_is_wrong(input) ? AVERROR(EBADMSG) : length;
}

static int io_create(struct ts_input *input)
{
	uint8_t *buffer = av_malloc(MESSAGE_BYTES);

	if (!buffer)
		return AVERROR(ENOMEM);
	input->io = avio_alloc_context(buffer, MESSAGE_BYTES, 0, input,
				       message_read, NULL, NULL);
	if (input->io)
		return 0;
	av_free(buffer);
	return AVERROR(ENOMEM);
}

int ts_input_open(struct ts_input **input, const char *url,
		  const AVIOInterruptCB *interrupt, AVDictionary **options)
{
	struct ts_input *made = calloc(1, sizeof(*made));
	int result;

	if (!made)
		return AVERROR(ENOMEM);
	made->contents.wanted = RTP_MPEGTS;
	result = avio_open2(&made->messages, url, AVIO_FLAG_READ, interrupt,
			    options);
	if (result >= 0)
		result = io_create(made);
	if (result < 0) {
		ts_input_close(made);
		return result;
	}
	*input = made;
	return 0;
}

void ts_input_close(struct ts_input *input)
{
	if (!input)
		return;
	if (input->io)
		av_free(input->io->buffer);
	avio_context_free(&input->io);
	avio_closep(&input->messages);
	free(input);
}

AVIOContext *ts_input_io(struct ts_input *input)
{
	return input->io;
}

bool ts_input_is_wrong(const struct ts_input *input)
{
	return rtp_contents_are_wrong(&input->contents);
}

int ts_input_explain(const struct ts_input *input, const char *name,
		     struct reason *reason)
{
	return rtp_contents_explain(&input->contents, name, reason);
}
