/*
 * Tests of av_library.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libavutil/mem.h>

/* Three planes of two bytes a pixel: PICTURE_AREA_MAX_PX in ten bits. */
#define LARGEST_PICTURE_BYTES ((size_t)4096 * 4096 * 6)

static void test_decoder_gets_memory_for_the_largest_picture(void **state)
{
	void *memory = av_malloc(LARGEST_PICTURE_BYTES);

	(void)state;
	assert_non_null(memory);
	av_free(memory);
}

static void test_decoder_gets_no_gigabyte(void **state)
{
	(void)state;
	assert_null(av_malloc((size_t)1 << 30));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_decoder_gets_memory_for_the_largest_picture),
		cmocka_unit_test(test_decoder_gets_no_gigabyte),
	};
	struct known_secrets *secrets = known_secrets_create();

	int failed;

	av_library_open(false, secrets);
	failed = cmocka_run_group_tests_name("av_library", tests, NULL, NULL);
	known_secrets_destroy(secrets);
	return failed;
}
