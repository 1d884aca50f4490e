/*
 * libavformat waits where the user said, and at no other address.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Where it waits for `url`; "" when that is everywhere. */
static void assert_waits_at(const char *url, const char *place)
{
	const struct source_request request = { .url = url, .listen = true };
	AVDictionary *options = NULL;
	AVDictionaryEntry *local;

	av_options_fill(&options, &request, av_kind_of(url));
	local = av_dict_get(options, "localaddr", NULL, 0);
	assert_string_equal(local ? local->value : "", place);
	av_dict_free(&options);
}

static void test_udp_waits_at_the_address_that_was_typed(void **state)
{
	(void)state;
	assert_waits_at("udp://127.0.0.1:5000", "127.0.0.1");
	assert_waits_at("udp://0.0.0.0:5000", "0.0.0.0");
	assert_waits_at("UDP://[::1]:5000?ttl=1", "::1");
	assert_waits_at("udp://camera@10.0.0.1:5000", "10.0.0.1");
	assert_waits_at("udp://localhost:5000?x=a@b", "localhost");
}

static void test_udp_without_an_address_waits_at_all(void **state)
{
	(void)state;
	assert_waits_at("udp://:5000", "");
	assert_waits_at("udp://@:5000", "");
}

static void test_udp_leaves_groups_to_libavformat(void **state)
{
	(void)state;
	assert_waits_at("udp://239.1.2.3:5000", "");
	assert_waits_at("udp://@239.1.2.3:5000", "");
	assert_waits_at("udp://[ff02::1]:5000", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_udp_waits_at_the_address_that_was_typed),
		cmocka_unit_test(test_udp_without_an_address_waits_at_all),
		cmocka_unit_test(test_udp_leaves_groups_to_libavformat),
	};

	return cmocka_run_group_tests_name("av_options", tests, NULL, NULL);
}
