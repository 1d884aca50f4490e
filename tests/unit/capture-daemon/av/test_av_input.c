/*
 * Deadlines of what libavformat opens.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_input.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PICTURES   8
#define PLANE_SIZE (320 * 240)

/* Larger than what libavformat reads ahead. */
static void recording_write(FILE *file)
{
	static const uint8_t picture[PLANE_SIZE * 3 / 2];

	assert_non_null(file);
	fprintf(file, "YUV4MPEG2 W320 H240 F1:6 Ip A1:1 C420jpeg\n");
	for (int i = 0; i < PICTURES; i++) {
		fprintf(file, "FRAME\n");
		assert_int_equal(fwrite(picture, sizeof(picture), 1, file), 1);
	}
	assert_int_equal(fclose(file), 0);
}

static void test_slow_recording_is_read_however_late(void **state)
{
	char path[] = "/tmp/test-av-input-XXXXXX";
	int fd = mkstemp(path);
	struct stop stop;
	struct silence silence = { 0 };
	const struct source_request request = { .url = path,
						.name = path,
						.silence = &silence };
	AVPacket *packet = av_packet_alloc();
	struct reason reason;
	struct av_input input;

	(void)state;
	assert_int_equal(stop_open(&stop), 0);
	recording_write(fdopen(fd, "w"));
	assert_int_equal(av_input_open(&input, &request, &stop, &reason), 0);
	unlink(path);
	for (int i = 0; i < PICTURES; i++) {
		input.patience.deadline_ns = 0; /* the player slept that long */
		assert_int_equal(av_input_read(&input, packet, &reason), 0);
		av_packet_unref(packet);
	}
	assert_int_equal(av_input_read(&input, packet, &reason), -ENODATA);
	av_input_close(&input);
	av_packet_free(&packet);
	stop_close(&stop);
}

/* Listens; fills the port. */
static int listener_open(struct sockaddr_in *address)
{
	socklen_t size_bytes = sizeof(*address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	assert_int_equal(bind(fd, (struct sockaddr *)address, sizeof(*address)),
			 0);
	assert_int_equal(
		getsockname(fd, (struct sockaddr *)address, &size_bytes), 0);
	assert_int_equal(listen(fd, 1), 0);
	return fd;
}

struct visit {
	struct sockaddr_in address;
	struct stop *stop;
};

static void wait_ms(unsigned wait)
{
	const struct timespec time = { .tv_nsec = (long)wait * 1000000 };

	nanosleep(&time, NULL);
}

/* Connects, says nothing, and has the program stopped soon after. */
static void *visit_main(void *user)
{
	struct visit *visit = user;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	wait_ms(300);
	for (int i = 0; i < 100; i++) {
		if (connect(fd, (struct sockaddr *)&visit->address,
			    sizeof(visit->address)) == 0)
			break;
		wait_ms(20);
	}
	wait_ms(500);
	stop_request(visit->stop);
	close(fd);
	return NULL;
}

static void test_visitor_is_noticed_beside_an_inherited_listener(void **state)
{
	struct stop stop;
	struct visit visit = { .stop = &stop };
	struct sockaddr_in inherited_address;
	int inherited_fd = listener_open(&inherited_address);
	char url[64];
	struct silence silence = { 0 };
	const struct source_request request = {
		.url = url, .name = url, .listen = true, .silence = &silence
	};
	struct reason reason;
	struct av_input input;
	pthread_t thread;

	(void)state;
	close(listener_open(&visit.address));
	snprintf(url, sizeof(url), "rtmp://127.0.0.1:%d/live/stream",
		 ntohs(visit.address.sin_port));
	assert_int_equal(stop_open(&stop), 0);
	assert_int_equal(pthread_create(&thread, NULL, visit_main, &visit), 0);
	assert_int_equal(av_input_open(&input, &request, &stop, &reason),
			 -ECANCELED);
	assert_true(input.patience.has_accepted);
	assert_true(input.patience.deadline_ns != UINT64_MAX);
	pthread_join(thread, NULL);
	stop_close(&stop);
	close(inherited_fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slow_recording_is_read_however_late),
		cmocka_unit_test(
			test_visitor_is_noticed_beside_an_inherited_listener),
	};

	return cmocka_run_group_tests_name("av_input", tests, NULL, NULL);
}
