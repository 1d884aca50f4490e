/*
 * Makes a picture the newest frame of a slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "frame_put.h"

#include <errno.h>
#include <string.h>

#include "jpeg_check.h"
#include "jpeg_mend.h"
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

/* A JPEG from outside on its way: the camera's bytes, or ours. */
struct passed_jpeg {
	const uint8_t *bytes;
	struct jpeg_facts facts;
	unsigned orientation;
};

static int turned_put(struct frame_tools *tools,
		      const struct passed_jpeg *passed, struct frame_info *info)
{
	struct jpeg_facts facts;
	size_t bytes_max;
	int result = turner_jpeg_bytes_max(tools->turner, passed->bytes,
					   info->size_bytes, &bytes_max);

	if (result == 0)
		result = scratch_reserve(&tools->jpeg, bytes_max);
	if (result == 0)
		result = turner_run_jpeg(tools->turner, passed->orientation,
					 passed->bytes, info->size_bytes,
					 tools->jpeg.bytes, &info->size_bytes);
	/* Its sides may be swapped now, and cut to whole blocks. */
	if (result == 0)
		result =
			jpeg_check(tools->jpeg.bytes, info->size_bytes, &facts);
	/*
	 * It gave up midway: behind the new bytes lies the rest of an older
	 * JPEG.
	 */
	if (result == 0 &&
	    (facts.size_bytes != info->size_bytes || facts.lacks_end))
		result = -EBADMSG;
	if (result != 0)
		return result;
	info->width_px = (uint32_t)facts.width_px;
	info->height_px = (uint32_t)facts.height_px;
	return frame_writer_publish(tools->writer, info, tools->jpeg.bytes);
}

/*
 * Make a copy that every decoder shows. Where bytes are missing or too many,
 * the picture has to prove that it is whole.
 */
static int mended_take(struct frame_tools *tools, struct passed_jpeg *passed,
		       struct frame_info *info, const char **fault)
{
	const struct jpeg_facts *facts = &passed->facts;
	int result =
		scratch_reserve(&tools->mended, jpeg_mend_bytes_max(facts));

	if (result < 0)
		return result;
	info->size_bytes =
		jpeg_mend(passed->bytes, facts, tools->keeps_metadata,
			  tools->mended.bytes);
	passed->bytes = tools->mended.bytes;
	if ((!facts->lacks_end && !facts->has_garbage) ||
	    jpeg_proof_run(tools->proof, passed->bytes, info->size_bytes))
		return 0;
	*fault = facts->lacks_end ? "it ends too early"
				  : "there is garbage in its header";
	return -EBADMSG;
}

/* `info` holds the size that the JPEG says. */
static int passed_put(struct frame_tools *tools, struct passed_jpeg *passed,
		      struct frame_info *info, const char **fault)
{
	int result = 0;

	if (jpeg_mend_is_due(&passed->facts, tools->keeps_metadata))
		result = mended_take(tools, passed, info, fault);
	else
		passed->bytes += passed->facts.begin_offset;
	if (result < 0)
		return result;
	if (turner_turns(tools->turner, passed->orientation))
		return turned_put(tools, passed, info);
	return frame_writer_publish(tools->writer, info, passed->bytes);
}

/* Turn what is no JPEG, and encode it. */
static int upright_put(struct frame_tools *tools, struct picture *picture,
		       struct frame_info *info)
{
	int result = 0;

	/* A placeholder has to be read, however the camera hangs. */
	if (!(info->flags & FRAME_PLACEHOLDER) &&
	    turner_turns(tools->turner, picture->orientation))
		result = turner_run_planes(tools->turner, picture);
	return result < 0 ? result : encoded_put(tools, picture, info);
}

static int woven_put(struct frame_tools *tools,
		     const struct jpeg_fields *fields, unsigned orientation,
		     struct frame_info *info)
{
	struct picture woven = { .orientation = orientation };
	int result = field_weaver_run(tools->weaver, fields, &woven);

	return result < 0 ? result : upright_put(tools, &woven, info);
}

static int jpeg_put(struct frame_tools *tools, const struct picture *picture,
		    struct frame_info *info, const char **fault)
{
	struct passed_jpeg passed = { .bytes = picture->bytes };
	struct jpeg_facts *facts = &passed.facts;
	int result = jpeg_check(picture->bytes, picture->size_bytes, facts);
	struct jpeg_fields fields;

	if (result < 0) {
		*fault = facts->fault;
		return result;
	}
	passed.orientation = facts->orientation != 0 ? facts->orientation
						     : picture->orientation;
	if (jpeg_fields_find(&fields, picture->bytes, picture->size_bytes,
			     facts, picture->declared_height_px))
		return woven_put(tools, &fields, passed.orientation, info);
	info->width_px = (uint32_t)facts->width_px;
	info->height_px = (uint32_t)facts->height_px;
	info->size_bytes = facts->size_bytes;
	return passed_put(tools, &passed, info, fault);
}

static int prepared_put(struct frame_tools *tools, struct picture *picture,
			struct frame_info *info)
{
	int result = 0;

	if (picture->prepare)
		result = picture->prepare(
			picture, frame_writer_next_serial(tools->writer));
	return result < 0 ? result : upright_put(tools, picture, info);
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
