/*
 * Whatever a camera writes around its pictures, they come out as they are, each
 * with its last byte.
 *
 * SPDX-License-Identifier: MIT
 */
#include "multipart_reader.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define STREAM_BYTES 65536
#define PICTURES     4

/* Bytes with their number: zeros may be among them. */
struct bytes {
	uint8_t at[STREAM_BYTES];
	size_t size;
};

static void add(struct bytes *bytes, const void *more, size_t size)
{
	assert_true(bytes->size + size <= sizeof(bytes->at));
	memcpy(bytes->at + bytes->size, more, size);
	bytes->size += size;
}

#define ADD(bytes, text) add(bytes, text, sizeof(text) - 1)

/*
 * Of two scans, with restarts, stuffed bytes, a fill byte, and a thumbnail in
 * its header that has an end of its own.
 */
static struct bytes jpeg_of(unsigned number)
{
	struct bytes jpeg = { .size = 0 };

	ADD(&jpeg, "\xff\xd8\xff\xe1\x00\x0e"
		   "Exif"
		   "\xff\xd8\xff\xdb\xff\xd9--");
	ADD(&jpeg, "\xff\xdb\x00\x04qq\xff\xc0\x00\x03s");
	ADD(&jpeg, "\xff\xff\xda\x00\x04ss"
		   "one\xff\x00two\xff\xd0three\r\n");
	for (unsigned i = 0; i < number; i++)
		ADD(&jpeg, "more");
	ADD(&jpeg, "\xff\xc4\x00\x06\xff\xd9\xff\xd9\xff\xda\x00\x02"
		   "four");
	ADD(&jpeg, "\xff\xd9");
	return jpeg;
}

/* How one camera writes. %zu is where the length of the picture stands. */
struct manner {
	const char *name;
	const char *before_all, *before_first; /* NULL: as the others */
	const char *before, *after;
	long length_error;
};

static void manner_before(struct bytes *stream, const struct manner *manner,
			  unsigned number, size_t picture_bytes)
{
	const char *format = number == 0 && manner->before_first
				     ? manner->before_first
				     : manner->before;
	char text[512];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), format,
		 picture_bytes + (size_t)manner->length_error);
#pragma GCC diagnostic pop
	add(stream, text, strlen(text));
}

static struct bytes stream_of(const struct manner *manner, size_t cut_bytes)
{
	struct bytes stream = { .size = 0 };

	add(&stream, manner->before_all, strlen(manner->before_all));
	for (unsigned i = 0; i < PICTURES; i++) {
		struct bytes jpeg = jpeg_of(i);

		jpeg.size -= cut_bytes;
		manner_before(&stream, manner, i, jpeg.size);
		add(&stream, jpeg.at, jpeg.size);
		add(&stream, manner->after, strlen(manner->after));
	}
	return stream;
}

static struct multipart_reader *reader_create(void)
{
	struct multipart_reader *reader;

	assert_int_equal(multipart_reader_create(&reader), 0);
	return reader;
}

static void expect_picture(struct multipart_reader *reader,
			   const uint8_t *bytes, size_t size_bytes)
{
	struct picture *picture = multipart_reader_take(reader);

	assert_non_null(picture);
	assert_int_equal(picture->kind, PICTURE_JPEG);
	assert_int_equal(picture->size_bytes, size_bytes);
	assert_memory_equal(picture->bytes, bytes, size_bytes);
	picture->release(picture);
}

/* The next picture is that of `number`, but for its last `cut_bytes`. */
static void expect_cut(struct multipart_reader *reader, unsigned number,
		       size_t cut_bytes)
{
	struct bytes jpeg = jpeg_of(number);

	expect_picture(reader, jpeg.at, jpeg.size - cut_bytes);
}

static void expect_nothing(struct multipart_reader *reader)
{
	assert_null(multipart_reader_take(reader));
}

static void feed(struct multipart_reader *reader, const struct bytes *bytes)
{
	assert_int_equal(multipart_reader_feed(reader, bytes->at, bytes->size),
			 0);
}

static const struct manner manners[] = {
	{ "Axis", "", NULL,
	  "--myboundary\r\nContent-Type: image/jpeg\r\nContent-Length: "
	  "%zu\r\n\r\n",
	  "\r\n", 0 },
	{ "mjpg-streamer", "", NULL,
	  "--boundarydonotcross \r\nContent-Type: image/jpeg\r\n"
	  "Content-Length: %zu\r\nX-Timestamp: 1.2\r\n\r\n",
	  "\r\n", 0 },
	{ "motion", "", NULL,
	  "--BoundaryString\r\nContent-type: image/jpeg\r\n"
	  "Content-Length:                %zu\r\n\r\n",
	  "\r\n", 0 },
	{ "IP Webcam", "", NULL,
	  "\r\n--Ba4oTvQMY8ew04N8dcnM\r\nContent-Type: image/jpeg\r\n"
	  "Content-Length: %zu\r\n\r\n",
	  "", 0 },
	{ "Foscam", "", NULL,
	  "--ipcamera\r\nContent-Type: image/jpeg\r\n"
	  "Content-Length: %zu\r\n\r\n",
	  "\r\n\r\n", 0 },
	{ "ESP32-CAM: no boundary before the first", "",
	  "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n",
	  "\r\n--123456789000000000000987654321\r\n"
	  "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n",
	  "", 0 },
	{ "Tasmota: as well", "",
	  "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n",
	  "\r\n--e8b8c539-047d-4777-a985-fbba6edff11e\r\n"
	  "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n",
	  "", 0 },
	{ "Trendnet: a parameter in the type", "", NULL,
	  "--video boundary--\r\nContent-Type: image/jpeg;size=%zu\r\n\r\n",
	  "\r\n", 0 },
	{ "ffmpeg: no length", "", NULL,
	  "--ffmpeg\r\nContent-type: image/jpeg\r\n\r\n", "\r\n", 0 },
	{ "no type", "", NULL, "--b\r\nContent-Length: %zu\r\n\r\n", "\r\n",
	  0 },
	{ "no headers at all", "", NULL, "--boundary\r\n\r\n", "\r\n", 0 },
	{ "no dashes", "", NULL, "BoundaryString\r\ncontent-length:%zu\r\n\r\n",
	  "\r\n", 0 },
	{ "no line end before the boundary", "", NULL,
	  "--camera\r\nContent-Type: image/jpeg\r\n\r\n", "", 0 },
	{ "a name with colons", "", NULL,
	  "--:boundary:\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n", 0 },
	{ "LF", "", NULL,
	  "--camera\nContent-Type: image/jpeg\nContent-Length: %zu\n\n", "\n",
	  0 },
	{ "CR", "", NULL,
	  "--camera\rContent-Type: image/jpeg\rContent-Length: %zu\r\r", "\r",
	  0 },
	{ "a length that is too short", "", NULL,
	  "--camera\r\nContent-Length: %zu\r\n\r\n", "\r\n", -9 },
	{ "a length that is too long", "", NULL,
	  "--camera\r\nContent-Length: %zu\r\n\r\n", "\r\n", 999 },
	{ "something in front of all", "Hello\r\n\xff\xd8 \xff\xff there\r\n",
	  NULL, "--camera\r\nContent-Type: image/jpeg\r\n\r\n", "\r\n", 0 },
	{ "a part of text before each", "", NULL,
	  "--camera\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\n"
	  "motion1\r\n--camera\r\nContent-Type: image/jpeg\r\n"
	  "Content-Length: %zu\r\n\r\n",
	  "\r\n", 0 },
	{ "nothing between them", "", NULL, "", "", 0 },
};

/* A picture that did not wait for what comes behind it has no latency. */
static void expect_pictures_in_time(const struct manner *manner)
{
	struct multipart_reader *reader = reader_create();
	const struct bytes stream = stream_of(manner, 0);
	size_t after_bytes = strlen(manner->after);
	unsigned number = 0;

	for (size_t i = 0; i < stream.size; i++) {
		struct picture *picture;

		assert_int_equal(
			multipart_reader_feed(reader, stream.at + i, 1), 0);
		picture = multipart_reader_take(reader);
		if (!picture)
			continue;
		assert_true(stream.at[i - 1] == 0xff && stream.at[i] == 0xd9);
		assert_memory_equal(picture->bytes, jpeg_of(number).at,
				    jpeg_of(number).size);
		picture->release(picture);
		number++;
		if (number == PICTURES)
			assert_int_equal(stream.size - 1 - i, after_bytes);
	}
	assert_int_equal(number, PICTURES);
	multipart_reader_destroy(reader);
}

static void
test_pictures_of_every_camera_come_with_their_last_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		print_message("  %s\n", manners[i].name);
		expect_pictures_in_time(&manners[i]);
	}
}

static void test_pictures_that_come_at_once_come_one_by_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		struct multipart_reader *reader = reader_create();
		const struct bytes stream = stream_of(&manners[i], 0);

		feed(reader, &stream);
		for (unsigned number = 0; number < PICTURES; number++)
			expect_cut(reader, number, 0);
		expect_nothing(reader);
		multipart_reader_destroy(reader);
	}
}

/* Those that have a boundary of at least four letters. */
static bool has_boundary(const struct manner *manner)
{
	return strstr(manner->before, "oundary") ||
	       strstr(manner->before, "--camera");
}

static void test_without_an_end_a_picture_ends_at_the_boundary(void **state)
{
	unsigned tried = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		struct multipart_reader *reader;
		struct bytes stream;

		if (!has_boundary(&manners[i]))
			continue;
		print_message("  %s\n", manners[i].name);
		tried++;
		reader = reader_create();
		stream = stream_of(&manners[i], 2);
		feed(reader, &stream);
		for (unsigned number = 0; number < PICTURES - 1; number++)
			expect_cut(reader, number, 2);
		multipart_reader_destroy(reader);
	}
	assert_true(tried > 8);
}

/* Once it has been right about one that had no other end. */
static void
test_without_an_end_a_length_is_believed_that_was_right(void **state)
{
	static const struct manner manner = {
		"", "", NULL, "--camera\r\nContent-Length: %zu\r\n\r\n", "", 0
	};
	struct multipart_reader *reader = reader_create();
	const struct bytes stream = stream_of(&manner, 2);

	(void)state;
	feed(reader, &stream);
	for (unsigned number = 0; number < PICTURES; number++)
		expect_cut(reader, number, 2);
	multipart_reader_destroy(reader);
}

static void
test_without_an_end_a_picture_ends_where_the_next_begins(void **state)
{
	static const struct manner bare = { "", "", NULL, "", "", 0 };
	struct multipart_reader *reader = reader_create();
	const struct bytes stream = stream_of(&bare, 2);

	(void)state;
	feed(reader, &stream);
	for (unsigned number = 0; number < PICTURES - 1; number++)
		expect_cut(reader, number, 2);
	expect_nothing(reader);
	multipart_reader_end(reader);
	expect_cut(reader, PICTURES - 1, 2);
	multipart_reader_destroy(reader);
}

/* A boundary of one letter may occur by chance, and is not looked for. */
static void test_without_an_end_and_a_boundary_text_is_part_of_it(void **state)
{
	static const struct manner manner = { "",     "", NULL, "--b\r\n\r\n",
					      "\r\n", 0 };
	struct multipart_reader *reader = reader_create();
	const struct bytes stream = stream_of(&manner, 2);
	const uint8_t *at = stream.at + strlen(manner.before);

	(void)state;
	feed(reader, &stream);
	for (unsigned number = 0; number < PICTURES - 1; number++) {
		size_t size_bytes = jpeg_of(number).size - 2 +
				    strlen(manner.after) +
				    strlen(manner.before);

		expect_picture(reader, at, size_bytes);
		at += size_bytes;
	}
	expect_nothing(reader);
	multipart_reader_destroy(reader);
}

static void test_a_short_picture_behind_a_long_one_has_its_end(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes stream = { .size = 0 };

	(void)state;
	for (unsigned number = 900; number > 0; number -= 300) {
		const struct bytes jpeg = jpeg_of(number);

		ADD(&stream, "--camera\r\n\r\n");
		add(&stream, jpeg.at, jpeg.size - 2);
	}
	ADD(&stream, "--camera\r\n");
	feed(reader, &stream);
	expect_cut(reader, 900, 2);
	expect_cut(reader, 600, 2);
	expect_cut(reader, 300, 2);
	expect_nothing(reader);
	multipart_reader_destroy(reader);
}

static void test_a_picture_that_is_cut_off_costs_no_other(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes stream = { .size = 0 };
	const struct bytes whole = jpeg_of(1);

	(void)state;
	ADD(&stream, "--camera\r\n\r\n");
	/* In a segment whose length reaches far beyond. */
	ADD(&stream, "\xff\xd8\xff\xe1\xff\xff half of it\r\n");
	ADD(&stream, "--camera\r\n\r\n");
	add(&stream, whole.at, whole.size);
	feed(reader, &stream);
	expect_picture(reader, stream.at + 12, 17);
	expect_cut(reader, 1, 0);
	multipart_reader_destroy(reader);
}

static void test_what_hides_behind_a_picture_is_no_other(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes stream = { .size = 0 };
	const struct bytes picture = jpeg_of(1), preview = jpeg_of(0);

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		ADD(&stream, "--camera\r\n\r\n");
		add(&stream, picture.at, picture.size);
		ADD(&stream, "\0\0\0");
		add(&stream, preview.at, preview.size);
	}
	feed(reader, &stream);
	expect_cut(reader, 1, 0);
	expect_cut(reader, 1, 0);
	expect_nothing(reader);
	multipart_reader_destroy(reader);
}

/* Every other line of a picture, as AVI1 says. */
static struct bytes field_of(uint8_t polarity)
{
	struct bytes field = { .size = 0 };

	ADD(&field, "\xff\xd8\xff\xe0\x00\x0a"
		    "AVI1");
	add(&field, &polarity, 1);
	ADD(&field, "\0\0\0\xff\xda\x00\x02scan\xff\xd9");
	return field;
}

/* Feed in pieces, and expect the pictures that lie there. */
static void expect_in_pieces(const struct bytes *stream,
			     const struct bytes *pictures, size_t count)
{
	for (size_t piece = 1; piece < stream->size; piece++) {
		struct multipart_reader *reader = reader_create();
		size_t seen = 0;

		for (size_t at = 0; at < stream->size; at += piece) {
			size_t rest = stream->size - at;
			struct picture *picture;

			assert_int_equal(multipart_reader_feed(
						 reader, stream->at + at,
						 rest < piece ? rest : piece),
					 0);
			while ((picture = multipart_reader_take(reader))) {
				assert_true(seen < count);
				assert_int_equal(picture->size_bytes,
						 pictures[seen].size);
				assert_memory_equal(picture->bytes,
						    pictures[seen].at,
						    picture->size_bytes);
				picture->release(picture);
				seen++;
			}
		}
		assert_int_equal(seen, count);
		multipart_reader_destroy(reader);
	}
}

static void test_two_fields_are_one_picture(void **state)
{
	struct bytes stream = { .size = 0 };
	struct bytes pairs[2] = { field_of(1), field_of(2) };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		const struct bytes second = field_of((uint8_t)(2 - i));

		ADD(&pairs[i], "\0\0\xff\xff");
		add(&pairs[i], second.at, second.size);
		ADD(&stream, "--camera\r\n\r\n");
		add(&stream, pairs[i].at, pairs[i].size);
		ADD(&stream, "\r\n");
	}
	expect_in_pieces(&stream, pairs, 2);
}

/* Its padding is left out. */
static void test_a_field_alone_is_a_picture(void **state)
{
	static const char *const behind[] = { "\r\n--camera\r\n",
					      "\xff\xff\r\n--camera\r\n",
					      "--camera\r\n", "text" };
	const struct bytes field = field_of(2);

	(void)state;
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		struct bytes stream = { .size = 0 };

		ADD(&stream, "--camera\r\n\r\n");
		add(&stream, field.at, field.size);
		add(&stream, behind[i], strlen(behind[i]));
		expect_in_pieces(&stream, &field, 1);
	}
}

static void test_a_field_of_the_declared_length_waits_for_nothing(void **state)
{
	struct multipart_reader *reader = reader_create();
	const struct bytes field = field_of(1);
	struct bytes stream = { .size = 0 };
	char text[64];

	(void)state;
	snprintf(text, sizeof(text), "--camera\r\nContent-Length: %zu\r\n\r\n",
		 field.size);
	add(&stream, text, strlen(text));
	add(&stream, field.at, field.size);
	feed(reader, &stream);
	expect_picture(reader, field.at, field.size);
	multipart_reader_destroy(reader);
}

static void test_the_last_field_of_an_answer_is_a_picture(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes stream = field_of(1);
	const struct bytes field = field_of(1);

	(void)state;
	ADD(&stream, "\0\0\0");
	feed(reader, &stream);
	expect_nothing(reader);
	multipart_reader_end(reader);
	expect_picture(reader, field.at, field.size);
	multipart_reader_destroy(reader);
}

/* Others see to it that such a picture is mended. */
static void test_what_does_not_belong_into_a_header_stays(void **state)
{
	static const char odd[] = "\xff\xd8\xff\xe0\x00\x03x\0\0\0\xff\xda\x00"
				  "\x02scan\xff\xd9";
	struct multipart_reader *reader = reader_create();
	struct bytes stream = { .size = 0 };

	(void)state;
	add(&stream, odd, sizeof(odd) - 1);
	feed(reader, &stream);
	expect_picture(reader, (const uint8_t *)odd, sizeof(odd) - 1);
	multipart_reader_destroy(reader);
}

static void test_a_start_without_a_picture_is_forgotten(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes stream = { .size = 0 };
	const struct bytes whole = jpeg_of(2);

	(void)state;
	ADD(&stream, "\xff\xd8\xff\xe0\x00\x03x");
	add(&stream, whole.at, whole.size);
	feed(reader, &stream);
	expect_cut(reader, 2, 0);
	multipart_reader_destroy(reader);
}

/* Feeds until it is refused; returns with what, after how much. */
static int refusal(const struct bytes *begin, uint8_t again, size_t *size_bytes)
{
	struct multipart_reader *reader = reader_create();
	static uint8_t piece[1 << 20];
	int result;

	memset(piece, again, sizeof(piece));
	*size_bytes = begin->size;
	result = multipart_reader_feed(reader, begin->at, begin->size);
	while (result == 0) {
		result = multipart_reader_feed(reader, piece, sizeof(piece));
		*size_bytes += sizeof(piece);
	}
	multipart_reader_destroy(reader);
	return result;
}

static void test_what_never_becomes_a_picture_is_refused(void **state)
{
	struct bytes begin = { .size = 0 };
	size_t size_bytes;

	(void)state;
	assert_int_equal(refusal(&begin, 'x', &size_bytes), -ENODATA);
	assert_true(size_bytes <= MULTIPART_TEXT_MAX_BYTES + (1 << 20));
	ADD(&begin, "\xff\xd8\xff\xda\x00\x02");
	assert_int_equal(refusal(&begin, 'x', &size_bytes), -EFBIG);
	assert_true(size_bytes > MULTIPART_PICTURE_MAX_BYTES);
	/* Fill bytes without an end are walked over once. */
	assert_int_equal(refusal(&begin, 0xff, &size_bytes), -EFBIG);
	/* So is padding behind a field. */
	begin = field_of(1);
	assert_int_equal(refusal(&begin, 0, &size_bytes), -EFBIG);
}

static void test_another_answer_begins_anew(void **state)
{
	struct multipart_reader *reader = reader_create();
	struct bytes half = jpeg_of(1);
	const struct bytes whole = jpeg_of(2);

	(void)state;
	half.size /= 2;
	feed(reader, &half);
	multipart_reader_reset(reader);
	feed(reader, &whole);
	expect_cut(reader, 2, 0);
	expect_nothing(reader);
	multipart_reader_destroy(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_pictures_of_every_camera_come_with_their_last_byte),
		cmocka_unit_test(
			test_pictures_that_come_at_once_come_one_by_one),
		cmocka_unit_test(
			test_without_an_end_a_picture_ends_at_the_boundary),
		cmocka_unit_test(
			test_without_an_end_a_length_is_believed_that_was_right),
		cmocka_unit_test(
			test_without_an_end_a_picture_ends_where_the_next_begins),
		cmocka_unit_test(
			test_without_an_end_and_a_boundary_text_is_part_of_it),
		cmocka_unit_test(
			test_a_short_picture_behind_a_long_one_has_its_end),
		cmocka_unit_test(test_a_picture_that_is_cut_off_costs_no_other),
		cmocka_unit_test(test_what_hides_behind_a_picture_is_no_other),
		cmocka_unit_test(test_two_fields_are_one_picture),
		cmocka_unit_test(test_a_field_alone_is_a_picture),
		cmocka_unit_test(
			test_a_field_of_the_declared_length_waits_for_nothing),
		cmocka_unit_test(test_the_last_field_of_an_answer_is_a_picture),
		cmocka_unit_test(test_what_does_not_belong_into_a_header_stays),
		cmocka_unit_test(test_a_start_without_a_picture_is_forgotten),
		cmocka_unit_test(test_what_never_becomes_a_picture_is_refused),
		cmocka_unit_test(test_another_answer_begins_anew),
	};

	return cmocka_run_group_tests_name("multipart_reader", tests, NULL,
					   NULL);
}
