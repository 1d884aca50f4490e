/*
 * A piece of what a publisher has said, where it lies.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_TEXT_H
#define RTSP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No zero ends it, and it may hold some. */
struct rtsp_text {
	const char *begin;
	size_t length;
};

struct rtsp_text rtsp_text_of(const char *text);

/* Without white space at both ends; without the quotes around all of it. */
struct rtsp_text rtsp_text_trim(struct rtsp_text text);
struct rtsp_text rtsp_text_unquote(struct rtsp_text text);

/* Both compare without regard to case. */
bool rtsp_text_is(struct rtsp_text text, const char *word);
bool rtsp_text_begins(struct rtsp_text text, const char *word);

/*
 * Take the next piece off the front of `rest`, up to `delimiter`, and trim it.
 * A delimiter between double quotes is none.
 *
 * Returns whether there was one.
 */
bool rtsp_text_split(struct rtsp_text *rest, char delimiter,
		     struct rtsp_text *piece);

/* The same with lines, which CR LF or LF ends; quotes mean nothing there. */
bool rtsp_text_line(struct rtsp_text *rest, struct rtsp_text *line);

/*
 * Take a name and its value apart, at the first `separator`; both are trimmed.
 * Without one the value is empty.
 */
void rtsp_text_pair(struct rtsp_text pair, char separator,
		    struct rtsp_text *name, struct rtsp_text *value);

/* As number_parse(). */
int rtsp_text_number(struct rtsp_text text, uint64_t minimum, uint64_t maximum,
		     uint64_t *value);

/* Returns 0, or -EMSGSIZE when it does not fit with a zero at its end. */
int rtsp_text_copy(struct rtsp_text text, char *copy, size_t size_bytes);

/*
 * Copy what fits, for people and for answers: everything but visible ASCII
 * characters becomes a question mark.
 */
void rtsp_text_show(struct rtsp_text text, char *copy, size_t size_bytes);

#endif
