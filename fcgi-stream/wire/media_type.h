/*
 * Classes of media types.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef MEDIA_TYPE_H
#define MEDIA_TYPE_H

#include <stdbool.h>

/* Whether a browser can show it: image/something. */
bool media_type_is_image(const char *media_type);

/* application/json, with or without parameters. */
bool media_type_is_json(const char *media_type);

#endif
