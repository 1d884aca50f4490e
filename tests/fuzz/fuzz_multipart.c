/*
 * However the bytes of a camera are cut into pieces, the same pictures come of
 * them; each begins with SOI and is a piece of what came, behind the one before.
 *
 * The first byte of the input says how it is cut; the camera sends the rest.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "fuzz.h"
#include "multipart_reader.h"

#define INPUT_MAX_BYTES	  16384
#define PICTURE_MIN_BYTES 2

/* The sizes of the pictures, in their order. */
struct seen {
	size_t sizes[INPUT_MAX_BYTES / PICTURE_MIN_BYTES + 1];
	size_t pictures;
};

/* Also that it comes of the bytes between `at` and `end`; returns its end. */
static const uint8_t *picture_check(const struct picture *picture,
				    const uint8_t *at, const uint8_t *end)
{
	must(picture->kind == PICTURE_JPEG);
	must(picture->size_bytes >= PICTURE_MIN_BYTES);
	must(memcmp(picture->bytes, "\xff\xd8", PICTURE_MIN_BYTES) == 0);
	at = memmem(at, (size_t)(end - at), picture->bytes,
		    picture->size_bytes);
	must(at != NULL);
	return at + picture->size_bytes;
}

static void pictures_take(struct multipart_reader *reader, struct seen *seen,
			  const uint8_t **at, const uint8_t *end)
{
	struct picture *picture;

	while ((picture = multipart_reader_take(reader))) {
		*at = picture_check(picture, *at, end);
		seen->sizes[seen->pictures++] = picture->size_bytes;
		picture->release(picture);
	}
}

/* In pieces of so many bytes, the second of twice as many, and so on. */
static void camera_send(struct seen *seen, const uint8_t *bytes,
			size_t size_bytes, size_t piece_bytes)
{
	const uint8_t *at = bytes, *taken = bytes, *end = bytes + size_bytes;
	struct multipart_reader *reader;

	seen->pictures = 0;
	must(multipart_reader_create(&reader) == 0);
	for (size_t i = 0; at < end; i++) {
		size_t count = piece_bytes * (i % 3 + 1);

		if (count > (size_t)(end - at))
			count = (size_t)(end - at);
		must(multipart_reader_feed(reader, at, count) == 0);
		at += count;
		pictures_take(reader, seen, &taken, end);
	}
	multipart_reader_end(reader);
	pictures_take(reader, seen, &taken, end);
	multipart_reader_destroy(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	static struct seen whole, cut;

	if (size_bytes < 2 || size_bytes > INPUT_MAX_BYTES)
		return -1;
	camera_send(&whole, data + 1, size_bytes - 1, INPUT_MAX_BYTES);
	camera_send(&cut, data + 1, size_bytes - 1, data[0] % 61u + 1);
	must(whole.pictures == cut.pictures);
	must(memcmp(whole.sizes, cut.sizes,
		    whole.pictures * sizeof(whole.sizes[0])) == 0);
	return 0;
}
