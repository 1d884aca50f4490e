/*
 * The main loop: pictures from the mailbox into the slot, and placeholders
 * while there are none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture.h"

#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>

#include "clock.h"
#include "log.h"

/* A source without a picture for so long has lost its signal. */
#define SILENCE_NS	      (2 * NS_PER_S)
#define PLACEHOLDER_PERIOD_NS NS_PER_S

struct capture {
	struct publisher *publisher;
	struct mailbox *mailbox;
	uint64_t placeholder_due_ns;
	uint64_t dropped_ns; /* when the last was not published; 0: it was */
	bool has_shown;	     /* a picture has come */
	bool is_excused;     /* the source has said why there is no picture */
};

static void capture_picture(struct capture *capture, struct picture *picture)
{
	if (publisher_offer(capture->publisher, picture) == 0) {
		capture->placeholder_due_ns = clock_monotonic_ns() + SILENCE_NS;
		capture->dropped_ns = 0;
		capture->has_shown = true;
	} else {
		capture->dropped_ns = clock_monotonic_ns();
	}
	picture->release(picture);
}

/* A source that knows that it has no picture need not be waited for. */
static void capture_listen(struct capture *capture)
{
	char reason[MAILBOX_REASON_BYTES];
	bool was_excused = capture->is_excused;

	capture->is_excused =
		mailbox_reason(capture->mailbox, reason, sizeof(reason));
	if (capture->is_excused && !was_excused)
		capture->placeholder_due_ns = 0;
}

/* Why there is no picture although the source has no excuse. */
static const char *capture_excuse(const struct capture *capture,
				  uint64_t now_ns)
{
	if (capture->dropped_ns != 0 &&
	    now_ns < capture->dropped_ns + SILENCE_NS)
		return publisher_fault(capture->publisher);
	return capture->has_shown ? "the stream fell silent"
				  : "waiting for the first picture";
}

static void capture_placeholder(struct capture *capture, uint64_t now_ns)
{
	char reason[MAILBOX_REASON_BYTES];

	if (!mailbox_reason(capture->mailbox, reason, sizeof(reason)))
		snprintf(reason, sizeof(reason), "%s",
			 capture_excuse(capture, now_ns));
	publisher_excuse(capture->publisher, reason);
	capture->placeholder_due_ns = now_ns + PLACEHOLDER_PERIOD_NS;
}

static void capture_turn(struct capture *capture)
{
	struct picture *picture = mailbox_take(capture->mailbox);
	uint64_t now_ns;

	if (picture)
		capture_picture(capture, picture);
	capture_listen(capture);
	now_ns = clock_monotonic_ns();
	if (now_ns >= capture->placeholder_due_ns)
		capture_placeholder(capture, now_ns);
}

void capture_run(struct publisher *publisher, struct mailbox *mailbox,
		 int signal_fd)
{
	struct capture capture = {
		.publisher = publisher,
		.mailbox = mailbox,
		.placeholder_due_ns = clock_monotonic_ns() + SILENCE_NS,
	};
	struct pollfd wait[] = {
		{ .fd = signal_fd, .events = POLLIN },
		{ .fd = mailbox_fd(mailbox), .events = POLLIN },
	};

	while (!(wait[0].revents & POLLIN)) {
		capture_turn(&capture);
		poll(wait, 2,
		     clock_poll_timeout_ms(clock_monotonic_ns(),
					   capture.placeholder_due_ns));
	}
	log_debug("%" PRIu64
		  " pictures came faster than they could be published",
		  mailbox_skipped(mailbox));
}
