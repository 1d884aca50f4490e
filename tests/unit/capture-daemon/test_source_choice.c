/*
 * Each URL belongs to one driver, and is waited at or opened as it says.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_choice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "av_source.h"
#include "log.h"
#include "pattern_source.h"
#include "v4l2_source.h"

/* In place of the drivers, which open nothing here. */
const struct source_driver av_source_driver;
const struct source_driver pattern_source_driver;
const struct source_driver v4l2_source_driver;

/* In place of base/log.c. */
void log_error(const char *format, ...)
{
	(void)format;
}

static const struct source_driver *driver_of(const char *url)
{
	struct source_choice choice;
	const struct source_question question = { .source = url };
	const struct source_driver *driver;

	if (source_choose(&choice, &question) < 0)
		fail_msg("refused: %s", url);
	driver = choice.driver;
	source_choice_free(&choice);
	return driver;
}

static bool listens(const char *url)
{
	struct source_choice choice;
	const struct source_question question = { .source = url };
	bool result;

	assert_int_equal(source_choose(&choice, &question), 0);
	result = choice.listen;
	source_choice_free(&choice);
	return result;
}

static bool is_refused(struct source_question question)
{
	struct source_choice choice;
	int result = source_choose(&choice, &question);

	source_choice_free(&choice);
	return result < 0;
}

static void test_each_url_belongs_to_one_driver(void **state)
{
	(void)state;
	assert_ptr_equal(driver_of("pattern:"), &pattern_source_driver);
	assert_ptr_equal(driver_of("/dev/video0"), &v4l2_source_driver);
	assert_ptr_equal(driver_of("/dev/v4l/by-id/usb"), &v4l2_source_driver);
	assert_ptr_equal(driver_of("/dev/shm/clip.mp4"), &av_source_driver);
	assert_ptr_equal(driver_of("clip.mp4"), &av_source_driver);
	assert_ptr_equal(driver_of("RTSP://h/x"), &av_source_driver);
	assert_ptr_equal(driver_of("http://h/x"), &av_source_driver);
}

static void test_unknown_scheme_is_refused(void **state)
{
	(void)state;
	assert_true(is_refused(
		(struct source_question){ .source = "gopher://h/x" }));
	assert_true(is_refused(
		(struct source_question){ .source = "rtp://0.0.0.0:5600" }));
}

static void test_receivers_wait_for_a_publisher(void **state)
{
	(void)state;
	assert_true(listens("rtp-h264://0.0.0.0:5600"));
	assert_true(listens("udp://0.0.0.0:5600"));
	assert_true(listens("srt://0.0.0.0:9000?mode=listener"));
	assert_false(listens("srt://h:9000"));
	assert_false(listens("rtsp://h/x"));
	assert_false(listens("clip.mp4"));
}

static void test_listening_is_for_those_who_push(void **state)
{
	(void)state;
	assert_false(is_refused((struct source_question){
		.listen = "rtmp://0.0.0.0:1935/a/b" }));
	assert_true(is_refused(
		(struct source_question){ .listen = "http://0.0.0.0:8080/" }));
	assert_true(is_refused(
		(struct source_question){ .listen = "rtmp://0.0.0.0:1935/a/b",
					  .closes_when_idle = true }));
	assert_true(is_refused(
		(struct source_question){ .listen = "rtmp://0.0.0.0/a/b" }));
}

static void test_one_source_is_chosen_and_no_two(void **state)
{
	(void)state;
	assert_true(is_refused((struct source_question){ 0 }));
	assert_true(is_refused((struct source_question){
		.source = "pattern:", .listen = "rtsp://0.0.0.0:8554/s" }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_url_belongs_to_one_driver),
		cmocka_unit_test(test_unknown_scheme_is_refused),
		cmocka_unit_test(test_receivers_wait_for_a_publisher),
		cmocka_unit_test(test_listening_is_for_those_who_push),
		cmocka_unit_test(test_one_source_is_chosen_and_no_two),
	};

	return cmocka_run_group_tests_name("source_choice", tests, NULL, NULL);
}
