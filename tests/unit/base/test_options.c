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
#include "options_file.h"

#define WORDS_MAX 16

static struct settings {
	const char *slot;
	uint64_t quality;
	bool loud;
	int side;
	const char *word, *pin;
	struct option_list things;
	const char *config;
} settings;

static const char *const sides[] = { "left", "right", NULL };

static int side_parse(const char *text, void *destination)
{
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
	  .choices = sides },
	{ .name = "word",
	  .argument = "WORD",
	  .kind = OPTION_TEXT,
	  .help = "A word that is kept.",
	  .offset = offsetof(struct settings, word),
	  .is_valid = word_is_valid,
	  .expected = "a word" },
	{ .name = "pin",
	  .argument = "PIN",
	  .kind = OPTION_TEXT,
	  .help = "A word that is secret.",
	  .offset = offsetof(struct settings, pin),
	  .is_valid = word_is_valid,
	  .is_secret = true,
	  .expected = "a PIN" },
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
	.examples = "  tester --loud thing",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

static struct options_given given;
static char *argv[WORDS_MAX + 1];
static char output[4096];

/*
 * Run options_read() on `line` split at spaces. What it prints on `stream_fd`
 * is in `output` afterwards.
 */
static enum options_result read_line(const char *line, int stream_fd)
{
	static char words[512];
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
	result = options_read(&table, &settings, argc, argv, &given);
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

static enum options_result read_config_as_it_is(void)
{
	char line[128];

	snprintf(line, sizeof(line), "--config %s", config_path);
	return read_line(line, STDERR_FILENO);
}

static void test_defaults_hold_when_nothing_is_said(void **state)
{
	(void)state;
	assert_int_equal(read_line("", STDERR_FILENO), OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "main");
	assert_int_equal(settings.quality, 80);
	assert_false(settings.loud);
	assert_int_equal(settings.side, 0);
	assert_null(given.operands[0]);
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
	assert_string_equal(given.operands[0], "thing");
	assert_string_equal(given.operands[1], "other");
	assert_null(given.operands[2]);
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

static void test_the_file_is_written_by_any_editor(void **state)
{
	(void)state;
	assert_int_equal(read_config("\xef\xbb\xbfslot = \"a\"\r\n"
				     "\tquality\t=\t33\t# enough\r\n"
				     "  word = 'b # c'",
				     ""),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "a");
	assert_int_equal(settings.quality, 33);
	assert_string_equal(settings.word, "b # c");
	assert_int_equal(read_config("\xff\xfes", ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "line 1: the file is UTF-16"));
}

static void test_a_line_may_be_long(void **state)
{
	char text[5000] = "loud = yes\nslot = ";

	(void)state;
	memset(text + strlen(text), 'x', 4900);
	assert_int_equal(read_config(text, ""), OPTIONS_GO_ON);
	assert_int_equal(strlen(settings.slot), 4900);
}

static void test_a_file_of_the_wrong_kind_is_told(void **state)
{
	FILE *file = fopen(config_path, "w");

	(void)state;
	assert_non_null(file);
	assert_true(fwrite("slot = a\nx\0y", 1, 12, file) == 12);
	fclose(file);
	assert_int_equal(read_config_as_it_is(), OPTIONS_WRONG);
	assert_non_null(strstr(output, "line 2: expected text"));
	assert_int_equal(truncate(config_path, 2 << 20), 0);
	assert_int_equal(read_config_as_it_is(), OPTIONS_WRONG);
	assert_non_null(strstr(output, "at most 1 MiB"));
}

static void test_a_pipe_is_read_like_a_file(void **state)
{
	static const char text[] = "slot = piped\nquality = 0\n";
	int ends[2];
	char line[64];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	snprintf(line, sizeof(line), "--config /proc/self/fd/%d", ends[0]);
	assert_true(write(ends[1], text, 13) == 13);
	close(ends[1]);
	assert_int_equal(read_line(line, STDERR_FILENO), OPTIONS_GO_ON);
	assert_string_equal(settings.slot, "piped");
	close(ends[0]);
}

static void test_each_value_has_its_place(void **state)
{
	char origin[OPTION_ORIGIN_BYTES], expected[128];

	(void)state;
	assert_int_equal(read_config("slot = a\n\nword = b\n", "--slot c"),
			 OPTIONS_GO_ON);
	options_origin_tell(&table, &given, "slot", "c", origin);
	assert_string_equal(origin, "--slot c");
	options_origin_tell(&table, &given, "word", "me:hunter2@h", origin);
	snprintf(expected, sizeof(expected), "%s: line 3: word = ***@h",
		 config_path);
	assert_string_equal(origin, expected);
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
	assert_non_null(strstr(output, "--qualitty: no such option; did you "
				       "mean --quality?"));
	assert_int_equal(read_line("--slot", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--slot: a value is missing"));
	assert_int_equal(read_line("--loud=yes", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--loud: takes no value"));
	assert_int_equal(read_line("--help=x", STDERR_FILENO), OPTIONS_WRONG);
	assert_non_null(strstr(output, "--help: takes no value"));
}

static void assert_refused(const char *line, const char *sentence)
{
	assert_int_equal(read_line(line, STDERR_FILENO), OPTIONS_WRONG);
	if (!strstr(output, sentence))
		fail_msg("%s: %s", line, output);
}

static void test_what_was_meant_is_guessed(void **state)
{
	(void)state;
	assert_refused("--s x", "did you mean --slot or --side?");
	assert_refused("-q 7", "-q: no such option; did you mean --quality?");
	assert_refused("-quality 7", "did you mean --quality?");
	assert_refused("thing -loud", "did you mean --loud?");
	assert_refused("--hlep", "did you mean --help?");
	assert_refused("-7", "-7: no such option; `tester --help` lists them");
	assert_refused("--nothing-near", "`tester --help` lists them");
	assert_refused("--side lefd", "expected left or right; did you mean "
				      "left?");
}

static void test_an_option_is_no_value(void **state)
{
	(void)state;
	assert_refused("--word --slot x", "--word: a value is missing in front "
					  "of --slot");
	assert_refused("--word --slot=x", "in front of --slot");
	assert_int_equal(read_line("--word --other", STDERR_FILENO),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.word, "--other");
	assert_int_equal(read_line("--word=x --loud", STDERR_FILENO),
			 OPTIONS_GO_ON);
}

/* As they come from word processors and web pages. */
static void test_printed_dashes_are_no_hyphens(void **state)
{
	(void)state;
	assert_refused("thing —slot x", "—slot: an option begins with two "
					"hyphens");
	assert_refused("––qualitty=7", "did you mean --quality?");
	assert_refused("−q", "did you mean --quality?");
	assert_int_equal(read_line("-- thing", STDERR_FILENO), OPTIONS_GO_ON);
}

static void test_an_operand_too_many_may_be_an_option(void **state)
{
	char thing[] = "thing", other[] = "me:hunter2", option[] = "qualty=7";
	char *words[] = { thing, other, option, NULL };
	FILE *capture = tmpfile();
	int kept = dup(STDERR_FILENO);

	(void)state;
	dup2(fileno(capture), STDERR_FILENO);
	options_operand_refuse(&table, words, 1, "one is enough");
	words[2] = NULL;
	options_operand_refuse(&table, words, 1, "one is enough");
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(capture);
	output[fread(output, 1, sizeof(output) - 1, capture)] = '\0';
	fclose(capture);
	assert_non_null(strstr(output, "qualty=***: did you mean --quality?"));
	assert_non_null(strstr(output, "me:***: one is enough"));
}

/* Where they were typed, nobody may read them: see also refused_text.h. */
static void test_what_is_refused_is_not_shown(void **state)
{
	static const char *const lines[] = {
		"--sorce=rtsp://me:hunter2@drone",
		"rtsp://me:hunter2@drone -zz",
		"--loud=hunter2",
		"--passwrd=hunter2",
		"--PASSWORDhunter2",
		"-phunter2",
		"--quality hunter2",
		"--quality rtsp://me:hunter2@drone",
		"--side hunter2",
		"--word user=hunter2!",
		"--pin hunter2!",
		"--config rtsp://me:hunter2@drone",
		"—passwrd=hunter2",
		"thing hunter2@drone --quality 0",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_refused(lines[i], ": ");
		if (strstr(output, "hunter2"))
			fail_msg("%s: %s", lines[i], output);
		for (char **word = argv + 1; *word; word++)
			assert_int_equal(strspn(*word, "*"), strlen(*word));
		assert_string_equal(argv[0], "tester");
	}
}

static void test_what_is_taken_stays_as_it_is(void **state)
{
	(void)state;
	assert_int_equal(read_line("thing --word b", STDERR_FILENO),
			 OPTIONS_GO_ON);
	assert_string_equal(settings.word, "b");
	assert_string_equal(given.operands[0], "thing");
}

static void test_a_list_is_full_at_some_time(void **state)
{
	char text[512] = "";

	(void)state;
	for (int i = 0; i <= OPTION_LIST_MAX; i++)
		strcat(text, "thing = x\n");
	assert_int_equal(read_config(text, ""), OPTIONS_WRONG);
	assert_non_null(strstr(output, "line 33: thing = x: expected no more "
				       "than 32"));
}

/* In a sentence that names the file, and no other. */
static void assert_wrong(const char *text, const char *sentence)
{
	assert_int_equal(read_config(text, ""), OPTIONS_WRONG);
	if (!strstr(output, sentence) || !strstr(output, config_path) ||
	    strchr(output, '\n') != output + strlen(output) - 1)
		fail_msg("%s: %s", text, output);
}

static void test_wrong_lines_of_the_file_are_told_in_one_sentence(void **state)
{
	(void)state;
	assert_wrong("slot = a\nquality = 0\n",
		     "line 2: quality = 0: expected a number from 1 to 100\n");
	assert_wrong("\n\ncolour = red\n", "line 3: unknown name colour");
	assert_wrong("qualty = 3\n",
		     "line 1: unknown name qualty; did you mean quality?\n");
	assert_wrong("--quality = 3\n", "did you mean quality?");
	assert_wrong("Quality = 3\n", "did you mean quality?");
	assert_wrong("[drone]\nslot = a\n", "line 1: expected no sections");
	assert_wrong("just words\n", "line 1: expected \"name = value\"");
	assert_wrong("loud = perhaps\n", "line 1: loud: expected yes or no");
	assert_wrong("config = other\n", "line 1: config cannot stand");
	assert_wrong("side = rigt\n", "expected left or right; did you mean "
				      "right?");
	assert_wrong("slot = \"a\n", "line 1: the quote is not closed");
	assert_wrong("quality =\n", "quality = (nothing): expected a number");
}

static void test_secrets_of_the_file_are_not_shown(void **state)
{
	static const char *const texts[] = {
		"rtsp://me:hunter2@drone\n",
		"passwrd = hunter2\n",
		"password hunter2 = x\n",
		"hunter2!\n",
		"[hunter2]\n",
		"quality = hunter2\n",
		"side = rtsp://me:hunter2@drone\n",
		"loud = hunter2\n",
		"word = Token: hunter2!\n",
		"pin = hunter2!\n",
		"word = \"hunter2\n",
		"config = hunter2\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_wrong(texts[i], "line 1: ");
		if (strstr(output, "hunter2"))
			fail_msg("%s: %s", texts[i], output);
	}
}

static void test_a_file_of_settings_is_recognized(void **state)
{
	(void)state;
	config_write("# A camera.\n\n slot = a\n");
	assert_true(options_file_is_one(&table, config_path));
	config_write("v=0\no=- 0 0 IN IP4 0.0.0.0\n");
	assert_false(options_file_is_one(&table, config_path));
	config_write("#EXTM3U\nhttp://host/slot=a\n");
	assert_false(options_file_is_one(&table, config_path));
	config_write("");
	assert_false(options_file_is_one(&table, config_path));
	assert_false(options_file_is_one(&table, "/tmp"));
	assert_false(options_file_is_one(&table, "/nonexistent"));
}

static void test_a_missing_file_is_told(void **state)
{
	(void)state;
	assert_refused("--config /nonexistent/file",
		       "--config /nonexistent/file: no such file");
	assert_refused("--config /tmp", "--config /tmp: is a directory");
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
	assert_non_null(strstr(output, "Examples:\n  tester --loud thing\n"));
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
		cmocka_unit_test(test_the_file_is_written_by_any_editor),
		cmocka_unit_test(test_a_line_may_be_long),
		cmocka_unit_test(test_a_file_of_the_wrong_kind_is_told),
		cmocka_unit_test(test_a_pipe_is_read_like_a_file),
		cmocka_unit_test(test_each_value_has_its_place),
		cmocka_unit_test(test_the_command_line_overrules_the_file),
		cmocka_unit_test(
			test_wrong_values_name_the_option_and_what_is_right),
		cmocka_unit_test(test_what_was_meant_is_guessed),
		cmocka_unit_test(test_an_option_is_no_value),
		cmocka_unit_test(test_printed_dashes_are_no_hyphens),
		cmocka_unit_test(test_an_operand_too_many_may_be_an_option),
		cmocka_unit_test(test_what_is_refused_is_not_shown),
		cmocka_unit_test(test_what_is_taken_stays_as_it_is),
		cmocka_unit_test(test_a_list_is_full_at_some_time),
		cmocka_unit_test(
			test_wrong_lines_of_the_file_are_told_in_one_sentence),
		cmocka_unit_test(test_secrets_of_the_file_are_not_shown),
		cmocka_unit_test(test_a_file_of_settings_is_recognized),
		cmocka_unit_test(test_a_missing_file_is_told),
		cmocka_unit_test(test_help_shows_every_row_with_its_default),
	};

	return cmocka_run_group_tests_name("options", tests, config_create,
					   config_remove);
}
