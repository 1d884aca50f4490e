/*
 * Each URL belongs to one driver, and is waited at or opened as it says.
 *
 * SPDX-License-Identifier: MIT
 */
#include "source_choice.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "av_source.h"
#include "log.h"
#include "pattern_source.h"
#include "udp_socket.h"
#include "v4l2_source.h"
#include "web_source.h"

/* In place of the drivers, which open nothing here. */
const struct source_driver av_source_driver;
const struct source_driver pattern_source_driver;
const struct source_driver v4l2_source_driver;
const struct source_driver web_source_driver;

static char logged[1024];

/* In place of base/log.c. */
void log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(logged, sizeof(logged), format, values);
	va_end(values);
}

/* In place of the kernel: this user is not root. */
int udp_socket_open(const char *host, const char *port)
{
	assert_string_equal(host, "127.0.0.1");
	return atoi(port) < 1024 ? -EACCES : -EADDRINUSE;
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
	int result;

	question.origin = question.origin ? question.origin : "";
	result = source_choose(&choice, &question);

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
	assert_ptr_equal(driver_of("http://h/x"), &web_source_driver);
	assert_ptr_equal(driver_of("HTTPS://h/x"), &web_source_driver);
}

static void assert_told(const char *source, const char *sentence)
{
	if (!is_refused((struct source_question){ .source = source,
						  .origin = "HERE" }) ||
	    strncmp(logged, "HERE: ", 6) != 0 || !strstr(logged, sentence))
		fail_msg("%s: %s", source, logged);
}

static void test_unknown_scheme_is_refused(void **state)
{
	(void)state;
	assert_told("gopher://h/x", "`capture-daemon --help` lists them");
	assert_told("rtp://0.0.0.0:5600",
		    "did you mean rtp-h264:// or rtp-h265://?");
	assert_told("file:///tmp/x.mp4", "without file:");
}

static void test_mistyped_schemes_are_recognized(void **state)
{
	(void)state;
	assert_told("rstp://me:secret@h/x", "did you mean rtsp://?");
	assert_told("htpp://h/x", "did you mean http://?");
	assert_told("HTPPS://h/x", "did you mean https://?");
	assert_told("rtps:h/x", "did you mean rtsp://, rtsps:// or rtmps://?");
	assert_told("rtsp:h/x", "did you mean rtsp://?");
	assert_told("rtsp:/h/x", "did you mean rtsp://?");
	assert_told("rtsp//h/x", "did you mean rtsp://?");
	assert_told("patern:", "did you mean pattern:?");
	assert_told("video0", "did you mean /dev/video0?");
	assert_told("“rtsp://h/x”", "leave out what stands in front of rtsp");
	assert_null(strstr(logged, "secret"));
}

static void test_an_address_names_a_host(void **state)
{
	(void)state;
	assert_told("rtsp://", "the host is missing");
	assert_told("rtsp://:554/x", "the host is missing");
	assert_told("http:///x", "the host is missing");
	assert_told("rtsp://me:secret@/x", "the host is missing");
	assert_ptr_equal(driver_of("rtsp://me:s@h/x"), &av_source_driver);
	assert_ptr_equal(driver_of("rtsp://[::1]/x"), &av_source_driver);
	assert_true(listens("udp://:5600"));
}

/* It may be there later; one that is there now has any name. */
static void test_files_need_not_be_there(void **state)
{
	char path[] = "rtsp:test-source-choice-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_ptr_equal(driver_of(path), &av_source_driver);
	close(fd);
	unlink(path);
	assert_ptr_equal(driver_of("clip:1.mp4"), &av_source_driver);
}

static void test_a_port_of_root_is_refused(void **state)
{
	(void)state;
	assert_told("udp://0.0.0.0:514", "may not listen at port 514");
	assert_told("srt://0.0.0.0:1023?mode=listener", "port 1023");
	assert_true(is_refused((struct source_question){
		.listen = "rtsp://0.0.0.0:554/x", .origin = "HERE" }));
	assert_non_null(strstr(logged, "CAP_NET_BIND_SERVICE"));
	assert_true(listens("udp://0.0.0.0:1024"));
	assert_false(listens("rtsp://h:554/x"));
	assert_false(listens("srt://h:554"));
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
					  .closes_when_idle = true,
					  .origin = "" }));
	assert_true(is_refused(
		(struct source_question){ .listen = "rtmp://0.0.0.0/a/b" }));
}

static void test_where_to_listen_is_told(void **state)
{
	(void)state;
	assert_true(is_refused(
		(struct source_question){ .listen = "0.0.0.0:8554" }));
	assert_non_null(strstr(logged, "like rtsp://0.0.0.0:8554/stream"));
	assert_true(is_refused(
		(struct source_question){ .listen = "rstp://0.0.0.0:8554/x" }));
	assert_non_null(strstr(logged, "did you mean rtsp://?"));
}

static void test_one_source_is_chosen_and_no_two(void **state)
{
	(void)state;
	assert_true(is_refused((struct source_question){ .origin = "HERE" }));
	assert_true(is_refused(
		(struct source_question){ .source = "", .origin = "HERE" }));
	assert_non_null(strstr(logged, "HERE: expected what to open"));
	assert_true(is_refused((struct source_question){
		.source = "pattern:", .listen = "rtsp://0.0.0.0:8554/s" }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_url_belongs_to_one_driver),
		cmocka_unit_test(test_unknown_scheme_is_refused),
		cmocka_unit_test(test_mistyped_schemes_are_recognized),
		cmocka_unit_test(test_an_address_names_a_host),
		cmocka_unit_test(test_files_need_not_be_there),
		cmocka_unit_test(test_a_port_of_root_is_refused),
		cmocka_unit_test(test_receivers_wait_for_a_publisher),
		cmocka_unit_test(test_listening_is_for_those_who_push),
		cmocka_unit_test(test_where_to_listen_is_told),
		cmocka_unit_test(test_one_source_is_chosen_and_no_two),
	};

	return cmocka_run_group_tests_name("source_choice", tests, NULL, NULL);
}
