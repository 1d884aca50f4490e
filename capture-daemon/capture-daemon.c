/*
 * Keeps the newest picture of a camera in a slot, as JPEG.
 *
 * Two threads: the source thread waits for the camera, in calls that may
 * block; the main thread publishes, so that a camera that hangs is noticed and
 * viewers are told. Between them stands a mailbox for one picture.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "av_library.h"
#include "capture.h"
#include "capture_settings.h"
#include "clock.h"
#include "frame_slot.h"
#include "log.h"
#include "mailbox.h"
#include "producer.h"
#include "publisher.h"
#include "rtp_session.h"
#include "rtsp_listener.h"
#include "service_notify.h"
#include "signals.h"
#include "v4l2_list.h"

/* A source that hangs longer than this does not keep the program alive. */
#define LAST_WAIT_NS NS_PER_S

/* Who looks now and then, or reloads a page, finds the source still open. */
#define IDLE_PATIENCE_NS (10 * NS_PER_S)

static void slot_refusal_log(const char *slot, int error)
{
	if (error == -EBUSY)
		log_error("slot %s: process %d writes it already; choose "
			  "another name with --slot, or end that process",
			  slot, (int)frame_slot_writer_pid(slot));
	else if (error == -ENOSPC)
		log_error("slot %s: /dev/shm is full; `slotctl list` shows "
			  "what is there, a smaller --size needs less",
			  slot);
	else if (access("/dev/shm", W_OK) < 0)
		log_error("slot %s: /dev/shm: %s; slots are kept there: it "
			  "has to be a tmpfs of mode 1777",
			  slot, strerror(errno));
	else if (error == -EPERM || error == -EACCES)
		log_error("slot %s belongs to another user; run as that user, "
			  "or remove it with `slotctl remove %s`, or choose "
			  "another name with --slot",
			  slot, slot);
	else if (error == -EBADMSG)
		log_error("slot %s: what has its name is no regular file; "
			  "remove /dev/shm/slotcast.%s by hand",
			  slot, slot);
	else if (error == -EMFILE)
		log_error("slot %s: no descriptor is left for it; raise the "
			  "limit: `ulimit -n`, or LimitNOFILE= of a unit",
			  slot);
	else
		log_error("slot %s: %s", slot, strerror(-error));
}

static int slot_open(struct publisher **publisher,
		     const struct capture_settings *settings)
{
	const struct publisher_request request = {
		.slot = settings->slot,
		.width_px = settings->size.width_px,
		.height_px = settings->size.height_px,
		.rate_fps = (unsigned)settings->rate_fps,
		.quality = (int)settings->quality,
		.rotate_degrees = settings->rotate_degrees,
		.flip = settings->flip,
	};
	int result = publisher_open(publisher, &request);

	if (result < 0)
		slot_refusal_log(settings->slot, result);
	return result;
}

/* Where publishers are waited for that speak RTSP. Returns 0 or -ENOMEM. */
static int listener_create(struct rtsp_listener **listener,
			   const struct capture_settings *settings)
{
	struct rtsp_place place = {
		.url = settings->source.url,
		.name = settings->source.name,
		.user = settings->access.user,
		.password = settings->access.password,
	};

	*listener = NULL;
	if (!settings->source.takes_rtsp)
		return 0;
	rtp_session_address(place.url, place.host, sizeof(place.host),
			    place.port, sizeof(place.port));
	listen_access_warn(&settings->access, &settings->source);
	*listener = rtsp_listener_create(&place);
	return *listener ? 0 : -ENOMEM;
}

static struct source_request
source_wanted(const struct capture_settings *settings,
	      struct rtsp_listener *listener)
{
	return (struct source_request){
		.driver = settings->source.driver,
		.url = settings->source.url,
		.name = settings->source.name,
		.listen = settings->source.listen,
		.rtsp = listener,
		.slot = settings->slot,
		.width_px = settings->size.width_px,
		.height_px = settings->size.height_px,
		.rate_fps = (unsigned)settings->rate_fps,
		.format = settings->format,
		.controls = settings->controls,
		.transport = settings->transport,
		.delay_ms = (unsigned)settings->delay_ms,
		.av_options = settings->av_options,
	};
}

/*
 * The same process, with what the file says now. Not by changing what runs:
 * there is no setting but has to do with how the source is opened or what
 * pictures look like.
 */
_Noreturn static void start_anew(char **arguments)
{
	execvp(arguments[0], arguments);
	log_error("cannot start %s anew: %s", arguments[0], strerror(errno));
	_exit(EXIT_FAILURE);
}

/* From the start of the source thread to its end. Removes the slot. */
static int capture(const struct capture_settings *settings,
		   struct rtsp_listener *listener, struct publisher *publisher,
		   struct mailbox *mailbox, struct service_notify *notify,
		   int signal_fd)
{
	struct source_request request = source_wanted(settings, listener);
	struct capture_parts parts = {
		.publisher = publisher,
		.mailbox = mailbox,
		.notify = notify,
		.signal_fd = signal_fd,
		.patience_ns = settings->closes_when_idle ? IDLE_PATIENCE_NS
							  : UINT64_MAX,
	};
	int result = producer_start(&parts.producer, &request, mailbox);
	bool reloads;

	if (result < 0) {
		log_error("cannot start the source: %s", strerror(-result));
		publisher_remove(publisher);
		return EXIT_FAILURE;
	}
	capture_run(&parts);
	reloads = signals_read(signal_fd) == SIGHUP;
	if (reloads)
		service_notify_reloading(notify);
	producer_request_stop(parts.producer);
	publisher_remove(publisher);
	result = producer_join(parts.producer,
			       clock_monotonic_ns() + LAST_WAIT_NS);
	if (reloads)
		start_anew(settings->arguments);
	if (result < 0)
		_exit(EXIT_SUCCESS);
	return EXIT_SUCCESS;
}

static int publish(const struct capture_settings *settings)
{
	/* The end of the terminal that shows the log is the program's, too. */
	bool reloads = settings->arguments && !isatty(STDERR_FILENO);
	int signal_fd = signals_open(reloads), status = EXIT_FAILURE;
	struct rtsp_listener *listener;
	struct publisher *publisher;
	struct service_notify notify;
	struct mailbox *mailbox;

	if (signal_fd < 0 || listener_create(&listener, settings) < 0 ||
	    mailbox_create(&mailbox) < 0) {
		log_error("cannot start: no descriptors or memory left; raise "
			  "the limit: `ulimit -n`, or LimitNOFILE= of a unit");
		return EXIT_FAILURE;
	}
	service_notify_open(&notify);
	if (slot_open(&publisher, settings) == 0)
		status = capture(settings, listener, publisher, mailbox,
				 &notify, signal_fd);
	service_notify_close(&notify);
	mailbox_destroy(mailbox);
	rtsp_listener_destroy(listener);
	close(signal_fd);
	return status;
}

static int run(const struct capture_settings *settings)
{
	if (settings->check)
		return EXIT_SUCCESS;
	if (settings->list)
		return v4l2_list_print() < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	av_library_open(settings->verbose);
	return publish(settings);
}

int main(int argc, char **argv)
{
	struct capture_settings settings;
	int status;

	log_open("capture-daemon", LOG_LEVEL_NOTICE);
	switch (capture_settings_read(&settings, argc, argv)) {
	case OPTIONS_ANSWERED:
		return EXIT_SUCCESS;
	case OPTIONS_WRONG:
		return OPTIONS_EXIT_WRONG;
	case OPTIONS_GO_ON:
		break;
	}
	if (settings.verbose)
		log_open("capture-daemon", LOG_LEVEL_DEBUG);
	status = run(&settings);
	capture_settings_free(&settings);
	return status;
}
