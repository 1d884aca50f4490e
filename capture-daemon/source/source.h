/*
 * The interface of every source of pictures.
 *
 * A source lives in the source thread; its functions may block, and return
 * soon after `stop` is requested. Its driver knows one kind of camera;
 * source_choice.c says which driver a URL belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "picture.h"
#include "reason.h"
#include "rerun.h"
#include "silence.h"
#include "stop.h"

/* The settings of a source. All of it outlives the source. */
struct source_request {
	const struct source_driver *driver;
	const char *url;	     /* may hold a password */
	const char *name;	     /* the same without it, for people */
	bool listen;		     /* wait for a publisher at `url` */
	const char *slot;	     /* for a source that shows it */
	int width_px, height_px;     /* 0: as the source has it */
	unsigned rate_fps;	     /* at most; 0: as the source has it */
	const char *format;	     /* of a camera: "NV12"; NULL: the best */
	const char *const *controls; /* of a camera: "name=value", NULL ends */
	const char *transport;	     /* of RTSP: "udp"; NULL: the best */
	unsigned delay_ms;	     /* to wait for packets that are late */
	const char *const *av_options; /* "key=value", NULL ends; or NULL */
	bool takes_any_certificate;    /* of https:// */
	unsigned silence_s;	       /* how long it may pause; 0: learned */

	/* What is learned in one opening for the next; the source thread's. */
	struct silence *silence;
	struct rerun *rerun;
};

struct source {
	/*
	 * Wait for the next picture, which the caller owns then.
	 *
	 * Returns 0, -EAGAIN when there was no picture this time but the source
	 * goes on, -ECANCELED when it was stopped, or another negative errno
	 * and the reason; the source is of no more use then.
	 */
	int (*next)(struct source *source, struct picture **picture,
		    struct reason *reason);

	/* Its pictures may outlive it. */
	void (*close)(struct source *source);

	/*
	 * CLOCK_MONOTONIC: until then nothing is wrong although no picture
	 * comes. 0: nobody knows. Set by the source, before it returns.
	 */
	uint64_t awaited_ns;
};

/* Opens one kind of source. */
struct source_driver {
	/*
	 * Open what `request` asks for; it and `stop` outlive the source. It
	 * may wait without limit, for instance for a publisher.
	 *
	 * Returns 0 and the source, or -ECANCELED when it was stopped, or
	 * another negative errno and the reason.
	 */
	int (*open)(struct source **source,
		    const struct source_request *request, struct stop *stop,
		    struct reason *reason);

	/*
	 * Sleep until `deadline_ns` (CLOCK_MONOTONIC), or until something
	 * happened that makes another attempt worth while, after one failed
	 * with `error`. NULL when nothing can tell.
	 *
	 * Returns whether to stop.
	 */
	bool (*wait_until)(const char *url, int error, struct stop *stop,
			   uint64_t deadline_ns);
};

#endif
