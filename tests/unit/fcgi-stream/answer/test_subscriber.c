/*
 * Tests of subscriber.c, with a real slot and a socket pair in the web
 * server's place.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_house.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "audience.h"
#include "audiences.h"
#include "log.h"
#include "packed_frame.h"
#include "peer.h"
#include "record_reading.h"
#include "subscriber.h"

/* Nobody here is dropped; it only ends what would never end. */
#define PATIENCE_NS (30 * NS_PER_S)

#define VALUE_BYTES 1000000

/*
 * Of the tests and with the peer, which nobody reads while values are packed:
 * it ends what fails, and is not to be used up on a slow machine.
 */
#define PATIENCE_NS (30 * NS_PER_S)

static struct peers peers;
static struct audiences *audiences;

/* What the web server has read, records and all. */
static uint8_t records[8 * VALUE_BYTES];
static char text[8 * VALUE_BYTES];
static size_t records_bytes;

static int house_open(void **state)
{
	(void)state;
	if (slot_house_open("subscriber", VALUE_BYTES) < 0)
		return -1;
	peers = (struct peers){ .loop = loop, .patience_ns = PATIENCE_NS };
	records_bytes = 0;
	return audiences_create(&audiences, loop);
}

static int house_close(void **state)
{
	(void)state;
	peers_drop(&peers);
	audiences_destroy(audiences);
	slot_house_close();
	return 0;
}

static void publish(const char *media_type, const char *value)
{
	struct frame_info info = { .size_bytes = strlen(value),
				   .captured_ns = clock_monotonic_ns() };

	strcpy(info.media_type, media_type);
	assert_int_equal(frame_writer_publish(writer, &info, value), 0);
}

/* Returns the web server's end. */
static int subscribe(void)
{
	struct peer *peer;
	int ends[2];

	assert_int_equal(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
	assert_int_equal(peer_create(&peer, &peers, ends[0], false), 0);
	subscriber_start(peer, audiences_get(audiences, slot));
	return ends[1];
}

/* Everything told until now, as one text. */
static const char *told(int fd)
{
	const uint8_t *at = records, *next;
	struct read_record record;
	size_t text_bytes = 0;
	ssize_t size;

	while ((size = read(fd, records + records_bytes,
			    sizeof(records) - records_bytes)) > 0)
		records_bytes += (size_t)size;
	while ((next = record_read(&record, at, records + records_bytes))) {
		if (record.type == 6) {
			memcpy(text + text_bytes, record.content,
			       record.content_bytes);
			text_bytes += record.content_bytes;
		}
		at = next;
	}
	text[text_bytes] = '\0';
	return text;
}

static void run_until_told(int fd, const char *words)
{
	uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS;

	while (!strstr(told(fd), words) && clock_monotonic_ns() < deadline_ns)
		run_for_ms(20);
	if (!strstr(text, words))
		fail_msg("\"%s\" was not told, but \"%.2000s\"", words, text);
}

static unsigned int count(const char *words)
{
	unsigned int found = 0;

	for (const char *at = strstr(text, words); at;
	     at = strstr(at + 1, words))
		found++;
	return found;
}

static void test_stream_begins_with_the_state_and_the_value(void **state)
{
	int fd;

	(void)state;
	publish("application/json", "{\"a\":\n1}");
	fd = subscribe();
	run_until_told(fd, "\"value\":{\"a\": 1}}\n\n");
	assert_ptr_equal(strstr(text, "Status: 200 OK\r\n"), text);
	assert_non_null(strstr(text, "Content-Type: text/event-stream\r\n"));
	assert_non_null(strstr(text, "\r\n\r\nretry: 2000\n\nevent: state\n"));
	assert_int_equal(count("event: "), 2);
	close(fd);
}

static void test_values_declare_demand_and_states_do_not(void **state)
{
	int fd;

	(void)state;
	publish("image/jpeg", "x");
	fd = subscribe();
	run_until_told(fd, "\"state\":\"live\"");
	run_for_ms(300);
	assert_false(frame_writer_has_demand(writer));
	/* It holds something else from now on. */
	publish("application/json", "1");
	run_until_told(fd, "\"value\":1}");
	assert_true(frame_writer_has_demand(writer));
	assert_int_equal(audiences_seat_count(audiences), 1);
	publish("image/jpeg", "x");
	run_for_ms(1500);
	assert_false(frame_writer_has_demand(writer));
	assert_int_equal(audiences_seat_count(audiences), 1);
	close(fd);
	run_for_ms(50);
	assert_int_equal(audiences_seat_count(audiences), 0);
}

static void test_empty_slot_tells_its_first_value(void **state)
{
	int fd = subscribe();

	(void)state;
	run_until_told(fd, "\"state\":\"empty\"");
	publish("application/json", "\"first\"");
	run_until_told(fd, "\"value\":\"first\"");
	close(fd);
}

static void test_bad_value_breaks_nothing(void **state)
{
	int fd;

	(void)state;
	publish("application/json", "{");
	fd = subscribe();
	run_until_told(fd, "event: invalid\ndata: ");
	publish("application/json", "2");
	run_until_told(fd, "\"value\":2}");
	close(fd);
}

/* What the subscriber's peer can put away before anybody reads. */
static void fill_up(const char *value)
{
	struct peer *peer = LIST_FIRST(&peers.list);
	uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS;

	publish("application/json", value);
	while (!peer_is_busy(peer) && clock_monotonic_ns() < deadline_ns)
		run_for_ms(5);
	assert_true(peer_is_busy(peer));
}

static uint64_t newest_serial(void)
{
	struct packed_frame *newest =
		audience_newest(audiences_find(audiences, slot));

	return newest ? newest->info.serial : 0;
}

static void test_slow_one_skips_values_and_gets_the_newest(void **state)
{
	char *value = malloc(VALUE_BYTES);
	uint64_t deadline_ns = clock_monotonic_ns() + PATIENCE_NS;
	int fd;

	(void)state;
	memset(value, 'x', VALUE_BYTES);
	value[0] = '"';
	value[VALUE_BYTES - 2] = '"';
	value[VALUE_BYTES - 1] = '\0';
	fd = subscribe();
	fill_up(value);
	for (char letter = 'b'; letter < 'e'; letter++) {
		value[1] = letter;
		publish("application/json", value);
	}
	while (newest_serial() < 4 && clock_monotonic_ns() < deadline_ns)
		run_for_ms(5);
	assert_int_equal(newest_serial(), 4);
	run_until_told(fd, "\"value\":\"dx");
	assert_int_equal(count("event: value"), 2);
	free(value);
	close(fd);
}

static void test_end_of_the_program_ends_the_response(void **state)
{
	static const uint8_t end_request[] = { 1, 3, 0, 1, 0, 8 };
	int fd;

	(void)state;
	publish("application/json", "1");
	fd = subscribe();
	run_until_told(fd, "\"value\":1}");
	audiences_end(audiences);
	run_for_ms(50);
	told(fd);
	assert_non_null(memmem(records, records_bytes, end_request,
			       sizeof(end_request)));
	assert_true(peers_are_none(&peers));
	close(fd);
}

static void
test_audience_goes_with_its_last_subscriber_and_its_slot(void **state)
{
	int fd;

	(void)state;
	publish("image/jpeg", "x");
	fd = subscribe();
	run_until_told(fd, "\"state\":\"live\"");
	close(fd);
	run_for_ms(50);
	assert_non_null(audiences_find(audiences, slot));
	frame_writer_remove(writer);
	writer = NULL;
	run_for_ms(50);
	assert_null(audiences_find(audiences, slot));
}

static void test_silence_has_a_heartbeat(void **state)
{
	int fd;

	(void)state;
	publish("image/jpeg", "x");
	fd = subscribe();
	run_until_told(fd, "\"state\":\"stale\"");
	assert_int_equal(count("\n\n:\n\n"), 0);
	run_for_ms(6000);
	told(fd);
	assert_int_equal(count("\n\n:\n\n"), 1);
	close(fd);
}

int main(void)
{
#define HOUSE_TEST(test)                                                       \
	cmocka_unit_test_setup_teardown(test, house_open, house_close)
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(test_stream_begins_with_the_state_and_the_value),
		HOUSE_TEST(test_values_declare_demand_and_states_do_not),
		HOUSE_TEST(test_empty_slot_tells_its_first_value),
		HOUSE_TEST(test_bad_value_breaks_nothing),
		HOUSE_TEST(test_slow_one_skips_values_and_gets_the_newest),
		HOUSE_TEST(test_end_of_the_program_ends_the_response),
		HOUSE_TEST(
			test_audience_goes_with_its_last_subscriber_and_its_slot),
		HOUSE_TEST(test_silence_has_a_heartbeat),
	};

	log_open("test_subscriber", LOG_LEVEL_ERROR);
	return cmocka_run_group_tests_name("subscriber", tests, NULL, NULL);
}
