/*
 * The bytes that are on their way to one peer, and how many of them have left.
 *
 * SPDX-License-Identifier: MIT
 */
#include "outgoing.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "message.h"

static struct outgoing_piece *piece_add(struct outgoing *outgoing)
{
	if (outgoing->count == OUTGOING_PIECES)
		return NULL;
	return &outgoing->pieces[outgoing->count++];
}

static void piece_let_go(struct outgoing_piece *piece)
{
	free(piece->message);
	packed_frame_release(piece->frame);
}

int outgoing_add_message(struct outgoing *outgoing, struct message *message)
{
	struct outgoing_piece *piece = piece_add(outgoing);

	if (!piece) {
		free(message);
		return -ENOSPC;
	}
	*piece = (struct outgoing_piece){ .bytes = message->bytes,
					  .size_bytes = message->size_bytes,
					  .message = message };
	return 0;
}

int outgoing_add_frame(struct outgoing *outgoing, struct packed_frame *frame,
		       enum frame_piece wanted)
{
	const struct packed_piece packed = packed_frame_piece(frame, wanted);
	struct outgoing_piece *piece = piece_add(outgoing);

	if (!piece)
		return -ENOSPC;
	*piece = (struct outgoing_piece){
		.bytes = packed.bytes,
		.size_bytes = packed.size_bytes,
		.frame = packed_frame_hold(frame),
	};
	return 0;
}

bool outgoing_is_empty(const struct outgoing *outgoing)
{
	return outgoing->count == 0;
}

static void outgoing_advance(struct outgoing *outgoing, size_t written_bytes)
{
	while (outgoing->first < outgoing->count) {
		struct outgoing_piece *piece =
			&outgoing->pieces[outgoing->first];

		if (written_bytes < piece->size_bytes) {
			piece->bytes += written_bytes;
			piece->size_bytes -= written_bytes;
			return;
		}
		written_bytes -= piece->size_bytes;
		piece_let_go(piece);
		outgoing->first++;
	}
	outgoing->first = outgoing->count = 0;
}

int64_t outgoing_write(struct outgoing *outgoing, int fd)
{
	int64_t taken_bytes = 0;

	while (!outgoing_is_empty(outgoing)) {
		struct iovec vectors[OUTGOING_PIECES];
		int count = 0;
		ssize_t written;

		for (size_t i = outgoing->first; i < outgoing->count; i++)
			vectors[count++] = (struct iovec){
				(void *)outgoing->pieces[i].bytes,
				outgoing->pieces[i].size_bytes
			};
		/* Not sendmsg(): a CGI program's output is a pipe. */
		written = writev(fd, vectors, count);
		if (written < 0 && errno == EAGAIN)
			return taken_bytes;
		if (written < 0 && errno != EINTR)
			return -errno;
		if (written >= 0) {
			taken_bytes += written;
			outgoing_advance(outgoing, (size_t)written);
		}
	}
	return taken_bytes;
}

void outgoing_clear(struct outgoing *outgoing)
{
	for (size_t i = outgoing->first; i < outgoing->count; i++)
		piece_let_go(&outgoing->pieces[i]);
	outgoing->first = outgoing->count = 0;
}
