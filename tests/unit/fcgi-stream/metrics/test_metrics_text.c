/*
 * Tests of metrics_text.c: the very characters.
 *
 * SPDX-License-Identifier: MIT
 */
#include "metrics_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clock.h"
#include "histogram.h"

static char *text;
static size_t text_bytes;

static FILE *text_open(void)
{
	FILE *out = open_memstream(&text, &text_bytes);

	assert_non_null(out);
	return out;
}

static void assert_text(FILE *out, const char *expected)
{
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void test_a_family_says_what_it_is(void **state)
{
	FILE *out = text_open();

	(void)state;
	metrics_family(out, "a_total", "counter", "How many.");
	assert_text(out, "# HELP a_total How many.\n# TYPE a_total counter\n");
}

static void test_samples_have_labels_or_none(void **state)
{
	const struct metrics_label one[METRICS_LABELS] = { { "slot", "m" } };
	const struct metrics_label two[METRICS_LABELS] = { { "slot", "m" },
							   { "kind", "k" } };
	FILE *out = text_open();

	(void)state;
	metrics_number(out, "a", NULL, 0);
	metrics_number(out, "a", one, UINT64_MAX);
	metrics_number(out, "a", two, 7);
	metrics_seconds(out, "b", NULL, 1790000000 * NS_PER_S + 5);
	assert_text(out, "a 0\n"
			 "a{slot=\"m\"} 18446744073709551615\n"
			 "a{slot=\"m\",kind=\"k\"} 7\n"
			 "b 1790000000.000000005\n");
}

static void test_no_value_can_end_its_label(void **state)
{
	const struct metrics_label labels[METRICS_LABELS] = {
		{ "a", "x\"} 1\n\\" }
	};
	FILE *out = text_open();

	(void)state;
	metrics_number(out, "a", labels, 1);
	assert_text(out, "a{a=\"x\\\"} 1\\n\\\\\"} 1\n");
}

static void test_buckets_of_a_histogram_include_those_below(void **state)
{
	const struct metrics_label slot = { "slot", "m" };
	struct histogram histogram = { 0 };
	FILE *out = text_open();

	(void)state;
	histogram_add(&histogram, NS_PER_MS);
	histogram_add(&histogram, NS_PER_MS);
	histogram_add(&histogram, NS_PER_S);
	histogram_add(&histogram, 3 * NS_PER_S);
	metrics_histogram(out, "h", &slot, &histogram);
	fclose(out);
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"0.0005\"} 0\n"));
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"0.001\"} 2\n"));
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"0.5\"} 2\n"));
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"1\"} 3\n"));
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"2\"} 3\n"));
	assert_non_null(strstr(text, "h_bucket{slot=\"m\",le=\"+Inf\"} 4\n"
				     "h_sum{slot=\"m\"} 4.002000000\n"
				     "h_count{slot=\"m\"} 4\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_family_says_what_it_is),
		cmocka_unit_test(test_samples_have_labels_or_none),
		cmocka_unit_test(test_no_value_can_end_its_label),
		cmocka_unit_test(
			test_buckets_of_a_histogram_include_those_below),
	};

	return cmocka_run_group_tests_name("metrics_text", tests, NULL, NULL);
}
