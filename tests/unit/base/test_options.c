/*
 * A program's settings, described once: defaults, file, command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "log.h"
#include "option_list.h"

#define WORDS_MAX 16

static struct settings {
	const char *slot;
	uint64_t quality;
	bool loud;
	int side;
	const char *word;
	struct option_list things;
	const char *config;
} settings;

static int side_parse(const char *text, void *destination)
{
	if (strcmp(text, "left") != 0 && strcmp(text, "right") != 0)
		return -EINVAL;
	*(int *)destination = text[0];
	return 0;
}

static bool word_is_valid(const char *text)
{
	return strchr(text, '!') == NULL;
}

static const struct option_row rows[] = {
	{ .name = "slot",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .default_text = "main",
	  .help = "Slot to use.",
	  .offset = offsetof(struct settings, slot) },
	{ .name = "quality",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 100,
	  .default_text = "80",
	  .help = "JPEG quality.",
	  .offset = offsetof(struct settings, quality) },
	{ .name = "loud",
	  .kind = OPTION_FLAG,
	  .default_text = "no",
	  .help = "Say more.",
	  .offset = offsetof(struct settings, loud) },
	{ .name = "side",
	  .argument = "SIDE",
	  .kind = OPTION_CUSTOM,
	  .help = "Which side.",
	  .offset = offsetof(struct settings, side),
	  .parse = side_parse,
	  .expected = "left or right" },
	{ .name = "word",
	  .argument = "WORD",
	  .kind = OPTION_TEXT,
	  .help = "A word that is kept.",
	  .offset = offsetof(struct settings, word),
	  .is_valid = word_is_valid,
	  .expected = "a word" },
	{ .name = "thing",
	  .argument = "THING",
	  .kind = OPTION_LIST,
	  .help = "One of many.",
	  .offset = offsetof(struct settings, things),
	  .is_valid = word_is_valid,
	  .expected = "a thing" },
	{ .name = "config",
	  .argument = "FILE",
	  .kind = OPTION_TEXT,
	  .help = "Read settings from FILE.",
	  .offset = offsetof(struct settings, config) },
};

static const struct option_table table = {
	.program = "tester",
	.usage = "[OPTION...] THING",
	.summary = "Tests the options.",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

static char **operands;
static char output[4096];

/*
 * Run options_read() on `line` split at spaces. What it prints on `stream_fd`
 * is in `output` afterwards.
 */
static enum options_result read_line(const char *line, int stream_fd)
{
	static char words[512];
	static char *argv[WORDS_MAX + 1];
	int argc = 0, kept = dup(stream_fd);
	FILE *capture = tmpfile();
	enum options_result result;

	memset(&settings, 0, sizeof(settings));
	snprintf(words, sizeof(words), "tester %s", line);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	dup2(fileno(capture), stream_fd);
	/* Only now: it looks where stderr leads. */
	log_open("tester", LOG_LEVEL_NOTICE);
	result = options_read(&table, &settings, argc, argv, &operands);
	fflush(NULL);
	dup2(kept, stream_fd);
	close(kept);
	rewind(capture);
	output[fread(output, 1, sizeof(output) - 1, capture)] = '\0';
	fclose(capture);
	return result;
}

static char config_path[] = "/tmp/test-options-XXXXXX";

static void config_write(const char *text)
{
	FILE *file = fopen(config_path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static enum options_result read_config(const char *text, const char *line)
{
	char whole[256];

	config_write(text);
	snprintf(whole, sizeof(whole), "--config %s %s", config_path, line);
	return read_line(whole, STDERR_FILENO);
}

static void test_defaults_hold_when_nothing_is_said(void **state)
{
	(void)state;
	assert_int_equal(read_line("", STDERR_FILENO), OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "main");
	assert_int_equal(settings.quality, 80);
	assert_false(settings.loud);
	assert_int_equal(settings.side, 0);
	assert_null(operands[0]);
}

static void test_options_and_operands_may_stand_in_any_order(void **state)
{
	(void)state;
	assert_int_equal(read_line("--quality 7 thing --loud --slot=s1 other",
				   STDERR_FILENO),
			 OPTIONS_GO_ON);
	assert_int_equal(settings.quality, 7);
	assert_true(settings.loud);
	assert_string_equal(settings.slot, "s1");
	assert_string_equal(operands[0], "thing");
	assert_string_equal(operands[1], "other");
	assert_null(operands[2]);
}

static void test_a_list_keeps_what_file_and_command_line_add(void **state)
{
	(void)state;
	assert_int_equal(
		read_config("thing = a\nthing = b\n", "--thing c --thing d"),
		OPTIONS_GO_ON);
	assert_string_equal(settings.things.texts[0], "a");
	assert_string_equal(settings.things.texts[1], "b");
	assert_string_equal(settings.things.texts[2], "c");
	assert_string_equal(settings.things.texts[3], "d");
	assert_null(settings.things.texts[4]);
	assert_int_equal(read_line("--thing e --thing no!", STDERR_FILENO),
			 OPTIONS_WRONG);
}

static void test_the_file_overrules_defaults(void **state)
{
	(void)state;
	assert_int_equal(read_config("# a comment\nslot = drone1\n"
				     "quality=55\nloud = yes\nside = left\n",
				     "thing"),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "drone1");
	assert_int_equal(settings.quality, 55);
	assert_true(settings.loud);
	assert_int_equal(settings.side, 'l');
}

/* inih reads each line into the same buffer. */
static void test_texts_of_the_file_outlive_their_lines(void **state)
{
	(void)state;
	assert_int_equal(read_config("word = first\nslot = second\n"
				     "quality = 33\n# and so on, and on\n",
				     ""),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.word, "first");
	assert_string_equal(settings.slot, "second");
}

static void test_a_line_that_is_too_long_is_told_and_not_shown(void **state)
{
	char text[400] = "loud = yes\nslot = ";

	(void)state;
	memset(text + strlen(text), 'x', 250);
	assert_int_equal(read_config(text, ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "line 2"));
	assert_null(strstr(output, "xxx"));
}

static void test_the_command_line_overrules_the_file(void **state)
{
	(void)state;
	assert_int_equal(
		read_config("slot = drone1\nquality = 55\n", "--quality 60"),
		OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "drone1");
	assert_int_equal(settings.quality, 60);
}

static void test_wrong_values_name_the_option_and_what_is_right(void **state)
{
	(void)state;
	assert_int_equal(read_line("--quality 101", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "--quality 101: expected a number "
				       "from 1 to 100"));
	assert_int_equal(read_line("--quality many", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_int_equal(read_line("--side up", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--side up: expected left or right"));
	assert_int_equal(read_line("--word no!", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--word no!: expected a word"));
	assert_int_equal(read_line("--qualitty 7", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "--qualitty: no such option"));
	assert_int_equal(
		read_line("--sorce=rtsp://me:secret@drone", STDERR_FILENO),
		OPTIONS_WRONG);
	assert_non_null(strstr(output, "--sorce: no such option"));
	assert_null(strstr(output, "secret"));
	assert_int_equal(read_line("rtsp://me:secret@drone -zz", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "-z: no such option"));
	assert_null(strstr(output, "secret"));
	assert_int_equal(read_line("--loud=yes", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--loud: takes no value"));
	assert_int_equal(read_line("--slot", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--slot: a value is missing"));
}

static void test_wrong_lines_of_the_file_are_told_in_one_sentence(void **state)
{
	(void)state;
	assert_int_equal(read_config("slot = a\nquality = 0\n", ""),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "quality = 0: expected a number"));
	assert_null(strstr(output, "line 2"));
	assert_int_equal(read_config("colour = red\n", ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "unknown name colour"));
	assert_int_equal(read_config("[drone]\nslot = a\n", ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "expected no sections"));
	assert_int_equal(read_config("just words\n", ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "line 1"));
	assert_int_equal(read_config("loud = perhaps\n", ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "expected yes or no"));
	assert_int_equal(read_config("config = other\n", ""), OPTIONS_WRONG);
}

static void test_a_missing_file_is_told(void **state)
{
	(void)state;
	assert_int_equal(read_line("--config /nonexistent/file", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "--config /nonexistent/file: No such"));
	assert_int_equal(read_line("--config /tmp", STDERR_FILENO),
			 OPTIONS_WRONG);
	assert_non_null(strstr(output, "--config /tmp: Is a directory"));
}

static void test_help_shows_every_row_with_its_default(void **state)
{
	(void)state;
	assert_int_equal(read_line("--help", STDOUT_FILENO), OPTIONS_ANSWERED);
	for (size_t i = 0; i < table.row_count; i++) {
		assert_non_null(strstr(output, rows[i].name));
		assert_non_null(strstr(output, rows[i].help));
	}
	assert_non_null(strstr(output, "JPEG quality. [80]"));
	assert_int_equal(read_line("--quality 0 --help", STDOUT_FILENO),
			 OPTIONS_ANSWERED);
	assert_int_equal(read_line("--version", STDOUT_FILENO),
			 OPTIONS_ANSWERED);
	assert_string_equal(output, "tester " SLOTCAST_VERSION "\n");
}

static int config_create(void **state)
{
	int fd = mkstemp(config_path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int config_remove(void **state)
{
	(void)state;
	return unlink(config_path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults_hold_when_nothing_is_said),
		cmocka_unit_test(
			test_options_and_operands_may_stand_in_any_order),
		cmocka_unit_test(
			test_a_list_keeps_what_file_and_command_line_add),
		cmocka_unit_test(test_the_file_overrules_defaults),
		cmocka_unit_test(test_texts_of_the_file_outlive_their_lines),
		cmocka_unit_test(
			test_a_line_that_is_too_long_is_told_and_not_shown),
		cmocka_unit_test(test_the_command_line_overrules_the_file),
		cmocka_unit_test(
			test_wrong_values_name_the_option_and_what_is_right),
		cmocka_unit_test(
			test_wrong_lines_of_the_file_are_told_in_one_sentence),
		cmocka_unit_test(test_a_missing_file_is_told),
		cmocka_unit_test(test_help_shows_every_row_with_its_default),
	};

	return cmocka_run_group_tests_name("options", tests, config_create,
					   config_remove);
}
