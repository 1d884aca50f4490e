/*
 * From an accepted connection to the request on it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "intake.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "clock.h"
#include "log.h"
#include "record_check.h"
#include "records.h"
#include "request.h"

#define PARSERS 2

/* How long a connection may be silent before it says anything at all. */
#define SILENCE_NS (10 * NS_PER_S)

/* How long one that has begun to speak may pause. */
#define PAUSE_S 2

/* How soon the rest of a request is looked for; hardly ever is there one. */
#define REST_MS 5

/*
 * Of what is sent to one viewer the kernel then holds 65 KB and not 217, so
 * that a slow viewer's pictures are younger. Half of it would cost half as much
 * processor time again; twice of it makes lighttpd, which takes 64 KB at most,
 * write the rest of each picture to disk. nginx takes a whole picture, and wakes
 * up but once for it, when there is room for one.
 */
#define SEND_BUFFER_BYTES	32768
#define SEND_BUFFER_NGINX_BYTES 65536

/* One connection on its way; it is in one of the lists at any time. */
struct arrival {
	struct intake *intake;
	struct loop_source source;
	struct loop_timer silence;
	struct request *request; /* NULL: none came */
	TAILQ_ENTRY(arrival) others;
};

TAILQ_HEAD(arrivals, arrival);

struct parser {
	struct intake *intake;
	pthread_t thread;
	int fd; /* being read, -1 for none; under the intake's mutex */
	uint8_t records[RECORD_CHECK_MAX_BYTES]; /* what came, to be judged */
};

struct intake {
	struct loop *loop;
	void (*answer)(void *user, struct request *request);
	void *user;
	struct loop_bell bell;
	struct arrivals silent; /* the loop's thread only */
	pthread_mutex_t mutex;	/* guards what follows */
	pthread_cond_t has_work;
	struct arrivals speaking, parsed;
	bool is_ending;
	struct parser parsers[PARSERS];
	int parser_count;
};

static void arrival_drop(struct arrival *arrival)
{
	if (arrival->request)
		request_destroy(arrival->request);
	else if (arrival->source.fd >= 0)
		close(arrival->source.fd);
	free(arrival);
}

/* ------------------------------------------------- on the threads -------- */

static bool server_is_nginx(FCGX_Request *parsed)
{
	const char *software = FCGX_GetParam("SERVER_SOFTWARE", parsed->envp);

	return software && strncmp(software, "nginx", strlen("nginx")) == 0;
}

static void descriptor_tune(int fd, int send_buffer_bytes)
{
	const int on = 1;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer_bytes,
		   sizeof(send_buffer_bytes));
	/* For a web server that connects by TCP; a Unix socket says no. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* All our records say 1, and so do both web servers. */
static void request_id_refuse(int fd, int request_id)
{
	uint8_t refusal[RECORD_REFUSAL_BYTES];

	log_warning("request refused: its id is %d: several requests on one "
		    "connection are not supported; turn multiplexing off",
		    request_id);
	record_put_refusal(refusal, (uint16_t)request_id);
	if (send(fd, refusal, sizeof(refusal), MSG_NOSIGNAL) < 0)
		log_debug("the refusal was not sent: %s", strerror(errno));
}

/*
 * What libfcgi makes of a descriptor. NULL: nothing usable came.
 *
 * It reads ahead: with a body, nobody knows how much of it is still to come.
 */
static struct request *request_take(FCGX_Request *parsed, bool has_ended)
{
	struct request *request = NULL;

	if (parsed->requestId != 1) {
		request_id_refuse(parsed->ipcFd, parsed->requestId);
		return NULL;
	}
	if (request_create(&request, parsed->envp, parsed->ipcFd) < 0)
		return NULL;
	request->input_is_aligned =
		has_ended && FCGX_GetChar(parsed->in) == EOF;
	descriptor_tune(request->fd, server_is_nginx(parsed)
					     ? SEND_BUFFER_NGINX_BYTES
					     : SEND_BUFFER_BYTES);
	return request;
}

/* Until all parameters are there, before libfcgi reads the first. */
static enum record_verdict request_await(int fd, uint8_t *records)
{
	uint64_t deadline_ns = clock_monotonic_ns() + PAUSE_S * NS_PER_S;
	struct pollfd hang_up = { .fd = fd, .events = POLLRDHUP };

	do {
		ssize_t size_bytes =
			recv(fd, records, RECORD_CHECK_MAX_BYTES, MSG_PEEK);
		enum record_verdict verdict;

		if (size_bytes <= 0)
			break;
		verdict = record_check(records, (size_t)size_bytes);
		if (verdict != RECORDS_INCOMPLETE)
			return verdict;
		if (size_bytes == RECORD_CHECK_MAX_BYTES)
			break;
	} while (poll(&hang_up, 1, REST_MS) == 0 &&
		 clock_monotonic_ns() < deadline_ns);
	return RECORDS_WRONG;
}

/* Read the request on `fd`; without one, `fd` is closed. */
static struct request *request_parse(int fd, uint8_t *records)
{
	const struct timeval pause = { .tv_sec = PAUSE_S };
	struct request *request = NULL;
	enum record_verdict verdict;
	FCGX_Request parsed;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof(pause));
	verdict = request_await(fd, records);
	if (verdict == RECORDS_WRONG) {
		/* Bytes left unread would turn close() into a reset. */
		recv(fd, records, RECORD_CHECK_MAX_BYTES, MSG_DONTWAIT);
		close(fd);
		return NULL;
	}
	/*
	 * libfcgi takes a descriptor that is already there for a connection
	 * that the last request kept open. Detached, it is closed without two
	 * seconds of lingering when what comes is not FastCGI.
	 */
	FCGX_InitRequest(&parsed, -1, 0);
	parsed.ipcFd = fd;
	parsed.keepConnection = 1;
	FCGX_Detach(&parsed);
	if (FCGX_Accept_r(&parsed) == 0)
		request = request_take(&parsed, verdict == RECORDS_ENDED);
	if (!request && parsed.ipcFd >= 0)
		close(parsed.ipcFd);
	/* 0: the descriptor has gone its own way. */
	FCGX_Free(&parsed, 0);
	return request;
}

/* The next arrival that speaks, or NULL at the end. */
static struct arrival *parser_next(struct parser *parser)
{
	struct intake *intake = parser->intake;
	struct arrival *arrival = NULL;

	pthread_mutex_lock(&intake->mutex);
	while (TAILQ_EMPTY(&intake->speaking) && !intake->is_ending)
		pthread_cond_wait(&intake->has_work, &intake->mutex);
	if (!intake->is_ending) {
		arrival = TAILQ_FIRST(&intake->speaking);
		TAILQ_REMOVE(&intake->speaking, arrival, others);
		parser->fd = arrival->source.fd;
	}
	pthread_mutex_unlock(&intake->mutex);
	return arrival;
}

static void parser_deliver(struct parser *parser, struct arrival *arrival)
{
	struct intake *intake = parser->intake;

	pthread_mutex_lock(&intake->mutex);
	parser->fd = -1;
	TAILQ_INSERT_TAIL(&intake->parsed, arrival, others);
	pthread_mutex_unlock(&intake->mutex);
	loop_bell_ring(&intake->bell);
}

static void *parser_run(void *user)
{
	struct parser *parser = user;
	struct arrival *arrival;

	while ((arrival = parser_next(parser))) {
		arrival->request =
			request_parse(arrival->source.fd, parser->records);
		arrival->source.fd = -1;
		parser_deliver(parser, arrival);
	}
	return NULL;
}

/* ------------------------------------------- on the loop's thread -------- */

static void arrival_speaks(void *user, uint32_t events)
{
	struct arrival *arrival = user;
	struct intake *intake = arrival->intake;

	(void)events;
	loop_remove(intake->loop, &arrival->source);
	loop_timer_clear(&arrival->silence);
	TAILQ_REMOVE(&intake->silent, arrival, others);
	pthread_mutex_lock(&intake->mutex);
	TAILQ_INSERT_TAIL(&intake->speaking, arrival, others);
	pthread_cond_signal(&intake->has_work);
	pthread_mutex_unlock(&intake->mutex);
}

/* It said nothing for too long, or the program ends. */
static void arrival_hang_up(void *user)
{
	struct arrival *arrival = user;

	loop_timer_clear(&arrival->silence);
	loop_remove(arrival->intake->loop, &arrival->source);
	TAILQ_REMOVE(&arrival->intake->silent, arrival, others);
	arrival_drop(arrival);
}

void intake_add(void *user, int fd)
{
	struct intake *intake = user;
	struct arrival *arrival = calloc(1, sizeof(*arrival));

	if (!arrival) {
		close(fd);
		return;
	}
	arrival->intake = intake;
	arrival->source = (struct loop_source){ fd, arrival_speaks, arrival };
	arrival->silence.fire = arrival_hang_up;
	arrival->silence.user = arrival;
	if (loop_add(intake->loop, &arrival->source, EPOLLIN | EPOLLRDHUP) <
	    0) {
		arrival_drop(arrival);
		return;
	}
	TAILQ_INSERT_TAIL(&intake->silent, arrival, others);
	loop_timer_set(intake->loop, &arrival->silence,
		       loop_now_ns(intake->loop) + SILENCE_NS);
}

static struct arrival *intake_next_parsed(struct intake *intake)
{
	struct arrival *arrival;

	pthread_mutex_lock(&intake->mutex);
	arrival = TAILQ_FIRST(&intake->parsed);
	if (arrival)
		TAILQ_REMOVE(&intake->parsed, arrival, others);
	pthread_mutex_unlock(&intake->mutex);
	return arrival;
}

static void intake_deliver(void *user)
{
	struct intake *intake = user;
	struct arrival *arrival;

	while ((arrival = intake_next_parsed(intake))) {
		struct request *request = arrival->request;

		arrival->request = NULL;
		arrival_drop(arrival);
		if (request)
			intake->answer(intake->user, request);
	}
}

int intake_create(struct intake **created, struct loop *loop,
		  void (*answer)(void *user, struct request *request),
		  void *user)
{
	struct intake *intake = calloc(1, sizeof(*intake));
	int result;

	if (!intake)
		return -ENOMEM;
	if (FCGX_Init() != 0) {
		free(intake);
		return -EIO;
	}
	intake->loop = loop;
	intake->answer = answer;
	intake->user = user;
	TAILQ_INIT(&intake->silent);
	TAILQ_INIT(&intake->speaking);
	TAILQ_INIT(&intake->parsed);
	pthread_mutex_init(&intake->mutex, NULL);
	pthread_cond_init(&intake->has_work, NULL);
	intake->bell.rung = intake_deliver;
	intake->bell.user = intake;
	result = loop_bell_open(loop, &intake->bell);
	if (result < 0) {
		free(intake);
		return result;
	}
	*created = intake;
	return 0;
}

int intake_start(struct intake *intake)
{
	while (intake->parser_count < PARSERS) {
		struct parser *parser = &intake->parsers[intake->parser_count];
		int error;

		parser->intake = intake;
		parser->fd = -1;
		error = pthread_create(&parser->thread, NULL, parser_run,
				       parser);
		if (error != 0)
			return -error;
		intake->parser_count++;
	}
	return 0;
}

/* A parser may be waiting for the rest of a request: that rest ends now. */
static void intake_end_parsers(struct intake *intake)
{
	pthread_mutex_lock(&intake->mutex);
	intake->is_ending = true;
	for (int i = 0; i < intake->parser_count; i++)
		if (intake->parsers[i].fd >= 0)
			shutdown(intake->parsers[i].fd, SHUT_RD);
	pthread_cond_broadcast(&intake->has_work);
	pthread_mutex_unlock(&intake->mutex);
	for (int i = 0; i < intake->parser_count; i++)
		pthread_join(intake->parsers[i].thread, NULL);
}

static void arrivals_drop(struct arrivals *arrivals)
{
	struct arrival *arrival;

	while ((arrival = TAILQ_FIRST(arrivals))) {
		TAILQ_REMOVE(arrivals, arrival, others);
		arrival_drop(arrival);
	}
}

void intake_destroy(struct intake *intake)
{
	struct arrival *arrival, *next;

	if (!intake)
		return;
	intake_end_parsers(intake);
	for (arrival = TAILQ_FIRST(&intake->silent); arrival; arrival = next) {
		next = TAILQ_NEXT(arrival, others);
		arrival_hang_up(arrival);
	}
	arrivals_drop(&intake->speaking);
	arrivals_drop(&intake->parsed);
	loop_bell_close(intake->loop, &intake->bell);
	pthread_cond_destroy(&intake->has_work);
	pthread_mutex_destroy(&intake->mutex);
	free(intake);
}
