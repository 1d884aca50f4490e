/*
 * Tests of lookout.c and sight.c, with a real slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_house.h"

#include <string.h>

#include "lookout.h"

static struct lookout lookout;

struct listener {
	struct follower follower;
	unsigned int told;
	const char *awaited; /* state */
};

static void listener_told(void *user)
{
	struct listener *listener = user;

	listener->told++;
	if (strcmp(lookout.sight.state, listener->awaited) == 0)
		loop_stop(loop);
}

static void listener_follow(struct listener *listener)
{
	*listener = (struct listener){
		.follower = { .tell = listener_told, .user = listener },
		.awaited = "",
	};
	lookout_follow(&lookout, &listener->follower);
}

static void run_until(struct listener *listener, const char *awaited)
{
	listener->awaited = awaited;
	if (strcmp(lookout.sight.state, awaited) != 0)
		run_for_ms(5000);
	assert_string_equal(lookout.sight.state, awaited);
	listener->awaited = "";
}

static void publish(uint32_t width_px, uint32_t flags)
{
	struct frame_info info = { .size_bytes = 1,
				   .captured_ns = clock_monotonic_ns(),
				   .width_px = width_px,
				   .height_px = 480,
				   .flags = flags,
				   .media_type = "image/jpeg" };

	assert_int_equal(frame_writer_publish(writer, &info, "x"), 0);
}

static int house_open(void **state)
{
	(void)state;
	if (slot_house_open("lookout", 100) < 0)
		return -1;
	lookout_open(&lookout, loop, slot);
	return 0;
}

static int house_close(void **state)
{
	(void)state;
	lookout_close(&lookout);
	slot_house_close();
	return 0;
}

static void test_state_is_known_at_once(void **state)
{
	struct listener listener;

	(void)state;
	listener_follow(&listener);
	assert_string_equal(lookout.sight.state, "empty");
	lookout_unfollow(&lookout, &listener.follower);
	publish(640, 0);
	listener_follow(&listener);
	assert_string_equal(lookout.sight.state, "live");
	assert_int_equal(lookout.sight.info.width_px, 640);
	assert_int_equal(listener.told, 0);
	lookout_unfollow(&lookout, &listener.follower);
}

static void test_changes_are_told_and_nothing_else(void **state)
{
	struct listener listener;

	(void)state;
	publish(640, 0);
	listener_follow(&listener);
	publish(640, 0);
	run_for_ms(600);
	assert_int_equal(listener.told, 0);
	publish(1280, 0);
	run_for_ms(600);
	assert_int_equal(listener.told, 1);
	assert_int_equal(lookout.sight.info.width_px, 1280);
	publish(1280, FRAME_PLACEHOLDER);
	run_until(&listener, "no-signal");
	run_until(&listener, "stale");
	publish(1280, 0);
	run_until(&listener, "live");
	assert_int_equal(listener.told, 4);
	lookout_unfollow(&lookout, &listener.follower);
}

static void test_slot_that_goes_and_comes_back_is_followed(void **state)
{
	struct listener listener;

	(void)state;
	publish(640, 0);
	listener_follow(&listener);
	frame_writer_remove(writer);
	run_until(&listener, "gone");
	/* What it was is remembered. */
	assert_true(lookout.sight.has_frame);
	assert_int_equal(lookout.sight.info.width_px, 640);
	assert_int_equal(frame_writer_open(&writer, slot, 100), 0);
	run_until(&listener, "empty");
	publish(320, 0);
	run_until(&listener, "live");
	assert_int_equal(lookout.sight.info.width_px, 320);
	lookout_unfollow(&lookout, &listener.follower);
}

static void test_replaced_slot_is_no_change(void **state)
{
	struct listener listener;
	struct frame_info info = { .size_bytes = 100000,
				   .width_px = 640,
				   .height_px = 480,
				   .media_type = "image/jpeg" };
	static const char frame[100000];

	(void)state;
	publish(640, 0);
	listener_follow(&listener);
	info.captured_ns = clock_monotonic_ns();
	assert_int_equal(frame_writer_publish(writer, &info, frame), 0);
	lookout_look(&lookout);
	assert_int_equal(listener.told, 0);
	assert_int_equal(lookout.sight.info.serial, 2);
	lookout_unfollow(&lookout, &listener.follower);
}

static void test_following_declares_no_demand(void **state)
{
	struct listener listener;

	(void)state;
	publish(640, 0);
	listener_follow(&listener);
	run_for_ms(300);
	assert_false(frame_writer_has_demand(writer));
	lookout_unfollow(&lookout, &listener.follower);
}

int main(void)
{
#define HOUSE_TEST(test)                                                       \
	cmocka_unit_test_setup_teardown(test, house_open, house_close)
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(test_state_is_known_at_once),
		HOUSE_TEST(test_changes_are_told_and_nothing_else),
		HOUSE_TEST(test_slot_that_goes_and_comes_back_is_followed),
		HOUSE_TEST(test_replaced_slot_is_no_change),
		HOUSE_TEST(test_following_declares_no_demand),
	};

	return cmocka_run_group_tests_name("lookout", tests, NULL, NULL);
}
