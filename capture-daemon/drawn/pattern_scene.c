/*
 * The moving picture of `pattern:`.
 *
 * Everything is placed in fractions of the picture, in permille.
 *
 * SPDX-License-Identifier: MIT
 */
#include "pattern_scene.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "stamp.h"
#include "text.h"

#define BARS_BOTTOM    380
#define RAMP_BOTTOM    420
#define CLOCK_TOP      500
#define CLOCK_LEFT     40
#define CLOCK_WIDTH    600
#define DIAL_CENTER_X  825
#define DIAL_CENTER_Y  665
#define DIAL_OF_HEIGHT 200 /* the radius, whichever is smaller */
#define DIAL_OF_WIDTH  140
#define BALL_RADIUS    55 /* of the height */

/* How long the ball needs from one wall to the other. */
#define BALL_ACROSS_NS (3700 * NS_PER_MS)
#define BALL_DOWN_NS   (900 * NS_PER_MS)

static int permille(int whole_px, int part)
{
	return (int)((int64_t)whole_px * part / 1000);
}

static void bars_draw(struct canvas *canvas)
{
	/* 75 % bars in the order of falling luma. */
	static const uint8_t bars[][3] = {
		{ 191, 191, 191 }, { 191, 191, 0 }, { 0, 191, 191 },
		{ 0, 191, 0 },	   { 191, 0, 191 }, { 191, 0, 0 },
		{ 0, 0, 191 },
	};
	const int count = sizeof(bars) / sizeof(bars[0]);

	for (int i = 0; i < count; i++) {
		int left = canvas->width_px * i / count;
		int right = canvas->width_px * (i + 1) / count;

		canvas_fill(canvas, left, 0, right - left + 1,
			    permille(canvas->height_px, BARS_BOTTOM),
			    ink_rgb(bars[i][0], bars[i][1], bars[i][2]));
	}
}

static void ramp_draw(struct canvas *canvas)
{
	int top = permille(canvas->height_px, BARS_BOTTOM);
	int bottom = permille(canvas->height_px, RAMP_BOTTOM);

	for (int x = 0; x < canvas->width_px; x++) {
		int level = 255 * x / canvas->width_px;

		canvas_fill(canvas, x, top, 1, bottom - top,
			    ink_rgb(level, level, level));
	}
}

struct dial {
	int x, y, radius_px;
};

/* As large as the room beside the clock and above the stamp allows. */
static struct dial dial_of(const struct canvas *canvas)
{
	int high_px = permille(canvas->height_px, DIAL_OF_HEIGHT);
	int wide_px = permille(canvas->width_px, DIAL_OF_WIDTH);

	return (struct dial){
		permille(canvas->width_px, DIAL_CENTER_X),
		permille(canvas->height_px, DIAL_CENTER_Y),
		high_px < wide_px ? high_px : wide_px,
	};
}

/* Draw a dot on the dial, `turn` of the way round, at `reach` of the radius. */
static void dial_dot(struct canvas *canvas, double turn, double reach,
		     int radius_px, struct ink ink)
{
	struct dial dial = dial_of(canvas);
	double angle = 2 * M_PI * turn;

	canvas_disc(canvas,
		    dial.x + (int)lround(sin(angle) * reach * dial.radius_px),
		    dial.y - (int)lround(cos(angle) * reach * dial.radius_px),
		    radius_px, ink);
}

static void dial_draw(struct canvas *canvas)
{
	struct dial dial = dial_of(canvas);
	int dot_px = dial.radius_px / 28 + 1;

	canvas_disc(canvas, dial.x, dial.y, dial.radius_px,
		    ink_rgb(44, 54, 66));
	for (int tick = 0; tick < 20; tick++)
		dial_dot(canvas, tick / 20.0, 0.88,
			 tick % 5 == 0 ? 2 * dot_px : dot_px,
			 ink_rgb(200, 210, 220));
}

static void hand_draw(struct canvas *canvas, uint64_t wall_ns)
{
	double turn = (double)(wall_ns % NS_PER_S) / NS_PER_S;
	int dot_px = dial_of(canvas).radius_px / 28 + 1;

	for (int step = 0; step <= 24; step++)
		dial_dot(canvas, turn, 0.72 * step / 24, dot_px,
			 ink_rgb(255, 160, 40));
	dial_dot(canvas, 0, 0, 2 * dot_px, ink_rgb(255, 160, 40));
}

/* Swings from 0 to `span` and back, `period_ns` each way. */
static int swing(uint64_t wall_ns, uint64_t period_ns, int span)
{
	uint64_t phase_ns = wall_ns % (2 * period_ns);

	if (phase_ns > period_ns)
		phase_ns = 2 * period_ns - phase_ns;
	return (int)((double)span * (double)phase_ns / (double)period_ns);
}

static void ball_draw(struct canvas *canvas, uint64_t wall_ns)
{
	int radius_px = permille(canvas->height_px, BALL_RADIUS);
	int across_px = canvas->width_px - 2 * radius_px;
	int down_px = permille(canvas->height_px, BARS_BOTTOM) - 2 * radius_px;
	int x = radius_px + swing(wall_ns, BALL_ACROSS_NS, across_px);
	int y = radius_px + swing(wall_ns, BALL_DOWN_NS, down_px);

	canvas_disc(canvas, x, y, radius_px - 1, ink_rgb(16, 20, 26));
	canvas_disc(canvas, x, y, radius_px * 4 / 5, ink_rgb(255, 160, 40));
}

static int clock_scale(const struct canvas *canvas)
{
	return text_scale_for_width("00:00:00.000",
				    permille(canvas->width_px, CLOCK_WIDTH));
}

/* Draw a line half as large as the clock, or smaller if that is too wide. */
static void caption_draw(struct canvas *canvas, int line, struct ink ink,
			 const char *caption)
{
	int clock = clock_scale(canvas);
	int top = permille(canvas->height_px, CLOCK_TOP) +
		  clock * (TEXT_HEIGHT_DOTS + 2);
	int scale = text_scale_for_width(
		caption, permille(canvas->width_px, CLOCK_WIDTH));

	if (scale > (clock + 1) / 2)
		scale = (clock + 1) / 2;
	text_draw(canvas, permille(canvas->width_px, CLOCK_LEFT),
		  top + line * (clock + 1) / 2 * (TEXT_HEIGHT_DOTS + 2), scale,
		  ink, caption);
}

static void clock_draw(struct canvas *canvas, uint64_t wall_ns)
{
	time_t seconds = (time_t)(wall_ns / NS_PER_S);
	char text[32];
	size_t length;
	struct tm local;

	localtime_r(&seconds, &local);
	length = strftime(text, sizeof(text), "%H:%M:%S", &local);
	snprintf(text + length, sizeof(text) - length, ".%03u",
		 (unsigned)(wall_ns % NS_PER_S / NS_PER_MS));
	text_draw(canvas, permille(canvas->width_px, CLOCK_LEFT),
		  permille(canvas->height_px, CLOCK_TOP), clock_scale(canvas),
		  ink_rgb(245, 245, 245), text);
}

static void background_draw(struct canvas *canvas, const char *caption)
{
	canvas_fill(canvas, 0, 0, canvas->width_px + 1, canvas->height_px + 1,
		    ink_rgb(24, 30, 38));
	bars_draw(canvas);
	ramp_draw(canvas);
	dial_draw(canvas);
	caption_draw(canvas, 1, ink_rgb(160, 172, 184), caption);
	/* The stamp draws luma only. */
	canvas_fill(canvas, 0, canvas->height_px * 11 / 12,
		    canvas->width_px + 1, canvas->height_px, ink_rgb(0, 0, 0));
}

int pattern_scene_create(struct pattern_scene *scene, int width_px,
			 int height_px, const char *caption)
{
	int result = canvas_create(&scene->background, width_px, height_px);

	if (result < 0)
		return result;
	result = canvas_create(&scene->canvas, width_px, height_px);
	if (result < 0)
		canvas_destroy(&scene->background);
	else
		background_draw(&scene->background, caption);
	return result;
}

void pattern_scene_destroy(struct pattern_scene *scene)
{
	canvas_destroy(&scene->background);
	canvas_destroy(&scene->canvas);
}

void pattern_scene_draw(struct pattern_scene *scene, uint64_t serial,
			uint64_t wall_ns)
{
	struct canvas *canvas = &scene->canvas;
	char caption[48];

	canvas_copy(canvas, &scene->background);
	clock_draw(canvas, wall_ns);
	snprintf(caption, sizeof(caption), "frame %06" PRIu64, serial);
	caption_draw(canvas, 0, ink_rgb(245, 245, 245), caption);
	hand_draw(canvas, wall_ns);
	ball_draw(canvas, wall_ns);
	stamp_draw(canvas->planes[0], canvas->strides[0], canvas->width_px,
		   canvas->height_px,
		   &(struct stamp){ (uint32_t)serial, wall_ns / 1000 });
}
