/*
 * Tests of route.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <frame_slot.h>

#include "refusal.h"
#include "request.h"
#include "route.h"

/* 200, or the status of the refusal. */
static int route(struct route *found, const char *path, const char *query,
		 const char *raw_address)
{
	const struct request request = {
		.path = (char *)path,
		.query = (char *)query,
		.raw_address = (char *)raw_address,
	};
	struct refusal refusal = { 0 };

	memset(found, 0, sizeof(*found));
	if (route_find(found, &request, &refusal) == 0)
		return 200;
	assert_true(strlen(refusal.sentence) > 20);
	return refusal.status;
}

static void assert_route(const char *path, const char *query, enum verb verb,
			 const char *slot)
{
	struct route found;

	assert_int_equal(route(&found, path, query, path), 200);
	assert_int_equal(found.verb, verb);
	assert_string_equal(found.slot, slot);
}

static void assert_refused(const char *path, const char *query, int status)
{
	struct route found;

	assert_int_equal(route(&found, path, query, path), status);
}

static void test_each_verb_has_its_address(void **state)
{
	(void)state;
	assert_route("/video", "", VERB_VIDEO, "");
	assert_route("/video/", "", VERB_VIDEO, "");
	assert_route("/stream", "", VERB_VIDEO, "");
	assert_route("/snapshot", "", VERB_SNAPSHOT, "");
	assert_route("/snapshot.jpg", "", VERB_SNAPSHOT, "");
	assert_route("/streams", "", VERB_STREAMS, "");
	assert_route("/events", "", VERB_EVENTS, "");
	assert_route("/camera/events/a.objects", "", VERB_EVENTS, "a.objects");
}

static void test_what_follows_the_verb_is_the_slot(void **state)
{
	(void)state;
	assert_route("/video/drone1", "", VERB_VIDEO, "drone1");
	assert_route("/snapshot/drone1.jpg", "", VERB_SNAPSHOT, "drone1");
	assert_route("/video/drone1.jpg", "", VERB_VIDEO, "drone1.jpg");
	assert_route("/snapshot/drone1.telemetry", "", VERB_SNAPSHOT,
		     "drone1.telemetry");
	assert_route("/video/video", "", VERB_VIDEO, "video");
}

static void test_a_slot_may_be_called_like_a_file(void **state)
{
	struct frame_writer *writer;
	char plain[30], name[40], path[60];

	(void)state;
	snprintf(plain, sizeof(plain), "test-route-%d", (int)getpid());
	snprintf(name, sizeof(name), "%s.jpg", plain);
	snprintf(path, sizeof(path), "/snapshot/%s", name);
	assert_route(path, "", VERB_SNAPSHOT, plain);
	assert_int_equal(frame_writer_open(&writer, name, 1), 0);
	assert_route(path, "", VERB_SNAPSHOT, name);
	strcat(path, ".jpg");
	assert_route(path, "", VERB_SNAPSHOT, name);
	frame_writer_remove(writer);
}

static void test_mount_prefix_does_not_matter(void **state)
{
	(void)state;
	assert_route("/cam/video/drone1", "", VERB_VIDEO, "drone1");
	assert_route("/a/b/snapshot", "", VERB_SNAPSHOT, "");
	assert_route("//video", "", VERB_VIDEO, "");
}

static void test_query_names_the_slot_when_the_path_does_not(void **state)
{
	(void)state;
	assert_route("/video", "slot=drone1", VERB_VIDEO, "drone1");
	assert_route("/video/drone2", "slot=drone1", VERB_VIDEO, "drone2");
	assert_route("/video", "now=123&slot=a%2Db", VERB_VIDEO, "a-b");
}

static void test_action_counts_where_the_path_has_no_verb(void **state)
{
	(void)state;
	assert_route("/", "action=stream", VERB_VIDEO, "");
	assert_route("/webcam/", "action=snapshot&slot=d", VERB_SNAPSHOT, "d");
	assert_route("/snapshot", "action=stream", VERB_SNAPSHOT, "");
	assert_route("/", "action=stream_0", VERB_VIDEO, "");
	assert_route("/", "x=1&action=snapshot_0", VERB_SNAPSHOT, "");
	assert_refused("/", "action=stream_1", 400);
	assert_refused("/", "action=command", 400);
	assert_refused("/", "action=", 400);
	assert_refused("/", "action=aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 400);
}

static void test_unknown_addresses_are_not_found(void **state)
{
	(void)state;
	assert_refused("", "", 404);
	assert_refused("/", "", 404);
	assert_refused("/videos", "", 404);
	assert_refused("/Video", "", 404);
	assert_refused("/streams/main", "", 404);
	assert_refused("/video/main/extra", "", 404);
	assert_refused("/video/main/", "", 404);
}

static void test_bad_names_are_bad_requests(void **state)
{
	char path[400], query[400];
	struct route found;

	(void)state;
	assert_refused("/video/..", "", 400);
	assert_refused("/video/.hidden", "", 400);
	assert_refused("/video/a b", "", 400);
	assert_refused("/video/\xc3\xa4", "", 400);
	assert_refused("/snapshot/.jpg", "", 400);
	assert_refused("/video", "slot=..%2F..%2Fetc", 400);
	assert_refused("/video", "slot=a%00b", 400);
	assert_refused("/video", "slot=", 400);
	snprintf(path, sizeof(path), "/video/%0300d", 0);
	assert_refused(path, "", 400);
	snprintf(query, sizeof(query), "slot=%0300d", 0);
	assert_refused("/video", query, 400);
	assert_int_equal(route(&found, NULL, "", "/video/%00"), 400);
}

static void test_longest_name_is_63_letters(void **state)
{
	char path[80];

	(void)state;
	snprintf(path, sizeof(path), "/video/%063d", 0);
	assert_route(path, "", VERB_VIDEO, path + strlen("/video/"));
	snprintf(path, sizeof(path), "/video/%064d", 0);
	assert_refused(path, "", 400);
}

static void test_encoded_slash_is_a_bad_name(void **state)
{
	struct route found;

	(void)state;
	/* The web server has decoded the path before it passed it on. */
	assert_int_equal(route(&found, "/video/a/b", "", "/video/a%2Fb"), 400);
	assert_int_equal(route(&found, "/video/a/b", "", "/video/a%2fb"), 400);
	assert_int_equal(route(&found, "/video/a/b", "", "/video/a/b"), 404);
	assert_int_equal(
		route(&found, "/video/a/b", "x=%2f", "/video/a/b?x=%2f"), 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_verb_has_its_address),
		cmocka_unit_test(test_what_follows_the_verb_is_the_slot),
		cmocka_unit_test(test_a_slot_may_be_called_like_a_file),
		cmocka_unit_test(test_mount_prefix_does_not_matter),
		cmocka_unit_test(
			test_query_names_the_slot_when_the_path_does_not),
		cmocka_unit_test(test_action_counts_where_the_path_has_no_verb),
		cmocka_unit_test(test_unknown_addresses_are_not_found),
		cmocka_unit_test(test_bad_names_are_bad_requests),
		cmocka_unit_test(test_longest_name_is_63_letters),
		cmocka_unit_test(test_encoded_slash_is_a_bad_name),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
