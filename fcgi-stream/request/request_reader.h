/*
 * Reads the request on one connection, with libfcgi, and blocks meanwhile.
 *
 * Libfcgi gets to see only what record_check.c finds whole and harmless. It
 * never sees the descriptor again: the response goes past it (records.h).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REQUEST_READER_H
#define REQUEST_READER_H

#include "record_check.h"

struct request;

/* What it takes; each thread that reads has one of its own. */
struct request_reader {
	uint8_t records[RECORD_CHECK_MAX_BYTES]; /* what came, to be judged */
};

/* Get libfcgi ready, once. It takes signals over. Returns 0 or -EIO. */
int request_reader_prepare(void);

/*
 * Read the request on `fd`, which blocks. It may take two seconds, also when
 * the other side stops in the midst; shutdown(2) for reading ends it sooner.
 *
 * Returns the request, which owns `fd` and does not block any more, or NULL
 * with `fd` closed: nothing usable came.
 */
struct request *request_reader_read(struct request_reader *reader, int fd);

#endif
