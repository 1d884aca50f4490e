/*
 * What a publisher is answered when it cannot have something, and what people
 * are told of it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_REFUSAL_H
#define RTSP_REFUSAL_H

#include "rtsp_message.h"

struct rtsp_refusal {
	unsigned code;
	const char *phrase;   /* after the code; FFmpeg shows it to its user */
	const char *sentence; /* "192.168.1.20 ..." for people; NULL: nothing */
};

/* Refusals that no function returns. */
extern const struct rtsp_refusal rtsp_refusal_place, rtsp_refusal_watching,
	rtsp_refusal_version;

/* Errors of rtsp_description_read(), and of what opens a transport. */
struct rtsp_refusal rtsp_refusal_of_description(int error);
struct rtsp_refusal rtsp_refusal_of_transport(int error);

/* Of what is no message; `first` is its first byte. */
struct rtsp_refusal rtsp_refusal_of_message(enum rtsp_kind kind, char first);

#endif
