/*
 * The orientation is found in EXIF of both byte orders, and in nothing else.
 *
 * SPDX-License-Identifier: MIT
 */
#include "exif.h"

#include <stdio.h>
#include <time.h>

#include "made_jpeg.h"

#define LITTLE(entries) "Exif\0\0II*\0\x08\0\0\0" entries
#define BIG(entries)	"Exif\0\0MM\0*\0\0\0\x08" entries

/* From a heap block of just that size, so that sanitizers see each step over. */
static unsigned find(const char *body, size_t body_bytes, size_t *offset)
{
	uint8_t *exact = malloc(body_bytes ? body_bytes : 1);
	unsigned orientation;

	assert_non_null(exact);
	memcpy(exact, body, body_bytes);
	orientation = exif_orientation_find(exact, body_bytes, offset);
	if (orientation != 0) {
		assert_true(*offset < body_bytes);
		assert_int_equal(exact[*offset], orientation);
	}
	free(exact);
	return orientation;
}

static void test_each_orientation_is_found_in_both_byte_orders(void **state)
{
	char little[] = LITTLE("\1\0\x12\1\3\0\1\0\0\0\0\0\0\0\0\0\0\0");
	char big[] = BIG("\0\1\1\x12\0\3\0\0\0\1\0\0\0\0\0\0\0\0");
	size_t offset;

	(void)state;
	for (unsigned i = 0; i <= 8; i++) {
		little[6 + 8 + 2 + 8] = (char)i;
		big[6 + 8 + 2 + 8 + 1] = (char)i;
		assert_int_equal(find(little, sizeof(little), &offset), i);
		assert_int_equal(find(big, sizeof(big), &offset), i);
	}
}

static void test_it_may_stand_among_others(void **state)
{
	static const char exif[] = EXIF("\x03");
	static const char later[] =
		LITTLE("\2\0\x10\1\2\0\1\0\0\0xxxx"
		       "\x12\1\3\0\1\0\0\0\5\0\0\0\0\0\0\0");
	size_t offset;

	(void)state;
	assert_int_equal(find(exif, sizeof(exif), &offset), 3);
	assert_int_equal(find(later, sizeof(later), &offset), 5);
}

static void test_what_is_odd_says_nothing(void **state)
{
#define ODD(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}
	static const struct {
		const char *body;
		size_t body_bytes;
	} odd[] = {
		ODD(""),
		ODD("Exif\0\0"),
		ODD("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"),
		/* Neither byte order; and a number that is not 42. */
		ODD("Exif\0\0IM*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0"),
		ODD("Exif\0\0II+\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0"),
		/* 9; as four bytes; two of them. */
		ODD(LITTLE("\1\0\x12\1\3\0\1\0\0\0\x09\0\0\0")),
		ODD(LITTLE("\1\0\x12\1\4\0\1\0\0\0\6\0\0\0")),
		ODD(LITTLE("\1\0\x12\1\3\0\2\0\0\0\6\0\0\0")),
		/* More entries are said than there are, or none. */
		ODD(LITTLE("\xff\xff\x10\1\3\0\1\0\0\0\6\0\0\0")),
		ODD(LITTLE("\0\0\x12\1\3\0\1\0\0\0\6\0\0\0")),
		/* It is cut off. */
		ODD(LITTLE("\1\0\x12\1\3\0\1\0\0\0\6\0\0")),
		/* The directory lies outside, at the last byte, far outside. */
		ODD("Exif\0\0II*\0\x08\0\0\0"),
		ODD("Exif\0\0II*\0\x08\0\0\0\1"),
		ODD("Exif\0\0II*\0\xff\xff\xff\xff\1\0"),
		/* The directory is the header itself. */
		ODD("Exif\0\0II*\0\0\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0"),
	};
	size_t offset;

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		assert_int_equal(find(odd[i].body, odd[i].body_bytes, &offset),
				 0);
}

static void test_random_damage_never_reads_outside(void **state)
{
	static const char exif[] = EXIF("\x06");
	unsigned seed = (unsigned)time(NULL);
	char damaged[sizeof(exif)];
	size_t offset;

	(void)state;
	print_message("seed %u\n", seed);
	for (int round = 0; round < 20000; round++) {
		memcpy(damaged, exif, sizeof(exif));
		for (int i = rand_r(&seed) % 4; i >= 0; i--)
			damaged[(size_t)rand_r(&seed) % sizeof(damaged)] =
				(char)rand_r(&seed);
		find(damaged, (size_t)rand_r(&seed) % sizeof(damaged), &offset);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_each_orientation_is_found_in_both_byte_orders),
		cmocka_unit_test(test_it_may_stand_among_others),
		cmocka_unit_test(test_what_is_odd_says_nothing),
		cmocka_unit_test(test_random_damage_never_reads_outside),
	};

	return cmocka_run_group_tests_name("exif", tests, NULL, NULL);
}
