/*
 * The form of single settings of capture-daemon.
 *
 * The functions and lists of choices are those of option rows (options.h): the
 * type that parse() fills stands first in each comment.
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
extern const char *const setting_flips[];
int setting_flip_parse(const char *text, void *flip);

/* bool, whether the source is closed: "close" or "keep". */
extern const char *const setting_idles[];
int setting_idle_parse(const char *text, void *closes);

/* bool, whether metadata of JPEGs is kept: "remove" or "keep". */
extern const char *const setting_metadata[];
int setting_metadata_parse(const char *text, void *keeps);

/* bool, whether any certificate is taken: "any" or "check". */
int setting_certificate_parse(const char *text, void *takes_any);

/* "NV12". */
bool setting_format_is_valid(const char *text);

/* "tcp" or "udp". */
extern const char *const setting_transports[];
extern const char *const setting_certificates[];

#endif
