/*
 * fcgi-stream: streams slots to the viewers of a web server.
 *
 * Started with a listening socket it is a FastCGI responder for any number of
 * viewers; started with a request in its environment it is a CGI program for
 * one. One thread serves all viewers; a few read requests, and one a slot
 * waits for frames.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "audiences.h"
#include "browser_link.h"
#include "clock.h"
#include "intake.h"
#include "limit_advice.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "peer.h"
#include "records.h"
#include "refused_text.h"
#include "request.h"
#include "sandbox.h"
#include "service.h"
#include "service_notify.h"
#include "signals.h"
#include "stream_settings.h"

#define EXIT_FAILED 1

/* How long pictures on their way may take when the program ends. */
#define FAREWELL_NS NS_PER_S

struct program {
	struct stream_settings settings;
	struct loop *loop;
	struct peers peers;
	struct audiences *audiences;
	struct service service;
	struct intake *intake;
	struct listener listener;
	struct loop_source signals;
	struct loop_timer farewell;
	struct service_notify notify;
	struct loop_timer ping;
	bool is_listening; /* never for CGI, and not at the end */
};

/* -------------------------------------------------------- the end -------- */

static void program_stop(void *user)
{
	struct program *program = user;

	loop_stop(program->loop);
}

/* A program that does not listen ends with its last viewer. */
static void peers_emptied(void *user)
{
	struct program *program = user;

	if (!program->is_listening)
		loop_stop(program->loop);
}

static void intake_close(struct program *program)
{
	if (program->is_listening)
		listener_close(&program->listener);
	program->is_listening = false;
	intake_destroy(program->intake);
	program->intake = NULL;
}

static void program_end(struct program *program)
{
	if (program->is_listening)
		log_notice("ending: as asked");
	audiences_end(program->audiences);
	intake_close(program);
	if (peers_are_none(&program->peers))
		loop_stop(program->loop);
	loop_timer_set(program->loop, &program->farewell,
		       loop_now_ns(program->loop) + FAREWELL_NS);
}

static void signals_ready(void *user, uint32_t events)
{
	struct program *program = user;

	(void)events;
	/* Once is enough; the kind of signal does not matter. */
	loop_remove(program->loop, &program->signals);
	program_end(program);
}

/* ------------------------------------------------------ the wiring ------- */

/* Two descriptors a viewer, at most; the default limit is often 1024. */
static void descriptors_raise(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		log_warning("the limit of descriptors stays as it is: %s",
			    strerror(errno));
}

static int signals_add(struct program *program)
{
	int fd = signals_open(false);

	if (fd < 0)
		return fd;
	program->signals = (struct loop_source){ fd, signals_ready, program };
	program->farewell =
		(struct loop_timer){ .fire = program_stop, .user = program };
	return loop_add(program->loop, &program->signals, EPOLLIN);
}

/* Returns a descriptor, or a negative errno; serving works without. */
static int browser_links_ask(void)
{
	int fd = browser_links_open();

	if (fd < 0)
		log_notice("slow links are noticed late: the kernel cannot be "
			   "asked about them: netlink: %s",
			   strerror(-fd));
	return fd;
}

static void notify_ping(void *user)
{
	struct program *program = user;

	service_notify_ping(&program->notify, loop_now_ns(program->loop));
	loop_timer_set(program->loop, &program->ping,
		       program->notify.ping_due_ns);
}

/* Only the loop says that all is well: one that hangs streams no frames. */
static void notify_start(struct program *program)
{
	program->ping =
		(struct loop_timer){ .fire = notify_ping, .user = program };
	service_notify_ready(&program->notify);
	if (program->notify.ping_due_ns != UINT64_MAX)
		loop_timer_set(program->loop, &program->ping, 0);
}

/* Needed in both ways of being started. */
static int program_open(struct program *program)
{
	int result = signals_add(program);

	if (result < 0)
		return result;
	descriptors_raise();
	program->peers = (struct peers){
		.loop = program->loop,
		.patience_ns = program->settings.patience_s * NS_PER_S,
		.emptied = peers_emptied,
		.user = program,
	};
	result = audiences_create(&program->audiences, program->loop);
	if (result < 0)
		return result;
	program->service = (struct service){
		.default_slot = program->settings.slot,
		.allowed_origins = program->settings.allowed_origins,
		.max_viewers = program->settings.max_viewers,
		.browser_links = browser_links_ask(),
		.peers = &program->peers,
		.audiences = program->audiences,
		.counts.started_wall_ns = clock_wall_ns(),
	};
	return 0;
}

static void program_close(struct program *program)
{
	intake_close(program);
	peers_drop(&program->peers);
	audiences_destroy(program->audiences);
	if (program->service.browser_links >= 0)
		close(program->service.browser_links);
	service_notify_close(&program->notify);
	if (program->signals.fd >= 0)
		close(program->signals.fd);
	loop_destroy(program->loop);
}

/* Serving goes on without: a machine may have no seccomp. */
static void program_confine(const struct stream_settings *settings)
{
	int result =
		settings->no_sandbox ? 0 : sandbox_enter(settings->listen_path);

	if (result < 0)
		log_warning("the sandbox is incomplete: %s", strerror(-result));
}

/* libfcgi takes signals over, so it goes first; threads inherit the mask. */
static int responder_open(struct program *program, int fd)
{
	int result = intake_create(&program->intake, program->loop,
				   service_answer, &program->service);

	if (result < 0)
		return result;
	result = program_open(program);
	if (result < 0)
		return result;
	service_notify_open(&program->notify);
	program->listener.accepted = intake_add;
	program->listener.user = program->intake;
	result = listener_open(&program->listener, program->loop, fd,
			       program->settings.listen_path);
	if (result < 0)
		return result;
	program->is_listening = true;
	log_notice("serving: %s is the stream where none is named",
		   program->settings.slot ? program->settings.slot
					  : "main, or the only camera,");
	/* Before the first thread, which would not be confined. */
	program_confine(&program->settings);
	result = intake_start(program->intake);
	if (result == 0)
		notify_start(program);
	return result;
}

static int cgi_open(struct program *program)
{
	struct request *request;
	int result;

	records_leave_bare();
	result = program_open(program);
	if (result < 0)
		return result;
	result = request_create(&request, environ, STDOUT_FILENO);
	if (result < 0)
		return result;
	fcntl(STDOUT_FILENO, F_SETFL,
	      fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK);
	program_confine(&program->settings);
	service_answer(&program->service, request);
	/* The reason has been logged. */
	return peers_are_none(&program->peers) ? -EIO : 0;
}

/* ---------------------------------------------------- being started ------ */

static const char *listen_advice(int error)
{
	switch (error) {
	case -EADDRINUSE:
		return ": another process answers there; end it first";
	case -ENOTSOCK:
		return ": something else has that name; take another";
	case -ENAMETOOLONG:
		return ": a socket's path has 107 letters at most";
	case -EACCES:
		return ": this user may not make a socket there";
	case -ENOENT:
	case -ENOTDIR:
		return ": its folder has to be there already";
	default:
		return "";
	}
}

enum start { START_RESPONDER, START_CGI, START_WRONG };

static enum start start_find(const struct stream_settings *settings, int *fd)
{
	char shown[REFUSED_TEXT_BYTES];

	*fd = STDIN_FILENO;
	if (settings->listen_path) {
		*fd = listener_make_socket(settings->listen_path);
		if (*fd >= 0)
			return START_RESPONDER;
		refused_text_show(shown, settings->listen_path);
		log_error("--listen %s: %s%s", shown, strerror(-*fd),
			  listen_advice(*fd));
		return START_WRONG;
	}
	if (listener_is_socket(STDIN_FILENO))
		return START_RESPONDER;
	if (getenv("GATEWAY_INTERFACE") && getenv("REQUEST_METHOD"))
		return START_CGI;
	log_error("there is no socket on descriptor 0: let a web server or "
		  "spawn-fcgi start this program, or give --listen PATH");
	return START_WRONG;
}

static int program_run(struct program *program, enum start start, int fd)
{
	int result = loop_create(&program->loop);

	if (result == 0)
		result = start == START_CGI ? cgi_open(program)
					    : responder_open(program, fd);
	if (result == 0)
		result = loop_run(program->loop);
	else if (!program->is_listening && program->settings.listen_path)
		/* start_find() created it, and no listener removes it. */
		unlink(program->settings.listen_path);
	program_close(program);
	return result;
}

int main(int argc, char **argv)
{
	/* Descriptors that are not open yet must not be closed. */
	struct program program = { .signals.fd = -1,
				   .notify.fd = -1,
				   .service.browser_links = -1 };
	enum start start;
	int fd, result;

	log_open("fcgi-stream", LOG_LEVEL_NOTICE);
	switch (stream_settings_read(&program.settings, argc, argv)) {
	case OPTIONS_GO_ON:
		break;
	case OPTIONS_ANSWERED:
		return EXIT_SUCCESS;
	case OPTIONS_WRONG:
		return OPTIONS_EXIT_WRONG;
	}
	if (program.settings.verbose)
		log_open("fcgi-stream", LOG_LEVEL_DEBUG);
	start = start_find(&program.settings, &fd);
	if (start == START_WRONG)
		return OPTIONS_EXIT_WRONG;
	result = program_run(&program, start, fd);
	if (result < 0) {
		log_error("cannot go on: %s%s", strerror(-result),
			  limit_advice(result));
		return EXIT_FAILED;
	}
	return EXIT_SUCCESS;
}
