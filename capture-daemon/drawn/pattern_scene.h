/*
 * The moving picture of `pattern:`.
 *
 * Colour bars with a ball that bounces over them, a grey ramp, a clock to read
 * delays from, a hand that goes round once a second, and the stamp.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PATTERN_SCENE_H
#define PATTERN_SCENE_H

#include <stdint.h>

#include "canvas.h"

struct pattern_scene {
	struct canvas background; /* what stands still, drawn once */
	struct canvas canvas;	  /* the picture */
};

/* `caption` is written below the clock. Returns 0 or -ENOMEM. */
int pattern_scene_create(struct pattern_scene *scene, int width_px,
			 int height_px, const char *caption);
void pattern_scene_destroy(struct pattern_scene *scene);

/* Draw frame `serial`, captured at `wall_ns` since 1970. */
void pattern_scene_draw(struct pattern_scene *scene, uint64_t serial,
			uint64_t wall_ns);

#endif
