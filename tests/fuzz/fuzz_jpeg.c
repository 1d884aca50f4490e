/*
 * Whatever a camera sends in place of a JPEG, what is published of it is a whole
 * one, with all its tables and of the size that is said; or nothing is.
 *
 * The input is what the camera sends. Its last byte, which a JPEG does not miss
 * when something follows its end, says how the picture is turned.
 *
 * SPDX-License-Identifier: MIT
 */
#include <string.h>

#include "frame_put.h"
#include "fuzz.h"
#include "jpeg_check.h"

/* Larger ones are turned slowly; tests/e2e sends them. */
#define TURNED_MAX_PX (256 * 256)

static unsigned published;

/* In the place of shm/: this is what viewers get. */
int frame_writer_publish(struct frame_writer *writer, struct frame_info *info,
			 const void *data)
{
	struct jpeg_facts facts;

	(void)writer;
	must(jpeg_check(data, info->size_bytes, &facts) == 0);
	must(facts.size_bytes == info->size_bytes);
	must(facts.tables_offset == 0);
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

static void put_check(struct turner *turner, const uint8_t *data,
		      size_t size_bytes)
{
	static struct frame_tools tools;
	struct picture picture = { .kind = PICTURE_JPEG,
				   .bytes = data,
				   .size_bytes = size_bytes };
	struct frame_info info;
	const char *fault = NULL;
	int result;

	published = 0;
	tools.turner = turner;
	result = frame_put(&tools, &picture, 0, &info, &fault);
	must(result == 0 ? published == 1 : published == 0 && fault);
}

static void turning_check(const uint8_t *data, size_t size_bytes)
{
	struct turner *turner;
	unsigned way = data[size_bytes - 1];

	must(turner_create(&turner, (int)(way % 4) * 90,
			   (enum turn_flip)(way / 4 % 3)) == 0);
	put_check(turner, data, size_bytes);
	turner_destroy(turner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct jpeg_facts facts;

	put_check(NULL, data, size_bytes);
	if (jpeg_check(data, size_bytes, &facts) == 0 &&
	    facts.width_px * facts.height_px <= TURNED_MAX_PX)
		turning_check(data, size_bytes);
	return 0;
}
