/*
 * Many viewers of one stream or several, each of whom checks every part.
 *
 * many_viewers COUNT SECONDS HOST PORT PATH... opens COUNT connections for each
 * PATH, waits until each has its first part, watches for SECONDS and prints one JSON
 * object: parts received, serials missing between them, parts that are not
 * whole JPEGs, connections that ended early, and the age of the parts at their
 * last byte. One thread: what it measures, it must not slow down.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <jansson.h>

#include "ages.h"
#include "clock.h"
#include "spectator.h"
#include "tool.h"

#define FIRST_PART_WITHIN_NS (20 * NS_PER_S)
#define EVENTS		     64

struct audience {
	struct spectator *spectators;
	size_t count;
	size_t connected; /* whose stream has not ended */
	size_t watching;  /* who have had a part */
	int epoll;
};

static void spectator_watch(struct audience *audience,
			    struct spectator *spectator)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = spectator };

	if (epoll_ctl(audience->epoll, EPOLL_CTL_ADD, spectator->fd, &event) <
	    0)
		die("epoll", strerror(errno));
}

static void audience_open(struct audience *audience, const char *host,
			  const char *port, char **paths, size_t path_count)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *address;
	int result = getaddrinfo(host, port, &hints, &address);

	if (result != 0)
		die(host, gai_strerror(result));
	audience->epoll = epoll_create1(EPOLL_CLOEXEC);
	audience->spectators =
		calloc(audience->count, sizeof(*audience->spectators));
	if (audience->epoll < 0 || !audience->spectators)
		die("start", strerror(errno));
	for (size_t i = 0; i < audience->count; i++) {
		spectator_ask(&audience->spectators[i], address->ai_addr,
			      address->ai_addrlen, paths[i % path_count]);
		spectator_watch(audience, &audience->spectators[i]);
	}
	audience->connected = audience->count;
	freeaddrinfo(address);
}

static void audience_close(struct audience *audience)
{
	for (size_t i = 0; i < audience->count; i++)
		spectator_close(&audience->spectators[i]);
	free(audience->spectators);
	close(audience->epoll);
}

static void audience_read(struct audience *audience,
			  struct spectator *spectator)
{
	bool was_watching = spectator->last_serial > 0;

	spectator_read(spectator);
	if (!was_watching && spectator->last_serial > 0)
		audience->watching++;
	if (spectator->fd < 0)
		audience->connected--;
}

/* Read what comes until `deadline_ns`, or until `enough` have had a part. */
static void audience_watch(struct audience *audience, size_t enough,
			   uint64_t deadline_ns)
{
	struct epoll_event events[EVENTS];
	uint64_t now_ns = clock_monotonic_ns();

	while (now_ns < deadline_ns && audience->connected > 0 &&
	       audience->watching < enough) {
		int count =
			epoll_wait(audience->epoll, events, EVENTS,
				   clock_poll_timeout_ms(now_ns, deadline_ns));

		for (int i = 0; i < count; i++)
			audience_read(audience, events[i].data.ptr);
		now_ns = clock_monotonic_ns();
	}
}

static uint64_t audience_received_bytes(const struct audience *audience)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < audience->count; i++)
		sum += audience->spectators[i].received_bytes;
	return sum;
}

static json_t *ages_report(const struct ages *ages)
{
	return json_pack("{s:f, s:f, s:f}", "p50", ages_percentile_ms(ages, 50),
			 "p99", ages_percentile_ms(ages, 99), "max",
			 ages_percentile_ms(ages, 100));
}

static json_t *audience_report(const struct audience *audience)
{
	json_int_t parts = 0, missing = 0, bad = 0, fewest = INT64_MAX;

	for (size_t i = 0; i < audience->count; i++) {
		const struct spectator *spectator = &audience->spectators[i];
		json_int_t own = (json_int_t)spectator->parts;

		fewest = own < fewest ? own : fewest;
		parts += own;
		missing += (json_int_t)spectator->missing;
		bad += (json_int_t)spectator->bad;
	}
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "viewers",
			 (json_int_t)audience->count, "left_early",
			 (json_int_t)(audience->count - audience->connected),
			 "parts", parts, "fewest_parts", fewest, "missing",
			 missing, "bad_parts", bad);
}

/* Watch for `watch_ns` and print what there is to say about it. */
static void audience_measure(struct audience *audience, uint64_t watch_ns)
{
	uint64_t warm_up_bytes = audience_received_bytes(audience);
	struct ages ages = { 0 };
	uint64_t all_bytes;
	json_t *report;

	for (size_t i = 0; i < audience->count; i++)
		spectator_start_counting(&audience->spectators[i], &ages);
	audience_watch(audience, SIZE_MAX, clock_monotonic_ns() + watch_ns);
	ages_sort(&ages);
	all_bytes = audience_received_bytes(audience);
	report = audience_report(audience);
	json_object_set_new(
		report, "bytes",
		json_integer((json_int_t)(all_bytes - warm_up_bytes)));
	json_object_set_new(report, "all_bytes",
			    json_integer((json_int_t)all_bytes));
	json_object_set_new(report, "age_ms", ages_report(&ages));
	json_dumpf(report, stdout, JSON_REAL_PRECISION(6));
	putchar('\n');
	json_decref(report);
	ages_free(&ages);
}

int main(int argc, char **argv)
{
	struct audience audience = { 0 };
	size_t path_count = (size_t)argc - 5;
	uint64_t watch_ns;

	if (argc < 6)
		die("usage", "many_viewers COUNT SECONDS HOST PORT PATH...");
	audience.count = operand(argv[1], 10000) * path_count;
	watch_ns = operand(argv[2], 3600) * NS_PER_S;
	descriptors_allow();
	audience_open(&audience, argv[3], argv[4], argv + 5, path_count);
	audience_watch(&audience, audience.count,
		       clock_monotonic_ns() + FIRST_PART_WITHIN_NS);
	if (audience.watching < audience.count)
		die(argv[5], "not every viewer has got a first part");
	audience_measure(&audience, watch_ns);
	audience_close(&audience);
	return 0;
}
