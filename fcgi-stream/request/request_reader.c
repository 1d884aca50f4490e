/*
 * Reads the request on one connection, with libfcgi.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "clock.h"
#include "log.h"
#include "records.h"
#include "request.h"

/* How long a connection that has begun to speak may pause. */
#define PAUSE_S 2

/* How often the rest of a request is tried; it rarely is missing. */
#define REST_MS 5

/*
 * With this size the kernel holds 65 KB for one viewer instead of 217, so that
 * a slow viewer's pictures are younger. Half of it would cost half as much
 * processor time again. Twice of it makes lighttpd, which takes 64 KB at most,
 * write the rest of each picture to disk. nginx takes a whole picture, and
 * wakes up only once for it if there is room for one.
 */
#define SEND_BUFFER_BYTES	32768
#define SEND_BUFFER_NGINX_BYTES 65536

int request_reader_prepare(void)
{
	return FCGX_Init() == 0 ? 0 : -EIO;
}

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
 * The request that libfcgi reads from a descriptor. NULL: no usable one came.
 *
 * libfcgi reads ahead, so nobody knows how much of a body is still to come.
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

/*
 * Let libfcgi read the request. It takes a descriptor that is already there
 * for a connection that the last request kept open. As it is detached, it is
 * closed without two seconds of lingering when the bytes are not FastCGI.
 */
static struct request *request_accept(int fd, bool has_ended)
{
	struct request *request = NULL;
	FCGX_Request parsed;

	FCGX_InitRequest(&parsed, -1, 0);
	parsed.ipcFd = fd;
	parsed.keepConnection = 1;
	FCGX_Detach(&parsed);
	if (FCGX_Accept_r(&parsed) == 0)
		request = request_take(&parsed, has_ended);
	if (!request && parsed.ipcFd >= 0)
		close(parsed.ipcFd);
	/* 0: the descriptor has been taken out. */
	FCGX_Free(&parsed, 0);
	return request;
}

struct request *request_reader_read(struct request_reader *reader, int fd)
{
	const struct timeval pause = { .tv_sec = PAUSE_S };
	enum record_verdict verdict;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof(pause));
	verdict = request_await(fd, reader->records);
	if (verdict != RECORDS_WRONG)
		return request_accept(fd, verdict == RECORDS_ENDED);
	/* Bytes left unread would turn close() into a reset. */
	recv(fd, reader->records, sizeof(reader->records), MSG_DONTWAIT);
	close(fd);
	return NULL;
}
