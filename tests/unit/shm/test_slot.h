/*
 * What the tests of the slot share: names nobody else uses, and frames.
 *
 * Includes cmocka with what it needs before it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef TEST_SLOT_H
#define TEST_SLOT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "slot_name.h"

#define MS_NS 1000000ull

/* One slot a test program; each test begins and ends without it. */
static char slot[FRAME_SLOT_NAME_MAX + 1];
static char slot_file[SLOT_PATH_BYTES];
static char slot_waiting_file[SLOT_PATH_BYTES];

/* For cmocka's setup and teardown. */
static inline int slot_absent(void **state)
{
	(void)state;
	snprintf(slot, sizeof(slot), "test-unit-%d", (int)getpid());
	slot_path(slot_file, slot);
	slot_new_path(slot_waiting_file, slot);
	unlink(slot_file);
	rmdir(slot_file);
	unlink(slot_waiting_file);
	return 0;
}

/* Text of `size_bytes` as a frame captured at `captured_ns`. */
static inline struct frame_info text_frame(size_t size_bytes,
					   uint64_t captured_ns)
{
	return (struct frame_info){
		.captured_ns = captured_ns,
		.captured_wall_ns = captured_ns + 1,
		.size_bytes = size_bytes,
		.width_px = 640,
		.height_px = 480,
		.media_type = "text/plain",
	};
}

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline void sleep_ms(long duration_ms)
{
	struct timespec rest = { duration_ms / 1000,
				 duration_ms % 1000 * 1000000 };

	while (nanosleep(&rest, &rest) < 0)
		;
}

/*
 * Run `body` in a process without root's rights and return what it returns,
 * 0 to 255, negated: an errno comes through.
 */
static inline int as_nobody(int (*body)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
			_exit(255);
		_exit(-body());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

#endif
