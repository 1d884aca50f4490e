/*
 * Tests of listener.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "listener.h"
#include "log.h"

static char folder[] = "/tmp/test_listener.XXXXXX";
static char path[64];
static int accepted_count;

static int folder_make(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/socket", folder);
	return 0;
}

static int folder_remove(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static int connect_to_path(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(address.sun_path, path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static void test_socket_is_for_owner_and_group(void **state)
{
	int fd = listener_make_socket(path);
	struct stat file;

	(void)state;
	assert_true(fd >= 0);
	assert_true(listener_is_socket(fd));
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0660);
	close(fd);
}

static void test_dead_socket_is_replaced_live_one_is_not(void **state)
{
	/* The test before left one that nobody listens on. */
	int fd = listener_make_socket(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(listener_make_socket(path), -EADDRINUSE);
	close(fd);
}

static void test_file_that_is_no_socket_is_left_alone(void **state)
{
	FILE *file;

	(void)state;
	unlink(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_int_equal(listener_make_socket(path), -ENOTSOCK);
	assert_int_equal(access(path, F_OK), 0);
	unlink(path);
}

static void test_long_path_is_refused(void **state)
{
	char longest[200];

	(void)state;
	snprintf(longest, sizeof(longest), "/tmp/%0150d", 0);
	assert_int_equal(listener_make_socket(longest), -ENAMETOOLONG);
}

static void test_other_descriptors_are_no_listeners(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_false(listener_is_socket(ends[0]));
	assert_false(listener_is_socket(-1));
	close(ends[0]);
	close(ends[1]);
}

static struct loop *loop;

static void count_accepted(void *user, int fd)
{
	(void)user;
	accepted_count++;
	close(fd);
}

static void stop(void *user)
{
	(void)user;
	loop_stop(loop);
}

static struct rlimit plenty;

static void descriptors_allow(void *user)
{
	(void)user;
	setrlimit(RLIMIT_NOFILE, &plenty);
}

static void test_shortage_of_descriptors_is_waited_out(void **state)
{
	struct listener listener = { .accepted = count_accepted };
	struct loop_timer relief = { .fire = descriptors_allow };
	struct loop_timer end = { .fire = stop };
	struct rlimit none;
	clock_t used;
	int client;

	(void)state;
	assert_int_equal(loop_create(&loop), 0);
	assert_int_equal(listener_open(&listener, loop,
				       listener_make_socket(path), path),
			 0);
	client = connect_to_path();
	assert_true(client >= 0);
	getrlimit(RLIMIT_NOFILE, &plenty);
	none = (struct rlimit){ 0, plenty.rlim_max };
	setrlimit(RLIMIT_NOFILE, &none);
	loop_timer_set(loop, &relief, clock_monotonic_ns() + 150 * NS_PER_MS);
	loop_timer_set(loop, &end, clock_monotonic_ns() + 300 * NS_PER_MS);
	used = clock();
	loop_run(loop);
	assert_int_equal(accepted_count, 1);
	/* It slept: spinning would have used ten times as much. */
	assert_true(clock() - used < CLOCKS_PER_SEC / 50);
	listener_close(&listener);
	assert_int_equal(access(path, F_OK), -1);
	close(client);
	loop_destroy(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_socket_is_for_owner_and_group),
		cmocka_unit_test(test_dead_socket_is_replaced_live_one_is_not),
		cmocka_unit_test(test_file_that_is_no_socket_is_left_alone),
		cmocka_unit_test(test_long_path_is_refused),
		cmocka_unit_test(test_other_descriptors_are_no_listeners),
		cmocka_unit_test(test_shortage_of_descriptors_is_waited_out),
	};

	log_open("test_listener", LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("listener", tests, folder_make,
					   folder_remove);
}
