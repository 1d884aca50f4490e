/*
 * Decides whether a picture is published, and puts it into the slot.
 *
 * SPDX-License-Identifier: MIT
 */
#include "publisher.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "canvas.h"
#include "clock.h"
#include "encoder.h"
#include "frame_put.h"
#include "log.h"
#include "placeholder.h"
#include "rate_limit.h"
#include "tally.h"

/*
 * At quality 80 a pixel takes a tenth of a byte, and twice that in a noisy
 * scene.
 */
#define PIXELS_A_BYTE 4
#define HEADERS_BYTES 4096

/*
 * When a slot had to grow, its readers open it again; until then their demand
 * cannot be seen.
 */
#define REOPENING_NS (NS_PER_S / 4)

struct publisher {
	const char *slot;
	struct frame_tools tools;
	struct rate_limit rate_limit;
	uint64_t published_ns;	 /* the last picture; 0: none yet */
	uint64_t demanded_ns;	 /* when demand was last seen; 0: never */
	int width_px, height_px; /* of the last picture */
	uint64_t dropped;	 /* since the last good picture */
	int result;		 /* of the last picture that was wanted */
	char fault[160];	 /* why it was not published */
	struct frame_report report;
};

/* Enough for most pictures; the slot grows when more is needed. */
static size_t slot_bytes_likely(int width_px, int height_px)
{
	return (size_t)width_px * (size_t)height_px / PIXELS_A_BYTE +
	       HEADERS_BYTES;
}

/* Set the size of placeholders that come before the first picture. */
static void size_expect(struct publisher *publisher,
			const struct publisher_request *request)
{
	int width_px = request->width_px, height_px = request->height_px;
	bool lies = request->rotate_degrees % 180 != 0;

	if (width_px == 0) {
		width_px = PICTURE_USUAL_WIDTH_PX;
		height_px = PICTURE_USUAL_HEIGHT_PX;
	}
	publisher->width_px = lies ? height_px : width_px;
	publisher->height_px = lies ? width_px : height_px;
}

static void tools_destroy(struct frame_tools *tools)
{
	field_weaver_destroy(tools->weaver);
	jpeg_proof_destroy(tools->proof);
	turner_destroy(tools->turner);
	encoder_destroy(tools->encoder);
	scratch_free(&tools->mended);
	scratch_free(&tools->jpeg);
}

static int tools_create(struct frame_tools *tools,
			const struct publisher_request *request)
{
	int result = encoder_create(&tools->encoder, request->quality);

	if (result == 0)
		result = turner_create(&tools->turner, request->rotate_degrees,
				       request->flip);
	if (result == 0)
		result = jpeg_proof_create(&tools->proof);
	if (result == 0)
		result = field_weaver_create(&tools->weaver);
	tools->keeps_metadata = request->keeps_metadata;
	return result;
}

int publisher_open(struct publisher **opened,
		   const struct publisher_request *request)
{
	struct publisher *publisher = calloc(1, sizeof(*publisher));
	int result;

	if (!publisher)
		return -ENOMEM;
	publisher->slot = request->slot;
	size_expect(publisher, request);
	rate_limit_start(&publisher->rate_limit, request->rate_fps);
	result = tools_create(&publisher->tools, request);
	if (result == 0)
		result = frame_writer_open(
			&publisher->tools.writer, request->slot,
			slot_bytes_likely(publisher->width_px,
					  publisher->height_px));
	if (result < 0) {
		tools_destroy(&publisher->tools);
		free(publisher);
		return result;
	}
	*opened = publisher;
	return 0;
}

void publisher_remove(struct publisher *publisher)
{
	if (!publisher)
		return;
	frame_writer_remove(publisher->tools.writer);
	tools_destroy(&publisher->tools);
	free(publisher);
}

/*
 * Log trouble once when it begins and once when it is over, not each picture.
 */
static void trouble_note(struct publisher *publisher, const char *fault)
{
	if (fault && publisher->dropped++ == 0)
		log_warning("slot %s: picture dropped: %s", publisher->slot,
			    fault);
	if (fault || publisher->dropped == 0)
		return;
	log_notice("slot %s: pictures are good again, %" PRIu64 " dropped",
		   publisher->slot, publisher->dropped);
	publisher->dropped = 0;
}

static void size_note(struct publisher *publisher,
		      const struct frame_info *info)
{
	bool is_new = publisher->published_ns == 0 ||
		      publisher->width_px != (int)info->width_px ||
		      publisher->height_px != (int)info->height_px;

	publisher->width_px = (int)info->width_px;
	publisher->height_px = (int)info->height_px;
	if (is_new)
		log_notice("slot %s: pictures of %dx%d", publisher->slot,
			   publisher->width_px, publisher->height_px);
}

/* Keep what viewers are told while no picture can be published. */
static void fault_keep(struct publisher *publisher, const char *fault)
{
	snprintf(publisher->fault, sizeof(publisher->fault),
		 publisher->result == -EBADMSG
			 ? "the camera's pictures are damaged: %s"
			 : "the camera's pictures cannot be published: %s",
		 fault);
}

const char *publisher_fault(const struct publisher *publisher)
{
	return publisher->result < 0 ? publisher->fault : NULL;
}

bool publisher_has_demand(struct publisher *publisher)
{
	uint64_t now_ns = clock_monotonic_ns();

	if (frame_writer_has_demand(publisher->tools.writer))
		publisher->demanded_ns = now_ns;
	return publisher->demanded_ns != 0 &&
	       now_ns < publisher->demanded_ns + REOPENING_NS;
}

/* While nobody is watching, one frame a second keeps the slot alive. */
static bool is_idle(struct publisher *publisher, uint64_t now_ns)
{
	return publisher->published_ns != 0 &&
	       now_ns < publisher->published_ns + NS_PER_S &&
	       !publisher_has_demand(publisher);
}

int publisher_offer(struct publisher *publisher, struct picture *picture)
{
	uint64_t now_ns = clock_monotonic_ns();
	struct frame_info info;
	const char *fault;
	int result;

	if (is_idle(publisher, now_ns) ||
	    !rate_limit_admits(&publisher->rate_limit, picture->captured_ns)) {
		tally_unwanted(&publisher->report);
		return publisher->result;
	}
	result = frame_put(&publisher->tools, picture, 0, &info, &fault);
	trouble_note(publisher, fault);
	publisher->result = result;
	if (result < 0) {
		tally_failed(&publisher->report, result);
		fault_keep(publisher, fault);
		return result;
	}
	tally_published(&publisher->report, &info);
	size_note(publisher, &info);
	publisher->published_ns = now_ns;
	return 0;
}

void publisher_report(struct publisher *publisher,
		      const struct mailbox_counts *counts,
		      enum frame_source source)
{
	tally_mailbox(&publisher->report, counts);
	publisher->report.source = source;
	frame_writer_report(publisher->tools.writer, &publisher->report);
}

/* Publish what is drawn on `canvas`. */
static void canvas_publish(struct publisher *publisher,
			   const struct canvas *canvas, uint32_t flags,
			   uint64_t wall_ns)
{
	struct picture picture = {
		.kind = PICTURE_PLANES,
		.captured_ns = clock_monotonic_ns(),
		.captured_wall_ns = wall_ns,
		.width_px = canvas->width_px,
		.height_px = canvas->height_px,
		.subsampling = PICTURE_420,
	};
	struct frame_info info;
	const char *fault;

	for (int plane = 0; plane < 3; plane++) {
		picture.planes[plane] = canvas->planes[plane];
		picture.strides[plane] = canvas->strides[plane];
	}
	if (frame_put(&publisher->tools, &picture, flags, &info, &fault) < 0)
		trouble_note(publisher, fault);
	else
		tally_published(&publisher->report, &info);
}

static void placeholder_publish(struct publisher *publisher,
				const struct placeholder *placeholder,
				uint32_t flags)
{
	uint64_t wall_ns = clock_wall_ns();
	struct canvas canvas;

	if (canvas_create(&canvas, publisher->width_px, publisher->height_px) <
	    0) {
		trouble_note(publisher, "out of memory");
		return;
	}
	placeholder_draw(&canvas, placeholder, wall_ns);
	canvas_publish(publisher, &canvas, FRAME_PLACEHOLDER | flags, wall_ns);
	canvas_destroy(&canvas);
}

void publisher_excuse(struct publisher *publisher, const char *reason)
{
	const struct placeholder placeholder = { .slot = publisher->slot,
						 .headline = "NO SIGNAL",
						 .reason = reason };

	placeholder_publish(publisher, &placeholder, 0);
}

/* A viewer that sees it has just asked: the picture is on its way. */
void publisher_rest(struct publisher *publisher)
{
	const struct placeholder placeholder = {
		.slot = publisher->slot,
		.headline = "ONE MOMENT",
		.reason = "the camera was closed while nobody watched; it is "
			  "being opened",
	};

	placeholder_publish(publisher, &placeholder, FRAME_IDLE);
}

int publisher_listen(const struct publisher *publisher)
{
	return frame_writer_watch(publisher->tools.writer);
}

bool publisher_has_slot(const struct publisher *publisher)
{
	return frame_writer_check(publisher->tools.writer) == 0;
}
