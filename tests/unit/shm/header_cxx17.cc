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
