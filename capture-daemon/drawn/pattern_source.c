/*
 * The built-in moving picture, `pattern:`.
 *
 * The source thread only keeps time. The picture is drawn where it is used, in
 * prepare(), so one that nobody watches is never drawn. One canvas is enough:
 * when a picture is prepared, the one before is done with.
 *
 * SPDX-License-Identifier: MIT
 */
#include "pattern_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"
#include "holders.h"
#include "pattern_scene.h"

#define DEFAULT_RATE_FPS 30

struct pattern_source {
	struct source source;
	struct stop *stop;
	unsigned rate_fps;
	uint64_t tick; /* of the last picture; tick n is n / rate_fps seconds */
	struct pattern_scene scene;
	struct holders holders; /* the source and each of its pictures */
};

struct pattern_picture {
	struct picture picture;
	struct pattern_source *source;
};

/* The last to release it frees the scene. */
static void pattern_release(struct pattern_source *pattern)
{
	if (!holders_release(&pattern->holders))
		return;
	pattern_scene_destroy(&pattern->scene);
	free(pattern);
}

static int pattern_picture_prepare(struct picture *picture, uint64_t serial)
{
	struct pattern_picture *drawn = (struct pattern_picture *)picture;

	pattern_scene_draw(&drawn->source->scene, serial,
			   picture->captured_wall_ns);
	return 0;
}

static void pattern_picture_release(struct picture *picture)
{
	struct pattern_picture *drawn = (struct pattern_picture *)picture;

	pattern_release(drawn->source);
	free(drawn);
}

static struct picture *pattern_picture_create(struct pattern_source *pattern,
					      uint64_t captured_ns)
{
	const struct canvas *canvas = &pattern->scene.canvas;
	uint64_t since_ns = clock_monotonic_ns() - captured_ns;
	struct pattern_picture *drawn = malloc(sizeof(*drawn));

	if (!drawn)
		return NULL;
	*drawn = (struct pattern_picture){
		.picture = {
			.kind = PICTURE_PLANES,
			.captured_ns = captured_ns,
			.captured_wall_ns = clock_wall_ns() - since_ns,
			.width_px = canvas->width_px,
			.height_px = canvas->height_px,
			.subsampling = PICTURE_420,
			.prepare = pattern_picture_prepare,
			.release = pattern_picture_release,
		},
		.source = pattern,
	};
	for (int plane = 0; plane < 3; plane++) {
		drawn->picture.planes[plane] = canvas->planes[plane];
		drawn->picture.strides[plane] = canvas->strides[plane];
	}
	holders_hold(&pattern->holders);
	return &drawn->picture;
}

/* Exact multiples of the period, so that no error adds up at any rate. */
static uint64_t tick_ns(uint64_t tick, unsigned rate_fps)
{
	return tick / rate_fps * NS_PER_S +
	       tick % rate_fps * NS_PER_S / rate_fps;
}

static uint64_t tick_at(uint64_t time_ns, unsigned rate_fps)
{
	return time_ns / NS_PER_S * rate_fps +
	       time_ns % NS_PER_S * rate_fps / NS_PER_S;
}

/* Ticks that were missed are skipped, not made up for. */
static int pattern_next(struct source *source, struct picture **picture,
			struct reason *reason)
{
	struct pattern_source *pattern = (struct pattern_source *)source;
	uint64_t now_tick = tick_at(clock_monotonic_ns(), pattern->rate_fps);
	uint64_t due_ns;

	pattern->tick =
		(now_tick > pattern->tick ? now_tick : pattern->tick) + 1;
	due_ns = tick_ns(pattern->tick, pattern->rate_fps);
	if (stop_wait_until(pattern->stop, due_ns))
		return -ECANCELED;
	*picture = pattern_picture_create(pattern, due_ns);
	if (*picture)
		return 0;
	return reason_give(reason, -ENOMEM, "out of memory");
}

static void pattern_close(struct source *source)
{
	pattern_release((struct pattern_source *)source);
}

static int pattern_open(struct source **source,
			const struct source_request *request, struct stop *stop,
			struct reason *reason)
{
	int width_px =
		request->width_px ? request->width_px : PICTURE_USUAL_WIDTH_PX;
	int height_px = request->height_px ? request->height_px
					   : PICTURE_USUAL_HEIGHT_PX;
	struct pattern_source *pattern = calloc(1, sizeof(*pattern));
	char caption[128];

	if (!pattern)
		goto out_of_memory;
	pattern->source.next = pattern_next;
	pattern->source.close = pattern_close;
	pattern->stop = stop;
	pattern->rate_fps =
		request->rate_fps ? request->rate_fps : DEFAULT_RATE_FPS;
	holders_begin(&pattern->holders);
	snprintf(caption, sizeof(caption), "%s %dx%d %u fps", request->slot,
		 width_px, height_px, pattern->rate_fps);
	if (pattern_scene_create(&pattern->scene, width_px, height_px,
				 caption) < 0)
		goto free_pattern;
	*source = &pattern->source;
	return 0;

free_pattern:
	free(pattern);
out_of_memory:
	return reason_give(reason, -ENOMEM, "out of memory");
}

const struct source_driver pattern_source_driver = { .open = pattern_open };
