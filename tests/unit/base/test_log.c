/*
 * One line a fact: its form, its levels, its way out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char output[4096];

/* Log one line of each level and keep what reached stderr in `output`. */
static void log_each_level(enum log_level most_talkative)
{
	int kept = dup(STDERR_FILENO);
	FILE *capture = tmpfile();

	dup2(fileno(capture), STDERR_FILENO);
	log_open("tester", most_talkative);
	log_error("%s: no such slot", "main");
	log_warning("careful");
	log_notice("camera back after %d s", 3);
	log_debug("detail");
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(capture);
	output[fread(output, 1, sizeof(output) - 1, capture)] = '\0';
	fclose(capture);
}

static void test_a_line_names_program_and_level(void **state)
{
	(void)state;
	unsetenv("JOURNAL_STREAM");
	log_each_level(LOG_LEVEL_NOTICE);
	assert_string_equal(output, "tester: error: main: no such slot\n"
				    "tester: warning: careful\n"
				    "tester: notice: camera back after 3 s\n");
}

static void test_details_are_shown_when_asked_for(void **state)
{
	(void)state;
	log_each_level(LOG_LEVEL_DEBUG);
	assert_non_null(strstr(output, "tester: debug: detail\n"));
}

static void test_journald_gets_priorities(void **state)
{
	(void)state;
	setenv("JOURNAL_STREAM", "8:1234", 1);
	log_each_level(LOG_LEVEL_WARNING);
	unsetenv("JOURNAL_STREAM");
	assert_string_equal(output, "<3>tester: error: main: no such slot\n"
				    "<4>tester: warning: careful\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_names_program_and_level),
		cmocka_unit_test(test_details_are_shown_when_asked_for),
		cmocka_unit_test(test_journald_gets_priorities),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
