/*
 * Pages of other servers that may read our answers (CORS).
 *
 * Any page may show our pictures. Only one of an allowed origin may read them:
 * by fetch() or EventSource, or to draw them on a canvas and read that.
 *
 * Source: WHATWG Fetch, section 3.2.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CROSS_ORIGIN_H
#define CROSS_ORIGIN_H

#include <stdbool.h>

struct peer;
struct request;

/*
 * The form of the setting, to follow the word "expected": "*", or origins as
 * browsers write them.
 */
#define CROSS_ORIGIN_RULE                                                      \
	"* for all, or origins like https://home.example:8123, without a "     \
	"path, with commas between them"

bool cross_origin_is_valid(const char *setting);

/*
 * Send the header fields by which `setting`, which may be NULL, lets the page
 * that makes this request read the answer. They come before all other fields of
 * the answer.
 *
 * A named origin may also send the browser's password for us; all together may
 * not.
 */
void cross_origin_send(struct peer *peer, const char *setting,
		       const struct request *request);

#endif
