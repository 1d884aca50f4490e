/*
 * What is typed is understood or refused, and passwords do not stay in argv.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture_settings.h"

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
#include "v4l2_source.h"

/* By one letter: CAMERA_NAME_MAX is 53. */
static const char too_long[] =
	"pattern: --slot "
	"a23456789012345678901234567890123456789012345678901234";

/* In place of the drivers, which open nothing here. */
const struct source_driver av_source_driver;
const struct source_driver pattern_source_driver;
const struct source_driver v4l2_source_driver;

#define ARGUMENTS_MAX 12

static char *argv[ARGUMENTS_MAX];

/* Read the settings from `line`, arguments joined by spaces. */
static enum options_result line_read(struct capture_settings *settings,
				     const char *line)
{
	/* All are written to, as they may hold secrets. */
	static char program[] = "capture-daemon", words[512];
	int argc = 1;
	char *next;

	snprintf(words, sizeof(words), "%s", line);
	argv[0] = program;
	for (char *word = strtok_r(words, " ", &next); word;
	     word = strtok_r(NULL, " ", &next))
		argv[argc++] = word;
	argv[argc] = NULL;
	return capture_settings_read(settings, argc, argv);
}

static void test_defaults_are_as_documented(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "pattern:"), OPTIONS_GO_ON);
	assert_string_equal(settings.source.url, "pattern:");
	assert_string_equal(settings.slot, "main");
	assert_int_equal(settings.quality, 80);
	assert_int_equal(settings.rate_fps, 0);
	assert_int_equal(settings.size.width_px, 0);
	assert_false(settings.source.listen);
	assert_false(settings.verbose);
	assert_false(settings.takes_any_certificate);
	capture_settings_free(&settings);
}

static void test_every_option_is_stored(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings,
				   "--slot=drone1 --size 640x360 --fps 15 "
				   "--quality 90 --verbose clip.mp4"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "drone1");
	assert_int_equal(settings.size.width_px, 640);
	assert_int_equal(settings.size.height_px, 360);
	assert_int_equal(settings.rate_fps, 15);
	assert_int_equal(settings.quality, 90);
	assert_true(settings.verbose);
	capture_settings_free(&settings);
}

static void test_listen_takes_the_place_of_a_source(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(
		line_read(&settings, "--listen rtsp://0.0.0.0:8554/stream"),
		OPTIONS_GO_ON);
	assert_true(settings.source.listen);
	assert_string_equal(settings.source.url, "rtsp://0.0.0.0:8554/stream");
	capture_settings_free(&settings);
}

static void test_what_is_sent_to_us_is_waited_for(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "rtp-h264://0.0.0.0:5600"),
			 OPTIONS_GO_ON);
	assert_true(settings.source.listen);
	capture_settings_free(&settings);
	assert_int_equal(
		line_read(&settings, "--listen rtmp://0.0.0.0:1935/a/b"),
		OPTIONS_GO_ON);
	assert_true(settings.source.listen);
	assert_string_equal(settings.source.name, "rtmp://0.0.0.0:1935/a/*");
	capture_settings_free(&settings);
}

static void test_delivery_is_as_asked_for(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "rtsp://camera/1"),
			 OPTIONS_GO_ON);
	assert_null(settings.transport);
	assert_int_equal(settings.delay_ms, 20);
	capture_settings_free(&settings);
	assert_int_equal(line_read(&settings, "rtsp://camera/1 --delay 200 "
					      "--transport udp"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.transport, "udp");
	assert_int_equal(settings.delay_ms, 200);
	capture_settings_free(&settings);
	assert_int_equal(
		line_read(&settings, "https://camera/1 --certificate any"),
		OPTIONS_GO_ON);
	assert_true(settings.takes_any_certificate);
	assert_false(settings.keeps_metadata);
	capture_settings_free(&settings);
	assert_int_equal(line_read(&settings, "clip.mp4 --metadata keep"),
			 OPTIONS_GO_ON);
	assert_true(settings.keeps_metadata);
	capture_settings_free(&settings);
}

static void test_av_options_are_kept_from_the_process_list(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings,
				   "--av-option headers=Cookie:x=y "
				   "--av-option=empty= http://camera/"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.av_options.texts[0], "headers=Cookie:x=y");
	assert_string_equal(settings.av_options.texts[1], "empty=");
	assert_null(settings.av_options.texts[2]);
	assert_string_equal(argv[2], "headers=**********");
	capture_settings_free(&settings);
}

static void test_wrong_settings_are_refused(void **state)
{
	static const char *const lines[] = {
		"",
		"pattern: clip.mp4",
		"pattern: --listen rtsp://0.0.0.0:8554/s",
		"--listen http://0.0.0.0:8080/",
		"--listen rtsp://0.0.0.0:99999/s",
		"--listen rtmp://0.0.0.0/live/s",
		"gopher://camera/1",
		"rtp://0.0.0.0:5600",
		"rtp-h264://0.0.0.0",
		"udp://0.0.0.0",
		"srt://drone",
		"--transport sctp rtsp://camera/1",
		"--transport udp http://camera/1",
		"--transport udp --listen rtsp://0.0.0.0:8554/s",
		"--delay 10001 rtsp://camera/1",
		"--av-option nonsense rtsp://camera/1",
		"--av-option =x rtsp://camera/1",
		"--format MOTION /dev/video0",
		"--rotate 45 pattern:",
		"--metadata some pattern:",
		"--flip x pattern:",
		"--control brightness /dev/video0",
		"pattern: --slot ../etc",
		"pattern: --slot=",
		"pattern: --slot gate.objects",
		"pattern: --slot gate.small",
		too_long,
		"pattern: --size 1280",
		"pattern: --size 1280x",
		"pattern: --size x720",
		"pattern: --size 1280x720x3",
		"pattern: --size 15x720",
		"pattern: --size 4097x4096",
		"pattern: --size 8193x720",
		"pattern: --size 123456789012x720",
		"pattern: --fps 0",
		"pattern: --fps 121",
		"pattern: --quality 101",
		"pattern: --quality ninety",
		"pattern: --sizes 1280x720",
		"pattern: --config /nonexistent/capture.conf",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct capture_settings settings;

		if (line_read(&settings, lines[i]) != OPTIONS_WRONG)
			fail_msg("accepted: %s", lines[i]);
	}
}

static void test_password_is_kept_from_names_and_argv(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "rtsp://me:secret@camera/1"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.source.url, "rtsp://me:secret@camera/1");
	assert_string_equal(settings.source.name, "rtsp://***@camera/1");
	assert_string_equal(argv[1], "rtsp://***@camera/1");
	capture_settings_free(&settings);
}

static void test_command_line_wins_over_the_file(void **state)
{
	char path[] = "/tmp/test-settings-XXXXXX", line[64];
	int fd = mkstemp(path);
	struct capture_settings settings;

	(void)state;
	assert_true(fd >= 0);
	assert_true(dprintf(fd, "source = clip.mp4\nfps = 10\nsize = 64x48\n"
				"verbose = yes\n") > 0);
	snprintf(line, sizeof(line), "--config %s --fps 20", path);
	assert_int_equal(line_read(&settings, line), OPTIONS_GO_ON);
	assert_string_equal(settings.source.url, "clip.mp4");
	assert_int_equal(settings.rate_fps, 20);
	assert_int_equal(settings.size.width_px, 64);
	assert_true(settings.verbose);
	unlink(path);
	close(fd);
	capture_settings_free(&settings);
}

/* What a reading of `line` logs; its result in `result`. */
static const char *log_of(const char *line, enum options_result *result)
{
	static char text[2048];
	struct capture_settings settings;
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);

	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	log_open("capture-daemon", LOG_LEVEL_NOTICE);
	*result = line_read(&settings, line);
	dup2(kept, STDERR_FILENO);
	close(kept);
	if (*result == OPTIONS_GO_ON)
		capture_settings_free(&settings);
	rewind(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void assert_told(const char *line, const char *sentence)
{
	enum options_result result;
	const char *text = log_of(line, &result);

	if (result != OPTIONS_WRONG || !strstr(text, sentence) ||
	    strchr(text, '\n') != text + strlen(text) - 1)
		fail_msg("%s: %s", line, text);
}

static void test_sentences_say_what_was_meant(void **state)
{
	(void)state;
	assert_told("--idle clos pattern:", "--idle clos: expected keep or "
					    "close; did you mean close?");
	assert_told("--transport upd rtsp://c/1", "did you mean udp?");
	assert_told("--slot 카메라 pattern:",
		    "--slot 카메라: expected a letter (a-z, A-Z)");
	assert_told("--slot gate.best pattern:", "none of the endings .small");
	assert_told("--source rstp://c/1",
		    "--source rstp://c/***: no such kind of source; did you "
		    "mean rtsp://?");
	assert_told("rstp://c/1", "error: rstp://c/***: no such kind");
	assert_told("--listen http://h/", "--listen http://h/: expected");
	assert_told("/etc/slotcast/gate.conf", "--config");
	assert_told("deploy/systemd/examples/gate.conf", "--config");
	assert_told("pattern: qualty=7", "did you mean --quality?");
	assert_told("", "SOURCE: expected what to open");
}

/* Each place where one may be typed, but those that are one by their name. */
static const char *const secret_forms[] = {
	"redis://:hunter2@",
	"redis://:hunter2@host:x",
	"RTSP://Me:Hunter2@host:x",
	"rtsq://me:hun/hunter2@host/x",
	"rtmq://host/live/hunter2",
	"srq://host:1?passphrase=hunter2",
	"me:hunter2@host",
	"me:hunter2",
	"passwrd=hunter2",
	"PASSWORD=hunter2",
	"Token:hunter2",
	"x=hunter2=",
	"/x?key=hunter2",
};

static void assert_hidden(const char *line)
{
	enum options_result result;
	const char *text = log_of(line, &result);

	if (strcasestr(text, "hunter2"))
		fail_msg("%s: %s", line, text);
	for (char **word = argv + 1; result == OPTIONS_WRONG && *word; word++)
		assert_int_equal(strspn(*word, "*"), strlen(*word));
}

static void file_assert_hidden(const char *text)
{
	char path[] = "/tmp/test-settings-XXXXXX", line[64];
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_true(dprintf(fd, "%s", text) > 0);
	close(fd);
	snprintf(line, sizeof(line), "--config %s pattern:", path);
	assert_hidden(line);
	unlink(path);
}

static void secrets_try(const char *name)
{
	char line[256];

	for (size_t i = 0; i < sizeof(secret_forms) / sizeof(secret_forms[0]);
	     i++) {
		const char *form = secret_forms[i];

		snprintf(line, sizeof(line), "--%s %s pattern:", name, form);
		assert_hidden(line);
		snprintf(line, sizeof(line), "--%s=%s", name, form);
		assert_hidden(line);
		snprintf(line, sizeof(line), "pattern: %s=%s", name, form);
		assert_hidden(line);
		snprintf(line, sizeof(line), "-%s%s %s", name, form, form);
		assert_hidden(line);
		snprintf(line, sizeof(line), "%s = %s\n", name, form);
		file_assert_hidden(line);
		snprintf(line, sizeof(line), "%s = \"%s\n", name, form);
		file_assert_hidden(line);
		snprintf(line, sizeof(line), "%s %s\n", name, form);
		file_assert_hidden(line);
		snprintf(line, sizeof(line), "# %s\n%s\n", name, form);
		file_assert_hidden(line);
		snprintf(line, sizeof(line), "%s = x\n%s = x\n", name, form);
		file_assert_hidden(line);
		snprintf(line, sizeof(line), "%s = x\n[%s]\n", name, form);
		file_assert_hidden(line);
	}
}

/* Standard output of --help. */
static void help_read(char *text, size_t size_bytes)
{
	FILE *file = tmpfile();
	int out = dup(STDOUT_FILENO);
	struct capture_settings settings;
	size_t length;

	assert_non_null(file);
	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	assert_int_equal(line_read(&settings, "--help"), OPTIONS_ANSWERED);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	rewind(file);
	length = fread(text, 1, size_bytes - 1, file);
	text[length] = '\0';
	fclose(file);
}

static void manual_read(char *text, size_t size_bytes)
{
	FILE *file = fopen("docs/man/capture-daemon.1", "re");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, size_bytes - 1, file);
	text[length] = '\0';
	fclose(file);
}

static void test_manual_explains_every_option(void **state)
{
	static char help[16384], manual[65536];
	int options = 0;
	char *next;

	(void)state;
	help_read(help, sizeof(help));
	manual_read(manual, sizeof(manual));
	for (char *line = strtok_r(help, "\n", &next); line;
	     line = strtok_r(NULL, "\n", &next)) {
		char name[32], item[48];

		if (sscanf(line, "  --%31[a-z-]", name) != 1)
			continue;
		snprintf(item, sizeof(item), "\n.It Fl \\-%s", name);
		if (!strstr(manual, item))
			fail_msg("--%s is not in the manual", name);
		options++;
	}
	assert_in_range(options, 8, 40);
}

static void test_no_option_shows_a_secret(void **state)
{
	static char help[16384];
	int options = 0;
	char *next;

	(void)state;
	help_read(help, sizeof(help));
	for (char *line = strtok_r(help, "\n", &next); line;
	     line = strtok_r(NULL, "\n", &next)) {
		char name[32];

		if (sscanf(line, "  --%31[a-z-]", name) != 1 ||
		    strcmp(name, "help") == 0 || strcmp(name, "version") == 0)
			continue;
		secrets_try(name);
		options++;
	}
	assert_in_range(options, 8, 40);
	secrets_try("passwrd");
}

/* Of --config, so that SIGHUP has something to read. */
static void test_what_came_by_a_pipe_is_not_read_again(void **state)
{
	struct capture_settings settings;
	char line[64], path[] = "/tmp/test-settings-XXXXXX";
	int fd = mkstemp(path), ends[2];

	(void)state;
	assert_true(fd >= 0 && pipe(ends) == 0);
	assert_true(dprintf(fd, "source = pattern:\n") > 0);
	assert_true(dprintf(ends[1], "source = 'pattern:'\n") > 0);
	close(fd);
	close(ends[1]);
	snprintf(line, sizeof(line), "--config %s", path);
	assert_int_equal(line_read(&settings, line), OPTIONS_GO_ON);
	assert_non_null(settings.arguments);
	capture_settings_free(&settings);
	snprintf(line, sizeof(line), "--config /proc/self/fd/%d", ends[0]);
	assert_int_equal(line_read(&settings, line), OPTIONS_GO_ON);
	assert_null(settings.arguments);
	assert_string_equal(settings.source.url, "pattern:");
	capture_settings_free(&settings);
	close(ends[0]);
	unlink(path);
}

static void test_each_control_is_kept_in_order(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "--control gain=1 /dev/video0 "
					      "--control hue=-2"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.controls.texts[0], "gain=1");
	assert_string_equal(settings.controls.texts[1], "hue=-2");
	assert_null(settings.controls.texts[2]);
	capture_settings_free(&settings);
}

static void test_list_needs_no_source(void **state)
{
	struct capture_settings settings;

	(void)state;
	assert_int_equal(line_read(&settings, "--list"), OPTIONS_GO_ON);
	assert_true(settings.list);
	capture_settings_free(&settings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults_are_as_documented),
		cmocka_unit_test(test_every_option_is_stored),
		cmocka_unit_test(test_listen_takes_the_place_of_a_source),
		cmocka_unit_test(test_what_is_sent_to_us_is_waited_for),
		cmocka_unit_test(test_delivery_is_as_asked_for),
		cmocka_unit_test(
			test_av_options_are_kept_from_the_process_list),
		cmocka_unit_test(test_wrong_settings_are_refused),
		cmocka_unit_test(test_password_is_kept_from_names_and_argv),
		cmocka_unit_test(test_command_line_wins_over_the_file),
		cmocka_unit_test(test_sentences_say_what_was_meant),
		cmocka_unit_test(test_manual_explains_every_option),
		cmocka_unit_test(test_no_option_shows_a_secret),
		cmocka_unit_test(test_what_came_by_a_pipe_is_not_read_again),
		cmocka_unit_test(test_each_control_is_kept_in_order),
		cmocka_unit_test(test_list_needs_no_source),
	};

	return cmocka_run_group_tests_name("capture_settings", tests, NULL,
					   NULL);
}
