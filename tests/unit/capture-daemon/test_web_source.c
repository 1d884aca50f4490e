/*
 * JPEGs belong to one driver, and what it does not know to another.
 *
 * SPDX-License-Identifier: MIT
 */
#include "web_source.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "av_source.h"
#include "http_source.h"

static struct {
	int http_result;
	unsigned http_opened, av_opened, closed;
} seen;

static int source_next(struct source *source, struct picture **picture,
		       struct reason *reason)
{
	(void)source;
	(void)picture;
	(void)reason;
	return -EAGAIN;
}

static void source_close(struct source *source)
{
	(void)source;
	seen.closed++;
}

static struct source http_jpegs = { .next = source_next,
				    .close = source_close };
static struct source av_video = { .next = source_next, .close = source_close };

static int fake_http_open(struct source **source,
			  const struct source_request *request,
			  struct stop *stop, struct reason *reason)
{
	(void)request;
	(void)stop;
	(void)reason;
	seen.http_opened++;
	*source = &http_jpegs;
	return seen.http_result;
}

static int fake_av_open(struct source **source,
			const struct source_request *request, struct stop *stop,
			struct reason *reason)
{
	(void)request;
	(void)stop;
	(void)reason;
	seen.av_opened++;
	*source = &av_video;
	return 0;
}

/* In place of the drivers. */
const struct source_driver http_source_driver = { .open = fake_http_open };
const struct source_driver av_source_driver = { .open = fake_av_open };

static int open_web(struct source **source,
		    const struct source_request *request)
{
	struct reason reason;

	return web_source_driver.open(source, request, NULL, &reason);
}

static int forget(void **state)
{
	(void)state;
	seen.http_result = 0;
	seen.http_opened = seen.av_opened = seen.closed = 0;
	return 0;
}

static void test_jpegs_are_read_by_http(void **state)
{
	const struct source_request request = { .url = "http://h/" };
	struct source *source;

	(void)state;
	assert_int_equal(open_web(&source, &request), 0);
	assert_ptr_equal(source, &http_jpegs);
	assert_int_equal(seen.av_opened, 0);
}

static void test_what_http_does_not_know_libavformat_may(void **state)
{
	const struct source_request request = { .url = "http://h/" };
	struct source *source;

	(void)state;
	seen.http_result = -EMEDIUMTYPE;
	assert_int_equal(open_web(&source, &request), 0);
	assert_ptr_equal(source, &av_video);
}

static void test_a_camera_that_is_away_is_not_asked_twice(void **state)
{
	const struct source_request request = { .url = "http://h/" };
	struct source *source;

	(void)state;
	seen.http_result = -ECONNREFUSED;
	assert_int_equal(open_web(&source, &request), -ECONNREFUSED);
	assert_int_equal(seen.av_opened, 0);
}

static void test_options_of_libavformat_reach_it(void **state)
{
	const char *const options[] = { "user_agent=x", NULL };
	const struct source_request request = { .url = "http://h/",
						.av_options = options };
	struct source *source;

	(void)state;
	assert_int_equal(open_web(&source, &request), 0);
	assert_ptr_equal(source, &av_video);
	assert_int_equal(seen.http_opened, 0);
}

static void test_no_options_are_none(void **state)
{
	const char *const options[] = { NULL };
	const struct source_request request = { .url = "http://h/",
						.av_options = options };
	struct source *source;

	(void)state;
	assert_int_equal(open_web(&source, &request), 0);
	assert_ptr_equal(source, &http_jpegs);
}

static void test_a_size_is_seen_to_and_all_is_closed(void **state)
{
	const struct source_request request = { .url = "http://h/",
						.width_px = 64,
						.height_px = 48 };
	struct reason reason;
	struct picture *picture;
	struct source *source;

	(void)state;
	assert_int_equal(open_web(&source, &request), 0);
	assert_ptr_not_equal(source, &http_jpegs);
	assert_int_equal(source->next(source, &picture, &reason), -EAGAIN);
	source->close(source);
	assert_int_equal(seen.closed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_jpegs_are_read_by_http, forget),
		cmocka_unit_test_setup(
			test_what_http_does_not_know_libavformat_may, forget),
		cmocka_unit_test_setup(
			test_a_camera_that_is_away_is_not_asked_twice, forget),
		cmocka_unit_test_setup(test_options_of_libavformat_reach_it,
				       forget),
		cmocka_unit_test_setup(test_no_options_are_none, forget),
		cmocka_unit_test_setup(test_a_size_is_seen_to_and_all_is_closed,
				       forget),
	};

	return cmocka_run_group_tests_name("web_source", tests, NULL, NULL);
}
