/*
 * The picture that a client gets in place of a refusal.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stand_in.h"

#include <stdio.h>
#include <stdlib.h>

#include "message.h"
#include "no_picture.h"
#include "packed_frame.h"
#include "peer.h"
#include "refusal.h"
#include "response.h"

/* NULL without memory. */
static struct packed_frame *no_picture_create(void)
{
	static const struct frame_info info = { .media_type = "image/jpeg",
						.size_bytes =
							NO_PICTURE_BYTES };

	return packed_frame_create(&info, no_picture, NULL);
}

static struct message *head_create(const struct packed_frame *frame,
				   const struct refusal *refusal)
{
	struct message *message;
	char *head;

	if (asprintf(&head,
		     "Status: 200 OK\r\n"
		     "Content-Type: %s\r\n"
		     "Content-Length: %zu\r\n"
		     "X-No-Picture: %s\r\n" RESPONSE_COMMON_FIELDS "\r\n",
		     frame->info.media_type, frame->info.size_bytes,
		     refusal->sentence) < 0)
		return NULL;
	message = message_create(head);
	free(head);
	return message;
}

void stand_in_send(struct peer *peer, struct packed_frame *newest,
		   const struct refusal *refusal, bool head_only)
{
	struct packed_frame *frame;

	if (newest && !packed_frame_is_image(newest)) {
		response_send_refusal(peer, refusal, head_only);
		return;
	}
	frame = newest && packed_frame_is_placeholder(newest)
			? packed_frame_hold(newest)
			: no_picture_create();
	if (!frame) {
		response_send_refusal(peer, refusal, head_only);
		return;
	}
	peer_count_answer(peer, 200);
	peer_add_message(peer, head_create(frame, refusal));
	if (!head_only)
		peer_add_frame(peer, frame, PIECE_PAYLOAD);
	peer_add_message(peer, message_create_last(""));
	packed_frame_release(frame);
	peer_send(peer);
	peer_finish(peer);
}
