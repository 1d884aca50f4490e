/*
 * Tests of viewer.c, the policy for a slow viewer: with a peer, an audience, a
 * loop and a link that do what the test says, in a time of its own.
 *
 * What a viewer sends is noted as one text: what its messages say, pictures as
 * "{part 7}" or, with the next head in advance, "{in advance 7}", the end of
 * the response as "{end}", and that it has finished as "{finish}".
 *
 * SPDX-License-Identifier: MIT
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audience.h"
#include "clock.h"
#include "loop.h"
#include "message.h"
#include "packed_frame.h"
#include "peer.h"
#include "record_reading.h"
#include "viewer.h"

#define PAYLOAD	  "picture"
#define JAM_BYTES (1024 * 1024)

struct loop {
	uint64_t now_ns;
	LIST_HEAD(, loop_timer) timers;
};

struct peer {
	struct peer_owner owner;
	bool keeps; /* what it is given, until it is told to let it go */
	bool is_busy;
	int status;
	uint64_t progress_ns; /* 0: it has not been told of any */
	char text[4096];
};

struct audience {
	struct stream_counts counts;
	struct packed_frame *newest;
	struct member *member;
	int join_result;
};

static struct loop loop;
static struct peer peer;
static struct audience audience;

/* What the kernel says of the link, and how often it was asked. */
static int64_t unsent_bytes;
static unsigned int asked_count;

/* ------------------------------------------------ the loop --------------- */

uint64_t loop_now_ns(const struct loop *of)
{
	return of->now_ns;
}

void loop_timer_set(struct loop *of, struct loop_timer *timer, uint64_t due_ns)
{
	loop_timer_clear(timer);
	timer->is_set = true;
	timer->due_ns = due_ns;
	LIST_INSERT_HEAD(&of->timers, timer, others);
}

void loop_timer_clear(struct loop_timer *timer)
{
	if (timer->is_set)
		LIST_REMOVE(timer, others);
	timer->is_set = false;
}

static struct loop_timer *next_timer(void)
{
	struct loop_timer *timer, *next = NULL;

	for (timer = LIST_FIRST(&loop.timers); timer;
	     timer = LIST_NEXT(timer, others))
		if (!next || timer->due_ns < next->due_ns)
			next = timer;
	return next;
}

/* Whatever is due until then fires in its turn. */
static void pass_ms(uint64_t duration_ms)
{
	uint64_t end_ns = loop.now_ns + duration_ms * NS_PER_MS;
	struct loop_timer *timer;

	while ((timer = next_timer()) && timer->due_ns <= end_ns) {
		loop.now_ns = timer->due_ns;
		loop_timer_clear(timer);
		timer->fire(timer->user);
	}
	loop.now_ns = end_ns;
}

/* ------------------------------------------------ the peer --------------- */

static void peer_note(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static void peer_note(const char *format, ...)
{
	size_t length = strlen(peer.text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(peer.text + length, sizeof(peer.text) - length, format,
		  arguments);
	va_end(arguments);
}

struct loop *peer_loop(const struct peer *of)
{
	assert_ptr_equal(of, &peer);
	return &loop;
}

void peer_set_owner(struct peer *of, const struct peer_owner *owner)
{
	of->owner = *owner;
}

void peer_count_answer(struct peer *of, int status)
{
	assert_int_equal(of->status, 0);
	of->status = status;
}

void peer_add_message(struct peer *of, struct message *message)
{
	const uint8_t *at, *end;
	struct read_record record;

	assert_non_null(message);
	at = message->bytes;
	end = at + message->size_bytes;
	while ((at = record_read(&record, at, end))) {
		if (record.type == 3)
			peer_note("{end}");
		else
			peer_note("%.*s", (int)record.content_bytes,
				  (const char *)record.content);
	}
	of->is_busy = true;
	free(message);
}

void peer_add_frame(struct peer *of, struct packed_frame *frame,
		    enum frame_piece piece)
{
	assert_true(piece == PIECE_PART || piece == PIECE_PART_IN_ADVANCE);
	peer_note("{%s %" PRIu64 "}",
		  piece == PIECE_PART ? "part" : "in advance",
		  frame->info.serial);
	of->is_busy = true;
}

void peer_send(struct peer *of)
{
	of->is_busy = of->keeps;
}

bool peer_is_busy(const struct peer *of)
{
	return of->is_busy;
}

void peer_note_progress(struct peer *of, uint64_t progress_ns)
{
	of->progress_ns = progress_ns;
}

void peer_finish(struct peer *of)
{
	assert_ptr_equal(of, &peer);
	peer_note("{finish}");
}

/* What it was given has left. */
static void peer_lets_go(void)
{
	peer.is_busy = false;
	peer.owner.idle(peer.owner.user);
}

/* -------------------------------------------- the audience --------------- */

const char *audience_name(const struct audience *of)
{
	assert_ptr_equal(of, &audience);
	return "drone1";
}

struct stream_counts *member_counts(struct member *member)
{
	assert_ptr_equal(member->audience, &audience);
	return &member->audience->counts;
}

struct packed_frame *audience_newest(const struct audience *of)
{
	return of->newest;
}

int audience_join(struct audience *of, struct member *member)
{
	if (of->join_result < 0)
		return of->join_result;
	member->audience = of;
	of->member = member;
	if (of->newest)
		member->show(member->user, of->newest);
	return 0;
}

void audience_leave(struct member *member)
{
	if (member->audience)
		member->audience->member = NULL;
	member->audience = NULL;
}

static void show_again(void)
{
	if (audience.member)
		audience.member->show(audience.member->user, audience.newest);
}

static void show_of_type(uint64_t serial, const char *media_type)
{
	struct frame_info info = { .serial = serial,
				   .captured_ns = clock_monotonic_ns(),
				   .size_bytes = strlen(PAYLOAD) };

	strcpy(info.media_type, media_type);
	packed_frame_release(audience.newest);
	audience.newest = packed_frame_create(&info, PAYLOAD, NULL);
	assert_non_null(audience.newest);
	show_again();
}

static void show(uint64_t serial)
{
	show_of_type(serial, "image/jpeg");
}

/* ------------------------------------------------ the link --------------- */

int64_t browser_link_unsent_bytes(const struct browser_link *link, int fd)
{
	(void)fd;
	assert_true(link->is_known);
	asked_count++;
	return unsent_bytes;
}

/* ------------------------------------------------------------------------ */

static int house_open(void **state)
{
	(void)state;
	loop = (struct loop){ .now_ns = 1000 * NS_PER_S };
	peer = (struct peer){ .status = 0 };
	audience = (struct audience){ .newest = NULL };
	unsent_bytes = 0;
	asked_count = 0;
	return 0;
}

/* Whoever has gone has left nothing: AddressSanitizer knows of the rest. */
static int house_close(void **state)
{
	(void)state;
	if (peer.owner.gone)
		peer.owner.gone(peer.owner.user);
	packed_frame_release(audience.newest);
	return audience.member || next_timer() ? -1 : 0;
}

static void start(const struct viewer_wish *wish)
{
	viewer_start(&peer, &audience, wish);
}

static void start_plain(void)
{
	start(&(struct viewer_wish){ .frames = 0 });
}

static void start_behind_a_link(void)
{
	start(&(struct viewer_wish){ .browser.is_known = true });
}

/* All that has been sent, but for the response's head. */
static void assert_stream(const char *expected)
{
	const char *stream = strstr(peer.text, "\r\n\r\n");

	assert_non_null(stream);
	assert_string_equal(stream + 4, expected);
}

static void assert_refused(int status, const char *words)
{
	assert_int_equal(peer.status, status);
	assert_non_null(strstr(peer.text, words));
	assert_null(strstr(peer.text, "{part"));
	assert_non_null(strstr(peer.text, "{end}{finish}"));
	assert_null(audience.member);
}

static uint64_t ages_count(void)
{
	uint64_t count = 0;

	for (int i = 0; i <= HISTOGRAM_BOUNDS; i++)
		count += audience.counts.age.counts[i];
	return count;
}

/* ----------------------------------------------- the beginning ----------- */

static void test_first_picture_opens_the_stream(void **state)
{
	(void)state;
	start_plain();
	assert_string_equal(peer.text, "");
	show(1);
	assert_int_equal(peer.status, 200);
	assert_non_null(strstr(peer.text, "Status: 200 OK\r\n"));
	assert_non_null(strstr(peer.text, "multipart/x-mixed-replace"));
	assert_stream("--slotcast{part 1}");
	show(2);
	assert_stream("--slotcast{part 1}{part 2}");
}

static void test_picture_at_hand_is_sent_at_once(void **state)
{
	(void)state;
	show(7);
	start_plain();
	assert_stream("--slotcast{part 7}");
}

static void test_heads_go_in_advance_for_who_wants_them(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .heads_in_advance = true });
	show(1);
	assert_non_null(strstr(peer.text, "\r\n\r\n--slotcast\r\nContent-"));
	assert_non_null(strstr(peer.text, "\r\n\r\n{in advance 1}"));
}

static void test_scripts_get_no_heads_in_advance(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .heads_in_advance = true, .raw = true });
	show(1);
	assert_non_null(strstr(peer.text, "application/octet-stream"));
	assert_null(strstr(peer.text, "multipart"));
	assert_stream("--slotcast{part 1}");
}

static void test_head_alone_is_sent_when_that_is_wanted(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .head_only = true });
	assert_string_equal(peer.text, "");
	show(1);
	assert_int_equal(peer.status, 200);
	assert_stream("{end}{finish}");
	assert_null(audience.member);
	assert_int_equal(audience.counts.frames_sent, 0);
}

static void test_who_waits_in_vain_is_asked_to_come_again(void **state)
{
	(void)state;
	start_plain();
	pass_ms(1999);
	assert_string_equal(peer.text, "");
	pass_ms(1);
	assert_refused(503, "has no picture yet");
	assert_non_null(strstr(peer.text, "Retry-After: 1\r\n"));
}

static void test_stream_that_has_begun_may_be_silent_for_longer(void **state)
{
	(void)state;
	start_plain();
	show(1);
	pass_ms(60000);
	assert_stream("--slotcast{part 1}");
}

static void test_slot_without_pictures_is_no_stream(void **state)
{
	(void)state;
	start_plain();
	show_of_type(1, "application/json");
	assert_refused(404, "holds application/json, not pictures");
}

static void test_who_wanted_the_head_gets_no_sentence(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .head_only = true });
	show_of_type(1, "application/json");
	assert_int_equal(peer.status, 404);
	assert_stream("{end}{finish}");
}

static void test_who_cannot_join_is_refused(void **state)
{
	(void)state;
	audience.join_result = -EAGAIN;
	start_plain();
	assert_refused(503, "short of threads");
	assert_non_null(strstr(peer.text, "Retry-After: 5\r\n"));
}

/* --------------------------------------------- who is slow --------------- */

static void test_slow_one_goes_on_with_the_newest(void **state)
{
	(void)state;
	peer.keeps = true;
	start_plain();
	for (uint64_t serial = 1; serial <= 5; serial++)
		show(serial);
	assert_stream("--slotcast{part 1}");
	peer_lets_go();
	assert_stream("--slotcast{part 1}{part 5}");
	peer_lets_go();
	assert_stream("--slotcast{part 1}{part 5}");
	show(6);
	assert_stream("--slotcast{part 1}{part 5}{part 6}");
}

/* 5 was got in the end, 2 to 4 never. */
static void test_pictures_that_were_replaced_are_skipped(void **state)
{
	(void)state;
	peer.keeps = true;
	start_plain();
	for (uint64_t serial = 1; serial <= 5; serial++)
		show(serial);
	assert_int_equal(audience.counts.frames_skipped, 3);
	peer_lets_go();
	peer_lets_go();
	assert_int_equal(audience.counts.frames_skipped, 3);
	show(6);
	show(7);
	assert_int_equal(audience.counts.frames_skipped, 3);
	show(8);
	assert_int_equal(audience.counts.frames_skipped, 4);
	assert_int_equal(audience.counts.frames_sent, 3);
}

static void test_picture_shown_again_is_no_skipped_one(void **state)
{
	(void)state;
	peer.keeps = true;
	start_plain();
	show(1);
	show(2);
	show_again();
	show_again();
	assert_int_equal(audience.counts.frames_skipped, 0);
	peer_lets_go();
	assert_stream("--slotcast{part 1}{part 2}");
}

/* So that no server in between takes the silence for a fault. */
static void test_picture_shown_again_is_sent_again(void **state)
{
	(void)state;
	start_plain();
	show(1);
	pass_ms(5000);
	show_again();
	assert_stream("--slotcast{part 1}{part 1}");
}

static void test_age_is_counted_when_the_picture_has_left(void **state)
{
	(void)state;
	start_plain();
	show(1);
	assert_int_equal(ages_count(), 1);
	peer.keeps = true;
	show(2);
	show(3);
	assert_int_equal(ages_count(), 1);
	peer_lets_go();
	assert_int_equal(ages_count(), 2);
	peer_lets_go();
	peer_lets_go();
	assert_int_equal(ages_count(), 3);
}

static void test_bytes_are_counted_as_the_client_counts_them(void **state)
{
	uint64_t part_bytes;

	(void)state;
	start(&(struct viewer_wish){ .frames = 2 });
	show(1);
	part_bytes = packed_frame_body_bytes(audience.newest, PIECE_PART);
	assert_int_equal(audience.counts.stream_bytes,
			 strlen("--slotcast") + part_bytes);
	part_bytes += packed_frame_body_bytes(audience.newest, PIECE_PART);
	show(2);
	assert_int_equal(audience.counts.stream_bytes,
			 strlen("--slotcast") + part_bytes + strlen("--\r\n"));
}

/* ------------------------------------------ a link that is jammed -------- */

static void test_picture_waits_until_the_one_before_has_left(void **state)
{
	(void)state;
	start_behind_a_link();
	show(1);
	assert_stream("--slotcast{part 1}");
	unsent_bytes = JAM_BYTES;
	pass_ms(33);
	show(2);
	pass_ms(33);
	show(3);
	assert_stream("--slotcast{part 1}");
	assert_int_equal(audience.counts.frames_skipped, 1);
	unsent_bytes = 0;
	pass_ms(500);
	assert_stream("--slotcast{part 1}{part 3}");
	/* It is not measured endlessly. */
	assert_null(next_timer());
}

static void test_first_picture_waits_for_a_jammed_link_as_well(void **state)
{
	(void)state;
	unsent_bytes = JAM_BYTES;
	start_behind_a_link();
	show(1);
	show(2);
	assert_string_equal(peer.text, "");
	assert_int_equal(audience.counts.frames_skipped, 1);
	unsent_bytes = 0;
	pass_ms(500);
	assert_stream("--slotcast{part 2}");
}

static void test_jammed_link_is_measured_by_its_timer_alone(void **state)
{
	unsigned int asked;

	(void)state;
	start_behind_a_link();
	show(1);
	unsent_bytes = JAM_BYTES;
	pass_ms(33);
	show(2);
	asked = asked_count;
	for (uint64_t serial = 3; serial < 100; serial++)
		show(serial);
	assert_int_equal(asked_count, asked);
	pass_ms(100);
	assert_in_range(asked_count, asked + 1, asked + 12);
}

/* With that the peer drops it, and says so, when its patience has ended. */
static void test_peer_is_told_when_the_link_last_moved(void **state)
{
	uint64_t moved_ns;

	(void)state;
	start_behind_a_link();
	show(1);
	unsent_bytes = JAM_BYTES;
	pass_ms(33);
	show(2);
	pass_ms(300);
	unsent_bytes = JAM_BYTES / 2;
	pass_ms(60);
	moved_ns = peer.progress_ns;
	assert_in_range(moved_ns, loop.now_ns - 60 * NS_PER_MS, loop.now_ns);
	pass_ms(10000);
	assert_int_equal(peer.progress_ns, moved_ns);
}

/* Asking costs a system call. */
static void test_link_of_one_who_is_busy_is_not_asked_about(void **state)
{
	(void)state;
	peer.keeps = true;
	start_behind_a_link();
	show(1);
	assert_int_equal(asked_count, 1);
	show(2);
	show(3);
	assert_int_equal(asked_count, 1);
}

static void test_link_that_nobody_knows_is_not_asked_about_again(void **state)
{
	(void)state;
	unsent_bytes = -ENOENT;
	start_behind_a_link();
	for (uint64_t serial = 1; serial <= 3; serial++)
		show(serial);
	assert_stream("--slotcast{part 1}{part 2}{part 3}");
	assert_int_equal(asked_count, 1);
}

static void test_viewer_that_goes_leaves_no_timer_behind(void **state)
{
	(void)state;
	start_behind_a_link();
	show(1);
	unsent_bytes = JAM_BYTES;
	pass_ms(33);
	show(2);
	assert_non_null(next_timer());
	peer.owner.gone(peer.owner.user);
	peer.owner.gone = NULL;
	assert_null(next_timer());
	assert_null(audience.member);
}

/* --------------------------------------- as many as were wished ---------- */

static void test_rate_is_limited_and_nothing_skipped(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .fps = 10 });
	for (uint64_t serial = 1; serial <= 90; serial++) {
		show(serial);
		pass_ms(33);
	}
	assert_in_range(audience.counts.frames_sent, 29, 31);
	assert_int_equal(audience.counts.frames_skipped, 0);
}

static void test_stream_ends_after_so_many_pictures(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .frames = 2 });
	show(1);
	show(2);
	show(3);
	assert_stream("--slotcast{part 1}{part 2}--\r\n{end}{finish}");
	assert_null(audience.member);
}

/* It may take the last picture in its own time. */
static void test_last_picture_of_a_slow_one_is_followed_by_the_end(void **state)
{
	(void)state;
	peer.keeps = true;
	start(&(struct viewer_wish){ .frames = 1 });
	show(1);
	show(2);
	assert_stream("--slotcast{part 1}--\r\n{end}{finish}");
}

static void test_end_closes_the_head_in_advance(void **state)
{
	(void)state;
	start(&(struct viewer_wish){ .frames = 1, .heads_in_advance = true });
	show(1);
	assert_non_null(strstr(
		peer.text, "{in advance 1}\r\n--slotcast--\r\n{end}{finish}"));
}

static void test_slot_that_turns_to_values_sends_none(void **state)
{
	(void)state;
	start_plain();
	show(1);
	show_of_type(2, "application/json");
	show(3);
	assert_stream("--slotcast{part 1}{part 3}");
}

/* ------------------------------------------- the program ends ------------ */

static void test_end_of_the_program_closes_the_stream(void **state)
{
	(void)state;
	peer.keeps = true;
	start_plain();
	show(1);
	show(2);
	audience.member->end(audience.member->user);
	assert_stream("--slotcast{part 1}--\r\n{end}{finish}");
	assert_null(audience.member);
}

static void test_end_of_the_program_refuses_who_still_waits(void **state)
{
	(void)state;
	start_plain();
	audience.member->end(audience.member->user);
	assert_refused(503, "Status: 503 ");
	assert_null(next_timer());
}

int main(void)
{
#define VIEWER_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, house_open, house_close)
	const struct CMUnitTest tests[] = {
		VIEWER_TEST(test_first_picture_opens_the_stream),
		VIEWER_TEST(test_picture_at_hand_is_sent_at_once),
		VIEWER_TEST(test_heads_go_in_advance_for_who_wants_them),
		VIEWER_TEST(test_scripts_get_no_heads_in_advance),
		VIEWER_TEST(test_head_alone_is_sent_when_that_is_wanted),
		VIEWER_TEST(test_who_waits_in_vain_is_asked_to_come_again),
		VIEWER_TEST(
			test_stream_that_has_begun_may_be_silent_for_longer),
		VIEWER_TEST(test_slot_without_pictures_is_no_stream),
		VIEWER_TEST(test_who_wanted_the_head_gets_no_sentence),
		VIEWER_TEST(test_who_cannot_join_is_refused),
		VIEWER_TEST(test_slow_one_goes_on_with_the_newest),
		VIEWER_TEST(test_pictures_that_were_replaced_are_skipped),
		VIEWER_TEST(test_picture_shown_again_is_no_skipped_one),
		VIEWER_TEST(test_picture_shown_again_is_sent_again),
		VIEWER_TEST(test_age_is_counted_when_the_picture_has_left),
		VIEWER_TEST(test_bytes_are_counted_as_the_client_counts_them),
		VIEWER_TEST(test_picture_waits_until_the_one_before_has_left),
		VIEWER_TEST(test_first_picture_waits_for_a_jammed_link_as_well),
		VIEWER_TEST(test_jammed_link_is_measured_by_its_timer_alone),
		VIEWER_TEST(test_link_of_one_who_is_busy_is_not_asked_about),
		VIEWER_TEST(test_peer_is_told_when_the_link_last_moved),
		VIEWER_TEST(
			test_link_that_nobody_knows_is_not_asked_about_again),
		VIEWER_TEST(test_viewer_that_goes_leaves_no_timer_behind),
		VIEWER_TEST(test_rate_is_limited_and_nothing_skipped),
		VIEWER_TEST(test_stream_ends_after_so_many_pictures),
		VIEWER_TEST(
			test_last_picture_of_a_slow_one_is_followed_by_the_end),
		VIEWER_TEST(test_end_closes_the_head_in_advance),
		VIEWER_TEST(test_slot_that_turns_to_values_sends_none),
		VIEWER_TEST(test_end_of_the_program_closes_the_stream),
		VIEWER_TEST(test_end_of_the_program_refuses_who_still_waits),
	};

	return cmocka_run_group_tests_name("viewer", tests, NULL, NULL);
}
