/*
 * Tests of frame_state.c, with a real slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "test_slot.h"

#define S_NS (1000 * MS_NS)

static struct frame_writer *writer;
static struct frame_reader *reader;

/* The reader asks who writes it; what it holds does not matter. */
static int slot_open(void **state)
{
	struct frame_info info = text_frame(1, 10 * S_NS);

	slot_absent(state);
	if (frame_writer_open(&writer, slot, 100) < 0 ||
	    frame_writer_publish(writer, &info, "x") < 0)
		return -1;
	return frame_reader_open(&reader, slot);
}

static int slot_close(void **state)
{
	frame_reader_close(reader);
	frame_writer_close(writer);
	return slot_absent(state);
}

static const char *state_of(uint32_t flags, uint64_t age_ns)
{
	const struct frame_info info = { .captured_ns = 10 * S_NS,
					 .flags = flags };

	return frame_reader_state(reader, &info, 10 * S_NS + age_ns);
}

static void test_frame_is_live_for_two_seconds(void **state)
{
	(void)state;
	assert_string_equal(state_of(0, 0), "live");
	assert_string_equal(state_of(0, 2 * S_NS - 1), "live");
	assert_string_equal(state_of(0, 2 * S_NS), "stale");
}

static void test_placeholder_is_no_signal_until_it_is_stale(void **state)
{
	(void)state;
	assert_string_equal(state_of(FRAME_PLACEHOLDER, 0), "no-signal");
	assert_string_equal(state_of(FRAME_PLACEHOLDER, 2 * S_NS), "stale");
}

static void test_sleeping_writer_is_idle_however_long_as_it_lives(void **state)
{
	const uint32_t flags = FRAME_PLACEHOLDER | FRAME_IDLE;

	(void)state;
	assert_string_equal(state_of(flags, 3600 * S_NS), "idle");
	frame_writer_close(writer);
	writer = NULL;
	assert_string_equal(state_of(flags, 3600 * S_NS), "stale");
}

static void test_frame_from_the_future_has_no_age(void **state)
{
	const struct frame_info info = { .captured_ns = 5 };

	(void)state;
	assert_int_equal(frame_info_age_ns(&info, 4), 0);
	assert_int_equal(frame_info_age_ns(&info, 7), 2);
	assert_string_equal(state_of(0, (uint64_t)-S_NS), "live");
}

static void test_source_has_a_name_whatever_the_memory_says(void **state)
{
	(void)state;
	assert_string_equal(frame_source_name(FRAME_SOURCE_LOST), "lost");
	assert_string_equal(frame_source_name(UINT32_MAX), "unknown");
}

int main(void)
{
#define SLOT_TEST(test)                                                        \
	cmocka_unit_test_setup_teardown(test, slot_open, slot_close)
	const struct CMUnitTest tests[] = {
		SLOT_TEST(test_frame_is_live_for_two_seconds),
		SLOT_TEST(test_placeholder_is_no_signal_until_it_is_stale),
		SLOT_TEST(
			test_sleeping_writer_is_idle_however_long_as_it_lives),
		SLOT_TEST(test_frame_from_the_future_has_no_age),
		SLOT_TEST(test_source_has_a_name_whatever_the_memory_says),
	};

	return cmocka_run_group_tests_name("frame_state", tests, NULL, NULL);
}
