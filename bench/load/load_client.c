/*
 * load_client: many viewers of one MJPEG server, of any make.
 *
 *	load_client COUNT SECONDS HOST PORT PATH [RATE]
 *
 * opens COUNT connections, waits until each has had a part, lets them settle,
 * says "counting", watches for SECONDS, says "done", and prints one JSON
 * object. Between the two words is the time over which whoever started it
 * should measure the server. With RATE, PATH is a file and each viewer asks
 * for it that many times a second, over one connection; a server that closes
 * it after so and so many answers gets another one.
 *
 * Lost are pictures that the camera had and a viewer did not get; the age of
 * one is from its being due in the camera (camera_stamp.h) to its last byte.
 * One thread: what it measures, it must not slow down.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include <jansson.h>

#include "ages.h"
#include "clock.h"
#include "load_viewer.h"
#include "tool.h"

#define FIRST_PART_WITHIN_NS (15 * NS_PER_S)
#define SETTLING_NS	     (2 * NS_PER_S)
#define EVENTS		     64

struct load {
	struct addrinfo *address;
	struct load_viewer *viewers;
	size_t count;
	const char *path;
	int epoll;
	uint64_t period_ns, next_ask_ns; /* UINT64_MAX: a stream */
};

static void load_connect(struct load *load, struct load_viewer *viewer)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = viewer };
	int result = load_viewer_open(viewer, load->address->ai_addr,
				      load->address->ai_addrlen, load->path,
				      load->next_ask_ns != UINT64_MAX);

	if (result < 0)
		die("connect", strerror(-result));
	if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, viewer->fd, &event) < 0)
		die("epoll", strerror(errno));
}

static void load_ask(struct load *load, uint64_t now_ns)
{
	for (size_t i = 0; i < load->count; i++) {
		struct load_viewer *viewer = &load->viewers[i];

		if (viewer->fd < 0 && viewer->has_part && !viewer->fault)
			load_connect(load, viewer);
		load_viewer_ask(viewer, load->path, now_ns);
	}
	while (load->next_ask_ns <= now_ns)
		load->next_ask_ns += load->period_ns;
}

/* Read what comes, and ask when it is time, until `deadline_ns` at most. */
static void load_turn(struct load *load, uint64_t deadline_ns)
{
	struct epoll_event events[EVENTS];
	uint64_t now_ns = clock_monotonic_ns();
	int count;

	if (now_ns >= load->next_ask_ns)
		load_ask(load, now_ns);
	if (deadline_ns > load->next_ask_ns)
		deadline_ns = load->next_ask_ns;
	count = epoll_wait(load->epoll, events, EVENTS,
			   clock_poll_timeout_ms(now_ns, deadline_ns));
	for (int i = 0; i < count; i++)
		load_viewer_read(events[i].data.ptr);
}

static void load_run(struct load *load, uint64_t deadline_ns)
{
	while (clock_monotonic_ns() < deadline_ns)
		load_turn(load, deadline_ns);
}

/* Those who are there already watch while the others come. */
static void load_open(struct load *load, const char *host, const char *port)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	int result = getaddrinfo(host, port, &hints, &load->address);

	if (result != 0)
		die(host, gai_strerror(result));
	load->epoll = epoll_create1(EPOLL_CLOEXEC);
	load->viewers = calloc(load->count, sizeof(*load->viewers));
	if (load->epoll < 0 || !load->viewers)
		die("start", strerror(errno));
	for (size_t i = 0; i < load->count; i++)
		load->viewers[i].fd = -1;
	for (size_t i = 0; i < load->count; i++) {
		load_connect(load, &load->viewers[i]);
		load_turn(load, 0);
	}
}

static size_t load_without_part(const struct load *load)
{
	size_t count = 0;

	for (size_t i = 0; i < load->count; i++)
		count += !load->viewers[i].has_part;
	return count;
}

static void load_await_first_parts(struct load *load)
{
	uint64_t deadline_ns = clock_monotonic_ns() + FIRST_PART_WITHIN_NS;

	while (load_without_part(load) > 0 &&
	       clock_monotonic_ns() < deadline_ns)
		load_turn(load, deadline_ns);
}

/* ------------------------------------------------------------ the report -- */

static int number_compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left;
	uint64_t b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/* How evenly the parts were shared out: the fewest, and the median. */
static void report_shares(json_t *report, const struct load *load)
{
	uint64_t *shares = calloc(load->count, sizeof(*shares));

	if (!shares)
		die("memory", strerror(errno));
	for (size_t i = 0; i < load->count; i++)
		shares[i] = load->viewers[i].parts;
	qsort(shares, load->count, sizeof(*shares), number_compare);
	json_object_set_new(report, "fewest_parts",
			    json_integer((json_int_t)shares[0]));
	json_object_set_new(report, "median_parts",
			    json_integer((json_int_t)shares[load->count / 2]));
	free(shares);
}

static json_t *report_sums(const struct load *load)
{
	json_int_t parts = 0, lost = 0, repeated = 0, bytes = 0, left = 0;
	const char *fault = NULL;

	for (size_t i = 0; i < load->count; i++) {
		const struct load_viewer *viewer = &load->viewers[i];

		parts += (json_int_t)viewer->parts;
		lost += (json_int_t)viewer->lost;
		repeated += (json_int_t)viewer->repeated;
		bytes += (json_int_t)viewer->received_bytes;
		left += viewer->fd < 0;
		if (viewer->fault)
			fault = viewer->fault;
	}
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s?}", "viewers",
			 (json_int_t)load->count, "without_part",
			 (json_int_t)load_without_part(load), "left_early",
			 left, "parts", parts, "lost", lost, "repeated",
			 repeated, "bytes", bytes, "fault", fault);
}

static void report_ages(json_t *report, struct ages *ages)
{
	ages_sort(ages);
	if (ages->count > 0)
		json_object_set_new(
			report, "age_ms",
			json_pack("{s:f, s:f, s:f}", "p50",
				  ages_percentile_ms(ages, 50), "p99",
				  ages_percentile_ms(ages, 99), "max",
				  ages_percentile_ms(ages, 100)));
}

static double cpu_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void load_measure(struct load *load, uint64_t watch_ns)
{
	struct ages ages = { 0 };
	uint64_t start_ns;
	double cpu_s = cpu_seconds();
	json_t *report;

	puts("counting");
	fflush(stdout);
	start_ns = clock_monotonic_ns();
	for (size_t i = 0; i < load->count; i++)
		load_viewer_start_counting(&load->viewers[i], &ages);
	load_run(load, start_ns + watch_ns);
	puts("done");
	fflush(stdout);
	report = report_sums(load);
	json_object_set_new(
		report, "seconds",
		json_real((double)(clock_monotonic_ns() - start_ns) / 1e9));
	json_object_set_new(report, "own_cpu_seconds",
			    json_real(cpu_seconds() - cpu_s));
	report_shares(report, load);
	report_ages(report, &ages);
	json_dumpf(report, stdout, JSON_REAL_PRECISION(6));
	putchar('\n');
	json_decref(report);
	ages_free(&ages);
}

/* ------------------------------------------------------------- the start -- */

int main(int argc, char **argv)
{
	struct load load = { .next_ask_ns = UINT64_MAX };
	uint64_t watch_ns;

	if (argc != 6 && argc != 7)
		die("usage", "load_client COUNT SECONDS HOST PORT PATH [RATE]");
	load.count = operand(argv[1], 10000);
	watch_ns = operand(argv[2], 3600) * NS_PER_S;
	load.path = argv[5];
	if (argc == 7) {
		load.period_ns = NS_PER_S / operand(argv[6], 1000);
		load.next_ask_ns = clock_monotonic_ns();
	}
	descriptors_allow();
	load_open(&load, argv[3], argv[4]);
	load_await_first_parts(&load);
	load_run(&load, clock_monotonic_ns() + SETTLING_NS);
	load_measure(&load, watch_ns);
	for (size_t i = 0; i < load.count; i++)
		load_viewer_close(&load.viewers[i]);
	free(load.viewers);
	freeaddrinfo(load.address);
	return 0;
}
