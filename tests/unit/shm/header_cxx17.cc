/*
 * A C++ program that uses a slot; see test_header.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_slot.h"

extern "C" int open_missing_slot_from_cxx()
{
	frame_reader *reader = nullptr;

	return frame_reader_open(&reader, "test-no-such-slot");
}

extern "C" int follow_missing_slot_from_cxx()
{
	frame_follower *follower = nullptr;
	frame_info info{};
	const void *frame = nullptr;
	int result = frame_follower_open(&follower, "test-no-such-slot");

	if (result == 0)
		result = frame_follower_next(follower, &info, &frame, 0);
	frame_follower_close(follower);
	return result;
}
