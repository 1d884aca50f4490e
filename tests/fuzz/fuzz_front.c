/*
 * Whatever is written into fcgi-stream's socket, by a web server or by anybody
 * else who may open it, becomes a request or is hung up on.
 *
 * The records go the real way: the loop, a reading thread, libfcgi.
 *
 * SPDX-License-Identifier: MIT
 */
#include <sys/socket.h>
#include <unistd.h>

#include "fuzz.h"
#include "intake.h"
#include "log.h"
#include "loop.h"
#include "record_check.h"
#include "request.h"

/* More than a socket holds would be waited for. */
#define INPUT_MAX_BYTES 16384

static struct loop *loop;
static struct intake *intake;
static struct request *answered;

static void answer(void *user, struct request *request)
{
	(void)user;
	answered = request;
	loop_stop(loop);
}

static void server_hears(void *user, uint32_t events)
{
	(void)user;
	(void)events;
	loop_stop(loop);
}

static void responder_start(void)
{
	/* What is refused is logged as a warning, a thousand times a second. */
	log_open("fuzz_front", LOG_LEVEL_ERROR);
	must(loop_create(&loop) == 0);
	must(intake_create(&intake, loop, answer, NULL) == 0);
	must(intake_start(intake) == 0);
}

/* Until the request is here, or the connection is closed. */
static void responder_run(int server_fd, int responder_fd)
{
	struct loop_source source = { server_fd, server_hears, NULL };

	answered = NULL;
	intake_add(intake, responder_fd);
	must(loop_add(loop, &source, EPOLLIN) == 0);
	must(loop_run(loop) == 0);
	loop_remove(loop, &source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	int ends[2];

	if (size_bytes > INPUT_MAX_BYTES)
		return -1;
	if (!loop)
		responder_start();
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
	must(send(ends[0], data, size_bytes, 0) == (ssize_t)size_bytes);
	shutdown(ends[0], SHUT_WR);
	responder_run(ends[0], ends[1]);
	if (answered) {
		must(record_check(data, size_bytes) >= RECORDS_WHOLE);
		must(answered->method != NULL);
	}
	request_destroy(answered);
	close(ends[0]);
	return 0;
}
