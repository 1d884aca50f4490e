/*
 * What single settings of capture-daemon may look like.
 *
 * The functions are those of option rows (options.h): parse() fills what is
 * written in front of it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SETTING_VALUES_H
#define SETTING_VALUES_H

#include <stdbool.h>

struct size {
	int width_px, height_px;
};

/* struct size: "1280x720". */
int setting_size_parse(const char *text, void *size);

/* "brightness=10", and "key=value". */
bool setting_control_is_valid(const char *text);
bool setting_av_option_is_valid(const char *text);

/* int, degrees clockwise: "90". */
int setting_rotate_parse(const char *text, void *degrees);

/* enum turn_flip: "h" or "v". */
int setting_flip_parse(const char *text, void *flip);

/* bool, whether the source is closed: "close" or "keep". */
int setting_idle_parse(const char *text, void *closes);

/* "NV12". */
bool setting_format_is_valid(const char *text);

/* "tcp" or "udp". */
bool setting_transport_is_valid(const char *text);

#endif
