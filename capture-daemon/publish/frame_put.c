/*
 * Makes a picture the newest frame of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_put.h"

#include <errno.h>
#include <string.h>

#include "jpeg_check.h"
#include "jpeg_tables.h"
#include "limit_advice.h"

static int encoded_put(struct frame_tools *tools, const struct picture *picture,
		       struct frame_info *info)
{
	int result = scratch_reserve(&tools->jpeg,
				     encoder_bytes_max(picture->width_px,
						       picture->height_px,
						       picture->subsampling));

	if (result == 0)
		result = encoder_run(tools->encoder, picture, tools->jpeg.bytes,
				     &info->size_bytes);
	if (result < 0)
		return result;
	info->width_px = (uint32_t)picture->width_px;
	info->height_px = (uint32_t)picture->height_px;
	return frame_writer_publish(tools->writer, info, tools->jpeg.bytes);
}

/* Put the JPEG, with Huffman tables inserted before its first scan. */
static int completed_put(struct frame_tools *tools, const uint8_t *jpeg,
			 size_t tables_offset, struct frame_info *info)
{
	size_t rest_bytes = info->size_bytes - tables_offset;
	uint8_t *to;
	int result;

	info->size_bytes += JPEG_STANDARD_TABLES_BYTES;
	result = scratch_reserve(&tools->jpeg, info->size_bytes);
	if (result < 0)
		return result;
	to = tools->jpeg.bytes;
	to = mempcpy(to, jpeg, tables_offset);
	to = mempcpy(to, jpeg_standard_tables, JPEG_STANDARD_TABLES_BYTES);
	memcpy(to, jpeg + tables_offset, rest_bytes);
	return frame_writer_publish(tools->writer, info, tools->jpeg.bytes);
}

static int turned_put(struct frame_tools *tools, const uint8_t *jpeg,
		      struct frame_info *info)
{
	struct jpeg_facts facts;
	size_t bytes_max;
	int result = turner_jpeg_bytes_max(tools->turner, jpeg,
					   info->size_bytes, &bytes_max);

	if (result == 0)
		result = scratch_reserve(&tools->jpeg, bytes_max);
	if (result == 0)
		result = turner_run_jpeg(tools->turner, jpeg, info->size_bytes,
					 tools->jpeg.bytes, &info->size_bytes);
	/* Its sides may be swapped now, and cut to whole blocks. */
	if (result == 0)
		result =
			jpeg_check(tools->jpeg.bytes, info->size_bytes, &facts);
	/*
	 * It gave up midway: behind the new bytes lies the rest of an older
	 * JPEG.
	 */
	if (result == 0 && facts.size_bytes != info->size_bytes)
		result = -EBADMSG;
	if (result != 0)
		return result;
	info->width_px = (uint32_t)facts.width_px;
	info->height_px = (uint32_t)facts.height_px;
	return frame_writer_publish(tools->writer, info, tools->jpeg.bytes);
}

static int jpeg_put(struct frame_tools *tools, const struct picture *picture,
		    struct frame_info *info, const char **fault)
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
	if (tools->turner)
		return turned_put(tools, picture->bytes, info);
	if (facts.tables_offset != 0)
		return completed_put(tools, picture->bytes, facts.tables_offset,
				     info);
	return frame_writer_publish(tools->writer, info, picture->bytes);
}

static int prepared_put(struct frame_tools *tools, struct picture *picture,
			struct frame_info *info)
{
	int result = 0;

	if (picture->prepare)
		result = picture->prepare(
			picture, frame_writer_next_serial(tools->writer));
	/* A placeholder has to be read, however the camera hangs. */
	if (result == 0 && tools->turner && !(info->flags & FRAME_PLACEHOLDER))
		result = turner_run_planes(tools->turner, picture);
	if (result < 0)
		return result;
	return encoded_put(tools, picture, info);
}

static const char *fault_of(int error)
{
	switch (error) {
	case -ENOSPC:
		return "/dev/shm is full";
	case -EFBIG:
		return "it has more than " PICTURE_LIMIT_TEXT;
	case -ENOMEM:
		return "out of memory";
	case -EBADMSG:
		return "it is damaged";
	case -ENOTSUP:
		return "its pixels are of a kind that cannot be converted";
	case -EBUSY:
	case -ESTALE:
		return "another process has taken the slot";
	case -EACCES:
	case -EPERM:
		return "this user may not write the slot";
	case -EMFILE:
	case -ENFILE:
		return NO_DESCRIPTOR_IS_LEFT;
	default:
		return "it cannot be encoded";
	}
}

int frame_put(struct frame_tools *tools, struct picture *picture,
	      uint32_t flags, struct frame_info *info, const char **fault)
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
		result = jpeg_put(tools, picture, info, fault);
	else
		result = prepared_put(tools, picture, info);
	if (result < 0 && !*fault)
		*fault = fault_of(result);
	return result;
}
