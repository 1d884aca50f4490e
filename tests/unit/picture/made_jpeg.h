/*
 * JPEGs for tests, and surgery on their segments.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MADE_JPEG_H
#define MADE_JPEG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <turbojpeg.h>

#define WIDTH_PX  72
#define HEIGHT_PX 40

struct jpeg {
	uint8_t *bytes;
	size_t size_bytes;
};

static inline struct jpeg jpeg_create(int subsampling, int flags)
{
	static uint8_t pixels[WIDTH_PX * HEIGHT_PX * 3];
	tjhandle encoder = tjInitCompress();
	unsigned char *made = NULL;
	unsigned long made_bytes = 0;
	struct jpeg jpeg;

	for (size_t i = 0; i < sizeof(pixels); i++)
		pixels[i] = (uint8_t)(i * i / 7);
	assert_int_equal(tjCompress2(encoder, pixels, WIDTH_PX, 0, HEIGHT_PX,
				     TJPF_RGB, &made, &made_bytes, subsampling,
				     80, flags),
			 0);
	jpeg.size_bytes = made_bytes;
	jpeg.bytes = malloc(made_bytes);
	assert_non_null(jpeg.bytes);
	memcpy(jpeg.bytes, made, made_bytes);
	tjFree(made);
	tjDestroy(encoder);
	return jpeg;
}

/* Where the first segment with `marker` begins. */
static inline size_t segment_find(const struct jpeg *jpeg, uint8_t marker)
{
	size_t offset = 2;

	while (jpeg->bytes[offset + 1] != marker) {
		offset += 2 + ((size_t)jpeg->bytes[offset + 2] << 8 |
			       jpeg->bytes[offset + 3]);
		assert_true(offset + 4 < jpeg->size_bytes);
	}
	return offset;
}

static inline void segments_remove(struct jpeg *jpeg, uint8_t marker, int count)
{
	for (int i = 0; i < count; i++) {
		size_t offset = segment_find(jpeg, marker);
		size_t length = 2 + ((size_t)jpeg->bytes[offset + 2] << 8 |
				     jpeg->bytes[offset + 3]);

		memmove(jpeg->bytes + offset, jpeg->bytes + offset + length,
			jpeg->size_bytes - offset - length);
		jpeg->size_bytes -= length;
	}
}

/* Insert bytes at `offset`. */
static inline void bytes_insert(struct jpeg *jpeg, size_t offset,
				const void *bytes, size_t size_bytes)
{
	jpeg->bytes = realloc(jpeg->bytes, jpeg->size_bytes + size_bytes);
	assert_non_null(jpeg->bytes);
	memmove(jpeg->bytes + offset + size_bytes, jpeg->bytes + offset,
		jpeg->size_bytes - offset);
	memcpy(jpeg->bytes + offset, bytes, size_bytes);
	jpeg->size_bytes += size_bytes;
}

/* Insert a segment right behind SOI. */
static inline void segment_insert(struct jpeg *jpeg, uint8_t marker,
				  const void *body, size_t body_bytes)
{
	const uint8_t head[] = { 0xff, marker, (uint8_t)((body_bytes + 2) >> 8),
				 (uint8_t)(body_bytes + 2) };

	bytes_insert(jpeg, 2, body, body_bytes);
	bytes_insert(jpeg, 2, head, sizeof(head));
}

/* EXIF with the orientation, and a position behind it in ASCII. */
#define EXIF_ENTRIES(orientation)                                              \
	"\x02\x00"                                                             \
	"\x12\x01\x03\x00\x01\x00\x00\x00" orientation "\x00\x00\x00"          \
	"\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00"                     \
	"\x00\x00\x00\x00"
#define EXIF(orientation)                                                      \
	"Exif\0\0II*\0\x08\x00\x00\x00" EXIF_ENTRIES(orientation) "37.5665 N"

#endif
