/*
 * The driver of cameras at http:// and https:// that send JPEGs.
 *
 * They come as a stream or one at a time. An address whose answer is one
 * picture is asked again, at the rate of the request or twice a second.
 *
 * Opening fails with -EMEDIUMTYPE when the address holds something else, which
 * libavformat may know.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_SOURCE_H
#define HTTP_SOURCE_H

#include "source.h"

extern const struct source_driver http_source_driver;

#endif
