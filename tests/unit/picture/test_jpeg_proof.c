/*
 * A JPEG whose data is whole is told from one that was cut off or damaged.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jpeg_proof.h"

#include "made_jpeg.h"

static struct jpeg_proof *proof_create(void)
{
	struct jpeg_proof *proof;

	assert_int_equal(jpeg_proof_create(&proof), 0);
	return proof;
}

static void test_whole_jpegs_are_proved(void **state)
{
	static const int kinds[][2] = {
		{ TJSAMP_420, 0 }, { TJSAMP_422, 0 },
		{ TJSAMP_444, 0 }, { TJSAMP_GRAY, 0 },
		{ TJSAMP_440, 0 }, { TJSAMP_420, TJFLAG_PROGRESSIVE },
		{ TJSAMP_420, 0 },
	};
	struct jpeg_proof *proof = proof_create();

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct jpeg jpeg = jpeg_create(kinds[i][0], kinds[i][1]);

		assert_true(jpeg_proof_run(proof, jpeg.bytes, jpeg.size_bytes));
		free(jpeg.bytes);
	}
	jpeg_proof_destroy(proof);
}

static void test_each_that_was_cut_off_is_found_out(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	size_t data = segment_find(&jpeg, 0xda) + 14;
	struct jpeg_proof *proof = proof_create();

	(void)state;
	/* The last byte of the data may hold nothing but filling bits. */
	for (size_t i = data; i < jpeg.size_bytes - 3; i++) {
		struct jpeg cut = { malloc(i + 2), i + 2 };

		memcpy(cut.bytes, jpeg.bytes, i);
		memcpy(cut.bytes + i, "\xff\xd9", 2);
		assert_false(jpeg_proof_run(proof, cut.bytes, cut.size_bytes));
		free(cut.bytes);
	}
	jpeg_proof_destroy(proof);
	free(jpeg.bytes);
}

static void test_padding_in_front_of_the_end_is_no_damage(void **state)
{
	static const uint8_t zeros[2];
	struct jpeg_proof *proof = proof_create();

	(void)state;
	for (size_t i = 1; i <= sizeof(zeros); i++) {
		struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);

		bytes_insert(&jpeg, jpeg.size_bytes - 2, zeros, i);
		assert_true(jpeg_proof_run(proof, jpeg.bytes, jpeg.size_bytes));
		free(jpeg.bytes);
	}
	jpeg_proof_destroy(proof);
}

static void test_damaged_data_is_found_out(void **state)
{
	struct jpeg jpeg = jpeg_create(TJSAMP_420, 0);
	struct jpeg_proof *proof = proof_create();

	(void)state;
	memset(jpeg.bytes + segment_find(&jpeg, 0xda) + 14, 0xfe, 100);
	assert_false(jpeg_proof_run(proof, jpeg.bytes, jpeg.size_bytes));
	jpeg_proof_destroy(proof);
	free(jpeg.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_jpegs_are_proved),
		cmocka_unit_test(test_each_that_was_cut_off_is_found_out),
		cmocka_unit_test(test_padding_in_front_of_the_end_is_no_damage),
		cmocka_unit_test(test_damaged_data_is_found_out),
	};

	return cmocka_run_group_tests_name("jpeg_proof", tests, NULL, NULL);
}
