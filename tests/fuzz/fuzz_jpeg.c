/*
 * Whatever a camera sends in place of a JPEG, what is published of it is a whole
 * one that every decoder shows, upright and of the size that is said, without
 * metadata that was not asked for; or nothing is.
 *
 * The input is what the camera sends. Its last byte, which a JPEG does not miss
 * when something follows its end, says how the picture is turned, and whether
 * metadata is kept.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "frame_put.h"
#include "fuzz.h"
#include "jpeg_check.h"
#include "jpeg_mend.h"

/* Larger ones are decoded slowly; tests/e2e sends them. */
#define DECODED_MAX_PX (256 * 256)

static struct frame_tools tools;
static unsigned published;

/* In the place of shm/: this is what viewers get. */
int frame_writer_publish(struct frame_writer *writer, struct frame_info *info,
			 const void *data)
{
	struct jpeg_facts facts;

	(void)writer;
	must(jpeg_check(data, info->size_bytes, &facts) == 0);
	must(facts.begin_offset == 0);
	must(facts.size_bytes == info->size_bytes);
	must(!jpeg_mend_is_due(&facts, tools.keeps_metadata));
	must(facts.width_px > 0 && facts.width_px == (int)info->width_px);
	must(facts.height_px > 0 && facts.height_px == (int)info->height_px);
	must(!picture_is_too_large(facts.width_px, facts.height_px));
	published++;
	return 0;
}

/* Asked only for what is drawn or decoded. */
uint64_t frame_writer_next_serial(const struct frame_writer *writer)
{
	(void)writer;
	abort();
}

static void tools_create(void)
{
	must(encoder_create(&tools.encoder, 50) == 0);
	must(jpeg_proof_create(&tools.proof) == 0);
	must(field_weaver_create(&tools.weaver) == 0);
}

static void put_check(const uint8_t *data, size_t size_bytes, int degrees,
		      enum turn_flip flip)
{
	struct picture picture = { .kind = PICTURE_JPEG,
				   .bytes = data,
				   .size_bytes = size_bytes };
	struct frame_info info;
	const char *fault = NULL;
	int result;

	published = 0;
	must(turner_create(&tools.turner, degrees, flip) == 0);
	result = frame_put(&tools, &picture, 0, &info, &fault);
	must(result == 0 ? published == 1 : published == 0 && fault);
	turner_destroy(tools.turner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	unsigned way = size_bytes > 0 ? data[size_bytes - 1] : 0;
	struct jpeg_facts facts;

	if (!tools.encoder)
		tools_create();
	if (jpeg_check(data, size_bytes, &facts) == 0 &&
	    facts.width_px * facts.height_px > DECODED_MAX_PX)
		return -1;
	tools.keeps_metadata = way / 12 % 2 == 1;
	put_check(data, size_bytes, 0, TURN_FLIP_NONE);
	put_check(data, size_bytes, (int)(way % 4) * 90,
		  (enum turn_flip)(way / 4 % 3));
	return 0;
}
