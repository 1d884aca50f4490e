/*
 * The main loop. It puts pictures from the mailbox into the slot, puts
 * placeholders there while there are none, and sleeps while nobody wants any.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture.h"

#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "log.h"
#include "silence.h"
#include "slot_fault.h"

#define PLACEHOLDER_PERIOD_NS NS_PER_S

/* How often to look without a watch (too many inotify instances). */
#define LOOK_NS (NS_PER_S / 4)

struct capture {
	const struct capture_parts *parts;
	uint64_t due_ns;     /* the next placeholder, or look */
	uint64_t dropped_ns; /* when the last was not published; 0: it was */
	uint64_t wanted_ns;  /* when the source was opened, or wanted last */
	bool has_shown;	     /* a picture has come, since it was opened */
	bool is_excused;     /* the source has said why there is no picture */
	bool is_resting;     /* the source is closed; knock_fd is ours */
	bool is_deaf;	     /* its last attempt to listen failed */
	int knock_fd;	     /* readable when somebody may want pictures */
	enum frame_source source; /* what readers are told of it */
};

/*
 * Viewers have something to see. Only here systemd is told that all is well, or
 * it would never restart a main loop that hangs in an encoder. A placeholder is
 * not enough when no picture can come any more.
 */
static void capture_progress(const struct capture *capture, uint64_t now_ns)
{
	struct service_notify *notify = capture->parts->notify;

	service_notify_ready(notify);
	if (producer_hangs(capture->parts->producer, now_ns))
		service_notify_skip_ping(notify, now_ns);
	else
		service_notify_ping(notify, now_ns);
}

static void capture_picture(struct capture *capture, struct picture *picture)
{
	if (publisher_offer(capture->parts->publisher, picture) == 0) {
		uint64_t now_ns = clock_monotonic_ns();

		capture_progress(capture, now_ns);
		capture->due_ns = now_ns + SILENCE_LEAST_NS;
		capture->dropped_ns = 0;
		capture->has_shown = true;
		capture->source = FRAME_SOURCE_RUNNING;
	} else {
		capture->dropped_ns = clock_monotonic_ns();
	}
	picture->release(picture);
}

/* Do not wait for a source that knows that it has no picture. */
static void capture_note_excuse(struct capture *capture)
{
	struct reason reason;
	bool was_excused = capture->is_excused;

	capture->is_excused = mailbox_reason(capture->parts->mailbox, &reason);
	if (capture->is_excused && !was_excused)
		capture->due_ns = 0;
}

/* Why there is no picture although the source has no excuse. */
static const char *capture_excuse(const struct capture *capture,
				  uint64_t now_ns)
{
	if (capture->dropped_ns != 0 &&
	    now_ns < capture->dropped_ns + SILENCE_LEAST_NS)
		return publisher_fault(capture->parts->publisher);
	return capture->has_shown ? "the stream fell silent"
				  : "waiting for the first picture";
}

static void capture_placeholder(struct capture *capture, uint64_t now_ns)
{
	struct reason reason;

	if (!mailbox_reason(capture->parts->mailbox, &reason))
		reason_give(&reason, 0, "%s", capture_excuse(capture, now_ns));
	publisher_excuse(capture->parts->publisher, reason.text);
	/* Also when there is no room for it: a restart would make none. */
	capture_progress(capture, now_ns);
	capture->due_ns = now_ns + PLACEHOLDER_PERIOD_NS;
	capture->source = FRAME_SOURCE_LOST;
}

/* Report what has happened in this round of the loop. */
static void capture_report(struct capture *capture)
{
	struct mailbox_counts counts = mailbox_counts(capture->parts->mailbox);

	publisher_report(capture->parts->publisher, &counts, capture->source);
}

/* ------------------------------------------- while nobody watches -------- */

static void capture_listen(struct capture *capture)
{
	bool was_deaf = capture->is_deaf;

	capture->knock_fd = publisher_listen(capture->parts->publisher);
	capture->is_deaf = capture->knock_fd < 0;
	if (capture->is_deaf && !was_deaf)
		slot_fault_report_deafness("who wants pictures is looked for "
					   "four times a second",
					   capture->knock_fd);
	if (was_deaf && !capture->is_deaf)
		log_notice("who wants pictures is heard again");
}

static void capture_rest(struct capture *capture)
{
	log_debug("nobody watches: the source is closed");
	publisher_rest(capture->parts->publisher);
	capture->is_resting = true;
	capture->source = FRAME_SOURCE_CLOSED;
	capture->due_ns = 0;
	producer_rest(capture->parts->producer);
}

static void capture_stop_listening(struct capture *capture)
{
	if (capture->knock_fd >= 0)
		close(capture->knock_fd);
	capture->knock_fd = -1;
}

static void capture_wake(struct capture *capture, uint64_t now_ns)
{
	log_debug("somebody watches: the source is opened");
	capture_stop_listening(capture);
	capture->is_resting = false;
	capture->source = FRAME_SOURCE_LOST;
	capture->wanted_ns = now_ns;
	capture->has_shown = false;
	capture->is_excused = false;
	capture->due_ns = now_ns + SILENCE_LEAST_NS;
	producer_wake(capture->parts->producer);
}

/*
 * Something happened: somebody wants pictures; or has removed the slot, which
 * the next picture creates again; or the source has reported once more.
 */
static void capture_stir(struct capture *capture)
{
	const struct capture_parts *parts = capture->parts;
	uint64_t now_ns = clock_monotonic_ns();
	char events[4096];

	/* This comes first, or a reader could come unheard before we listen. */
	if (capture->knock_fd < 0)
		capture_listen(capture);
	while (capture->knock_fd >= 0 &&
	       read(capture->knock_fd, events, sizeof(events)) > 0)
		;
	mailbox_clear(parts->mailbox);
	/* Nobody wants frames, so it is no fault that there are none. */
	capture_progress(capture, now_ns);
	if (publisher_has_demand(parts->publisher) ||
	    !publisher_has_slot(parts->publisher))
		capture_wake(capture, now_ns);
	else
		capture->due_ns =
			capture->knock_fd < 0 ? now_ns + LOOK_NS : UINT64_MAX;
}

/* ------------------------------------------------------------------------- */

/* The last picture is good, and the source may pause a little longer. */
static bool capture_is_patient(const struct capture *capture, uint64_t now_ns)
{
	return capture->source == FRAME_SOURCE_RUNNING &&
	       capture->dropped_ns == 0 && !capture->is_excused &&
	       now_ns < mailbox_awaited_ns(capture->parts->mailbox);
}

/* Placeholders are due: say why, unless it is too early for that. */
static void capture_gap(struct capture *capture, uint64_t now_ns)
{
	if (capture_is_patient(capture, now_ns))
		capture->due_ns = mailbox_awaited_ns(capture->parts->mailbox);
	else
		capture_placeholder(capture, now_ns);
}

static void capture_turn(struct capture *capture)
{
	struct picture *picture = mailbox_take(capture->parts->mailbox);
	uint64_t now_ns;

	if (picture)
		capture_picture(capture, picture);
	capture_note_excuse(capture);
	now_ns = clock_monotonic_ns();
	if (now_ns >= capture->due_ns)
		capture_gap(capture, now_ns);
	if (publisher_has_demand(capture->parts->publisher))
		capture->wanted_ns = now_ns;
	else if (now_ns - capture->wanted_ns >= capture->parts->patience_ns)
		capture_rest(capture);
	capture_report(capture);
}

/* When there is something to do even if nothing comes. */
static uint64_t capture_due_ns(const struct capture *capture)
{
	uint64_t ping_due_ns = capture->parts->notify->ping_due_ns;

	return capture->is_resting && ping_due_ns < capture->due_ns
		       ? ping_due_ns
		       : capture->due_ns;
}

/* Wait until something comes or is due, or somebody knocks. */
static bool capture_wait(const struct capture *capture)
{
	struct pollfd wait[] = {
		{ .fd = capture->parts->signal_fd, .events = POLLIN },
		{ .fd = mailbox_fd(capture->parts->mailbox), .events = POLLIN },
		{ .fd = capture->knock_fd, .events = POLLIN },
	};

	poll(wait, 3,
	     clock_poll_timeout_ms(clock_monotonic_ns(),
				   capture_due_ns(capture)));
	return !(wait[0].revents & POLLIN);
}

void capture_run(const struct capture_parts *parts)
{
	uint64_t begin_ns = clock_monotonic_ns();
	struct capture capture = {
		.parts = parts,
		.due_ns = begin_ns + SILENCE_LEAST_NS,
		.wanted_ns = begin_ns,
		.knock_fd = -1,
		.source = FRAME_SOURCE_LOST,
	};

	do {
		if (capture.is_resting)
			capture_stir(&capture);
		else
			capture_turn(&capture);
	} while (capture_wait(&capture));
	capture_stop_listening(&capture);
	log_debug("%" PRIu64
		  " pictures came faster than they could be published",
		  mailbox_counts(parts->mailbox).skipped);
}
