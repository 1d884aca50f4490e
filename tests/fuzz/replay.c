/*
 * The main() of a fuzzer in `make check`: every input that was worth keeping is
 * tried as it is, and with any of its bytes wrong.
 *
 * The inputs are the files in tests/fuzz/corpus/NAME of the fuzzer NAME, or in
 * the folder that is given.
 *
 * SPDX-License-Identifier: MIT
 */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fuzz.h"

#define PATH_BYTES  4096
#define INPUT_BYTES 16384

/* What libFuzzer has found, it has found by making bytes wrong. */
#define FOUND "found-"

static const uint8_t wrong[] = { 0x00, 0x01, 0x80, 0xff };

struct input {
	uint8_t bytes[INPUT_BYTES];
	size_t size_bytes;
};

/* The file that is tried. */
static char path[PATH_BYTES];

/* What must be true is not: abort() ends the program when this returns. */
static void path_tell(int number)
{
	(void)number;
	if (write(STDERR_FILENO, path, strlen(path)) < 0)
		return;
}

static void input_read(struct input *input, const char *folder,
		       const char *name)
{
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	assert_non_null(file);
	input->size_bytes = fread(input->bytes, 1, sizeof(input->bytes), file);
	assert_true(feof(file));
	fclose(file);
}

/* In memory of its very size, so that a sanitizer sees what is read behind. */
static void input_try(const struct input *input)
{
	uint8_t *copy = malloc(input->size_bytes + !input->size_bytes);

	assert_non_null(copy);
	memcpy(copy, input->bytes, input->size_bytes);
	LLVMFuzzerTestOneInput(copy, input->size_bytes);
	free(copy);
}

static void input_spoil(struct input *input)
{
	for (size_t at = 0; at < input->size_bytes; at++) {
		uint8_t right = input->bytes[at];

		for (size_t i = 0; i < sizeof(wrong); i++) {
			input->bytes[at] = wrong[i];
			input_try(input);
		}
		input->bytes[at] = right;
	}
}

/* Have `use` called with every input there is, or with those written by hand. */
static void inputs_visit(const char *folder, bool with_found,
			 void (*use)(struct input *))
{
	DIR *files = opendir(folder);
	const struct dirent *file;
	unsigned count = 0;

	if (!files)
		fail_msg("%s: %s", folder, strerror(errno));
	while ((file = readdir(files))) {
		static struct input input;

		if (file->d_name[0] == '.' ||
		    (!with_found &&
		     strncmp(file->d_name, FOUND, strlen(FOUND)) == 0))
			continue;
		input_read(&input, folder, file->d_name);
		use(&input);
		count++;
	}
	closedir(files);
	assert_true(count > 0);
}

static void input_try_as_it_is(struct input *input)
{
	input_try(input);
}

static void test_every_input_is_survived(void **folder)
{
	inputs_visit(*folder, true, input_try_as_it_is);
}

static void test_any_wrong_byte_is_survived(void **folder)
{
	inputs_visit(*folder, false, input_spoil);
}

int main(int argc, char **argv)
{
	char folder[PATH_BYTES];
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_every_input_is_survived, folder),
		cmocka_unit_test_prestate(test_any_wrong_byte_is_survived,
					  folder),
	};

	if (argc > 1)
		snprintf(folder, sizeof(folder), "%s", argv[1]);
	else
		snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s",
			 program_invocation_short_name);
	signal(SIGABRT, path_tell);
	return cmocka_run_group_tests_name(program_invocation_short_name, tests,
					   NULL, NULL);
}
