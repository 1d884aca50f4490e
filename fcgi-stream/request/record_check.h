/*
 * Checks whether the bytes of a web server are a request that libfcgi survives.
 *
 * libfcgi believes every length in them. Parameters of 2 GB make it end the
 * program (CVE-2025-23016, which Debian's correction mends only in part), and
 * half a request makes it wait. No web server sends either, but another
 * program that can open the socket might.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* Far more than web servers let headers have. */
#define RECORD_CHECK_MAX_BYTES 65536

enum record_verdict {
	RECORDS_INCOMPLETE, /* right so far */
	RECORDS_WHOLE,	    /* all parameters are there */
	RECORDS_ENDED,	    /* and the end of a body that is empty */
	RECORDS_WRONG,	    /* whatever may follow */
};

/* Check all bytes that have come so far on a new connection. */
enum record_verdict record_check(const uint8_t *bytes, size_t size_bytes);

#endif
