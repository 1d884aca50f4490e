/*
 * What every source of pictures looks like.
 *
 * A source lives in the source thread; its functions may block, and return
 * soon after `stop` is requested. Its driver knows one kind of camera, and
 * sources.c knows the drivers.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>

#include "picture.h"
#include "stop.h"

/* What is wanted. All of it outlives the source. */
struct source_request {
	const char *url;	     /* may hold a password */
	const char *name;	     /* the same for people to read, without */
	bool listen;		     /* wait for a publisher at `url` */
	const char *slot;	     /* for a source that shows it */
	int width_px, height_px;     /* 0: as the source has it */
	unsigned rate_fps;	     /* at most; 0: as the source has it */
	const char *format;	     /* of a camera: "NV12"; NULL: the best */
	const char *const *controls; /* of a camera: "name=value", NULL ends */
	const char *transport;	     /* of RTSP: "udp"; NULL: the best */
	unsigned delay_ms;	     /* to wait for packets that are late */
	const char *const *av_options; /* "key=value", NULL ends; or NULL */
	struct stop *stop;
};

/* Why there is no picture, for people: "cannot open clip.mp4: ...". */
struct source_reason {
	char text[224];
};

struct source {
	/*
	 * Wait for the next picture, which the caller owns then.
	 *
	 * Returns 0, -EAGAIN when there was none this time but the source goes
	 * on, -ECANCELED when it was stopped, or another negative errno and
	 * the reason; the source is of no more use then.
	 */
	int (*next)(struct source *source, struct picture **picture,
		    struct source_reason *reason);

	/* Its pictures may outlive it. */
	void (*close)(struct source *source);
};

#endif
