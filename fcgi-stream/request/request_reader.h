/*
 * Reads the request on one connection with libfcgi; blocks meanwhile.
 *
 * libfcgi gets only requests that record_check.c finds whole and harmless. It
 * has no part in the response (records.h).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REQUEST_READER_H
#define REQUEST_READER_H

#include "record_check.h"

struct request;

/* Each thread that reads has one of its own. */
struct request_reader {
	uint8_t records[RECORD_CHECK_MAX_BYTES]; /* the bytes to be checked */
};

/* Initialize libfcgi, once. It sets signal handlers. Returns 0 or -EIO. */
int request_reader_prepare(void);

/*
 * Read the request on `fd`, which blocks. It may take two seconds, also when
 * the other side stops in the middle; shutdown(2) for reading ends it sooner.
 *
 * Returns the request, which owns `fd`; that does not block any more. Or NULL,
 * with `fd` closed, when no usable request came.
 */
struct request *request_reader_read(struct request_reader *reader, int fd);

#endif
