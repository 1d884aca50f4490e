/*
 * What a viewer is to see while there is no picture, for comparison.
 *
 *	placeholder_picture WIDTH HEIGHT SLOT REASON
 *
 * Writes the luma of the placeholder as raw bytes, without the time of day
 * that it would show.
 *
 * SPDX-License-Identifier: MIT
 */
#include <stdio.h>
#include <stdlib.h>

#include "placeholder.h"

int main(int argc, char **argv)
{
	struct canvas canvas;

	if (argc != 5) {
		fputs("usage: placeholder_picture WIDTH HEIGHT SLOT REASON\n",
		      stderr);
		return 2;
	}
	if (canvas_create(&canvas, atoi(argv[1]), atoi(argv[2])) < 0)
		return EXIT_FAILURE;
	placeholder_draw(&canvas,
			 &(struct placeholder){ argv[3], "NO SIGNAL", argv[4] },
			 0);
	for (int y = 0; y < canvas.height_px; y++)
		fwrite(canvas.planes[0] + (size_t)y * (size_t)canvas.strides[0],
		       1, (size_t)canvas.width_px, stdout);
	canvas_destroy(&canvas);
	return EXIT_SUCCESS;
}
