/*
 * Whether a stream is asked for by an engine that paints it, or by a program.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PAINTER_H
#define PAINTER_H

#include <stdbool.h>

/*
 * `destination` and `accept` are the values of a request's header fields
 * Sec-Fetch-Dest and Accept, or "".
 *
 * The first says what a browser does with the answer, but browsers send it
 * only over TLS and to the machine itself. The second tells the rest: for an
 * <img> they accept image/webp or any image, for an address that somebody opens
 * application/xhtml+xml, for fetch() anything at all. Programs name other
 * types or none; Java names text/html and image/jpeg.
 *
 * Source: W3C Fetch Metadata, section 2.1; WHATWG Fetch, section 4.1.
 */
bool painter_asks(const char *destination, const char *accept);

#endif
