/*
 * Puts output into the form that the web server reads: FastCGI STDOUT records,
 * or bare bytes for plain CGI.
 *
 * Source of the format: FastCGI specification 1.0, sections 3.3 and 5.5.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <stddef.h>
#include <stdint.h>

/*
 * The most that one record carries. lighttpd writes what exceeds 64 KB in its
 * buffer to disk; larger records make it do so for every frame of 200 KB.
 */
#define RECORD_CONTENT_MAX_BYTES 16376

/*
 * This process is a CGI program: bytes go out bare. Call it before the first
 * thread starts; it cannot be undone, as such a process has one viewer.
 */
void records_leave_bare(void);

/* Bytes that records_put() makes of `content_bytes`. */
size_t records_size(size_t content_bytes);

/* Write `content` in records to `to`; returns where they end. */
uint8_t *records_put(uint8_t *to, const void *content, size_t content_bytes);

/* Bytes that records_put_end() makes. */
size_t records_end_size(void);

/* The end of the response. Returns where it ends. */
uint8_t *records_put_end(uint8_t *to);

/*
 * The answer to a request with another id than 1, from a web server that wants
 * to send several at once: FCGI_END_REQUEST with FCGI_CANT_MPX_CONN.
 */
#define RECORD_REFUSAL_BYTES 16
void record_put_refusal(uint8_t to[RECORD_REFUSAL_BYTES], uint16_t request_id);

#endif
