/*
 * The driver of cameras at http:// and https:// that send JPEGs.
 *
 * A stream of them, or one at a time: an address whose answer is one picture is
 * asked again, at the rate of the request or twice a second.
 *
 * Opening fails with -EMEDIUMTYPE where something else is, which libavformat
 * may know.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_SOURCE_H
#define HTTP_SOURCE_H

#include "source.h"

extern const struct source_driver http_source_driver;

#endif
