/*
 * How a picture becomes the newest frame of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_put.h"

#include <errno.h>
#include <string.h>

#include "jpeg_check.h"
#include "jpeg_tables.h"

/* Encoded in place: the JPEG is never copied. */
static int encoded_put(struct frame_writer *writer, struct encoder *encoder,
		       const struct picture *picture, struct frame_info *info)
{
	size_t bytes_max = encoder_bytes_max(
		picture->width_px, picture->height_px, picture->subsampling);
	void *buffer;
	int result = frame_writer_begin(writer, bytes_max, &buffer, NULL);

	if (result < 0)
		return result;
	result = encoder_run(encoder, picture, buffer, &info->size_bytes);
	if (result < 0) {
		frame_writer_abort(writer);
		return result;
	}
	info->width_px = (uint32_t)picture->width_px;
	info->height_px = (uint32_t)picture->height_px;
	return frame_writer_commit(writer, info);
}

/* The JPEG with Huffman tables put in before its first scan. */
static int completed_put(struct frame_writer *writer, const uint8_t *jpeg,
			 size_t tables_offset, struct frame_info *info)
{
	size_t jpeg_bytes = info->size_bytes;
	void *buffer;
	uint8_t *to;
	int result;

	info->size_bytes += JPEG_STANDARD_TABLES_BYTES;
	result = frame_writer_begin(writer, info->size_bytes, &buffer, NULL);
	if (result < 0)
		return result;
	to = buffer;
	memcpy(to, jpeg, tables_offset);
	to += tables_offset;
	memcpy(to, jpeg_standard_tables, JPEG_STANDARD_TABLES_BYTES);
	to += JPEG_STANDARD_TABLES_BYTES;
	memcpy(to, jpeg + tables_offset, jpeg_bytes - tables_offset);
	return frame_writer_commit(writer, info);
}

static int turned_put(struct frame_writer *writer, struct turner *turner,
		      const uint8_t *jpeg, struct frame_info *info)
{
	struct jpeg_facts facts;
	size_t bytes_max;
	void *buffer;
	int result = turner_jpeg_bytes_max(turner, jpeg, info->size_bytes,
					   &bytes_max);

	if (result == 0)
		result = frame_writer_begin(writer, bytes_max, &buffer, NULL);
	if (result < 0)
		return result;
	result = turner_run_jpeg(turner, jpeg, info->size_bytes, buffer,
				 &info->size_bytes);
	if (result == 0)
		result = jpeg_check(buffer, info->size_bytes, &facts);
	if (result < 0) {
		frame_writer_abort(writer);
		return result;
	}
	info->width_px = (uint32_t)facts.width_px;
	info->height_px = (uint32_t)facts.height_px;
	return frame_writer_commit(writer, info);
}

static int jpeg_put(struct frame_writer *writer, struct turner *turner,
		    const struct picture *picture, struct frame_info *info,
		    const char **fault)
{
	struct jpeg_facts facts;
	int result = jpeg_check(picture->bytes, picture->size_bytes, &facts);

	if (result < 0) {
		*fault = facts.fault;
		return result;
	}
	info->width_px = (uint32_t)facts.width_px;
	info->height_px = (uint32_t)facts.height_px;
	info->size_bytes = facts.size_bytes;
	if (turner)
		return turned_put(writer, turner, picture->bytes, info);
	if (facts.tables_offset != 0)
		return completed_put(writer, picture->bytes,
				     facts.tables_offset, info);
	return frame_writer_publish(writer, info, picture->bytes);
}

static int prepared_put(struct frame_writer *writer, struct encoder *encoder,
			struct turner *turner, struct picture *picture,
			struct frame_info *info)
{
	int result = 0;

	if (picture->prepare)
		result = picture->prepare(picture,
					  frame_writer_next_serial(writer));
	if (result == 0 && turner)
		result = turner_run_planes(turner, picture);
	if (result < 0)
		return result;
	return encoded_put(writer, encoder, picture, info);
}

static const char *fault_of(int error)
{
	if (error == -ENOSPC)
		return "/dev/shm is full";
	if (error == -EFBIG)
		return "it has more than " PICTURE_LIMIT_TEXT;
	return strerror(-error);
}

int frame_put(struct frame_writer *writer, struct encoder *encoder,
	      struct turner *turner, struct picture *picture, uint32_t flags,
	      struct frame_info *info, const char **fault)
{
	int result;

	*info = (struct frame_info){
		.captured_ns = picture->captured_ns,
		.captured_wall_ns = picture->captured_wall_ns,
		.flags = flags,
		.media_type = "image/jpeg",
	};
	*fault = NULL;
	if (picture->kind == PICTURE_JPEG)
		result = jpeg_put(writer, turner, picture, info, fault);
	else
		result = prepared_put(writer, encoder, turner, picture, info);
	if (result < 0 && !*fault)
		*fault = fault_of(result);
	return result;
}
