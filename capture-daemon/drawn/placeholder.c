/*
 * The picture that stands in for a missing one and says why it is missing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "placeholder.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "text.h"

#define LINE_BYTES 128
#define LINES_MAX  6

/*
 * How many letters of this scale fit between margins of a tenth on each side.
 */
static int letters_in_line(const struct canvas *canvas, int scale)
{
	int letters = canvas->width_px * 8 / 10 / (TEXT_ADVANCE_DOTS * scale);

	return letters < 1	      ? 1
	       : letters < LINE_BYTES ? letters
				      : LINE_BYTES - 1;
}

static void line_draw(struct canvas *canvas, int y, int scale, struct ink ink,
		      const char *text)
{
	text_draw(canvas, (canvas->width_px - text_width_px(text, scale)) / 2,
		  y, scale, ink, text);
}

/* How much of `text` goes on a line: whole words, or part of a long one. */
static size_t line_break(const char *text, size_t letters_max)
{
	size_t length = strlen(text);

	if (length <= letters_max)
		return length;
	for (length = letters_max; length > 0; length--)
		if (text[length] == ' ')
			return length;
	return letters_max;
}

static void paragraph_draw(struct canvas *canvas, int y, int scale,
			   struct ink ink, const char *text)
{
	int letters = letters_in_line(canvas, scale);

	for (int line = 0; line < LINES_MAX && *text != '\0'; line++) {
		char words[LINE_BYTES];
		size_t length = line_break(text, (size_t)letters);

		snprintf(words, sizeof(words), "%.*s", (int)length, text);
		line_draw(canvas, y, scale, ink, words);
		y += scale * (TEXT_HEIGHT_DOTS + 3);
		text += length;
		text += strspn(text, " ");
	}
}

void placeholder_draw(struct canvas *canvas,
		      const struct placeholder *placeholder, uint64_t wall_ns)
{
	const struct ink grey = ink_rgb(150, 160, 170);
	time_t seconds = (time_t)(wall_ns / NS_PER_S);
	int large = text_scale_for_width("NO SIGNAL", canvas->width_px / 2);
	int small = (large + 2) / 3;
	int third_px = canvas->height_px / 3;
	char time_text[32];
	struct tm local;

	canvas_fill(canvas, 0, 0, canvas->width_px + 1, canvas->height_px + 1,
		    ink_rgb(28, 32, 38));
	line_draw(canvas, third_px / 3, small, grey, placeholder->slot);
	line_draw(canvas, third_px - large * TEXT_HEIGHT_DOTS / 4, large,
		  ink_rgb(240, 240, 240), placeholder->headline);
	paragraph_draw(canvas, third_px + large * (TEXT_HEIGHT_DOTS + 1), small,
		       ink_rgb(255, 190, 90), placeholder->reason);
	localtime_r(&seconds, &local);
	strftime(time_text, sizeof(time_text), "%Y-%m-%d %H:%M:%S", &local);
	line_draw(canvas, canvas->height_px - third_px / 3, small, grey,
		  time_text);
}
