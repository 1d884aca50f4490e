/*
 * Keeps the newest picture of a camera in a slot, as JPEG.
 *
 * There are two threads. The source thread waits for the camera, in calls that
 * may block. The main thread publishes, so that it can notice a camera that
 * hangs and tell viewers. A mailbox for one picture stands between them.
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
#include "known_secrets.h"
#include "limit_advice.h"
#include "log.h"
#include "mailbox.h"
#include "producer.h"
#include "publisher.h"
#include "rtsp_listener.h"
#include "service_notify.h"
#include "signals.h"
#include "slot_fault.h"
#include "v4l2_list.h"

/* A source that hangs longer than this does not keep the program alive. */
#define LAST_WAIT_NS NS_PER_S

/*
 * A user who comes back soon, or reloads a page, finds the source still open.
 */
#define IDLE_PATIENCE_NS (10 * NS_PER_S)

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
		.keeps_metadata = settings->keeps_metadata,
	};
	int result = publisher_open(publisher, &request);

	if (result < 0)
		slot_fault_report_writing(settings->slot, result);
	return result;
}

/* Create what waits for publishers by RTSP. Returns 0 or -ENOMEM. */
static int listener_create(struct rtsp_listener **listener,
			   const struct capture_settings *settings)
{
	const struct rtsp_place place = {
		.url = settings->source.url,
		.name = settings->source.name,
		.user = settings->access.user,
		.password = settings->access.password,
	};

	*listener = NULL;
	if (!settings->source.takes_rtsp)
		return 0;
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
		.controls = settings->controls.texts,
		.transport = settings->transport,
		.delay_ms = (unsigned)settings->delay_ms,
		.av_options = settings->av_options.texts,
		.takes_any_certificate = settings->takes_any_certificate,
		.silence_s = (unsigned)settings->silence_s,
	};
}

/*
 * Start the program again in this process, with the settings that the file
 * holds now. They cannot be changed as it runs: every setting affects how the
 * source is opened or how its pictures look.
 */
_Noreturn static void start_anew(char **arguments)
{
	execvp(arguments[0], arguments);
	log_error("cannot start %s anew: %s", arguments[0], strerror(errno));
	_exit(EXIT_FAILURE);
}

/* Runs from the start of the source thread to its end, and removes the slot. */
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
		log_error("cannot start the source: no thread or memory is "
			  "left for it%s",
			  limit_advice(result));
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
	/* When the terminal that shows the log is closed, the program ends. */
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

/* The secrets that no library may log: the source's, and option values. */
static struct known_secrets *
secrets_learn(const struct capture_settings *settings)
{
	struct known_secrets *secrets = known_secrets_create();
	int result = secrets ? known_secrets_add_address(secrets,
							 settings->source.url)
			     : -ENOMEM;

	for (const char *const *option = settings->av_options.texts;
	     result == 0 && *option; option++)
		result = known_secrets_add_option(secrets, *option);
	if (result == 0)
		return secrets;
	known_secrets_destroy(secrets);
	return NULL;
}

static int run(const struct capture_settings *settings)
{
	struct known_secrets *secrets;
	int status;

	if (settings->check)
		return EXIT_SUCCESS;
	if (settings->list)
		return v4l2_list_print() < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	secrets = secrets_learn(settings);
	if (!secrets) {
		log_error("out of memory");
		return EXIT_FAILURE;
	}
	av_library_open(settings->verbose, secrets);
	status = publish(settings);
	known_secrets_destroy(secrets);
	return status;
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
