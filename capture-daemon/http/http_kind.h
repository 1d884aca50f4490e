/*
 * Tells what an address holds by its answer, not by its name.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_KIND_H
#define HTTP_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* This much of an answer tells what it is, if anything does. */
#define HTTP_HEAD_BYTES 512

/* The beginning of an answer. */
struct http_head {
	const char *type; /* its Content-Type; NULL: none */
	bool has_length;  /* it says where it will end */
	bool is_whole;	  /* nothing comes behind the bytes */
	const uint8_t *bytes;
	size_t size_bytes;
};

enum http_kind {
	HTTP_UNDECIDED, /* more of it will tell */
	HTTP_PICTURES,	/* JPEGs: a stream of parts, bare ones, or one */
	HTTP_MEDIA,	/* something for libavformat, or for nobody */
	HTTP_PAGE,	/* HTML */
	HTTP_XML,
	HTTP_JSON,
	HTTP_TEXT,
	HTTP_NOTHING, /* no bytes at all */
};

enum http_kind http_kind_of(const struct http_head *head);

/*
 * Whether such an answer is made of parts, so that it can hold several
 * pictures.
 */
bool http_kind_is_multipart(const char *type);

#endif
