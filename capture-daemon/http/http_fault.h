/*
 * Says why there is no picture at a web address, in words for people.
 *
 * Each function fills `why` and returns a negative errno for the producer:
 * after -EACCES it does not ask again at once.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef HTTP_FAULT_H
#define HTTP_FAULT_H

#include <curl/curl.h>

#include "http_kind.h"
#include "source.h"

/* libcurl gave up; `system_error` is the errno behind that, or 0. */
int http_fault_of_curl(CURLcode code, long system_error, struct reason *why);

/* The answer has a status other than success. */
int http_fault_of_status(long status, struct reason *why);

/*
 * The answer holds something other than pictures. Returns -EMEDIUMTYPE, without
 * a reason, for what another driver may know.
 */
int http_fault_of_kind(enum http_kind kind, struct reason *why);

#endif
