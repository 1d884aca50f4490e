/*
 * The driver of all sources at http:// and https://.
 *
 * SPDX-License-Identifier: MIT
 */
#include "web_source.h"

#include <errno.h>
#include <stdlib.h>

#include "av_source.h"
#include "http_source.h"
#include "jpeg_scaler.h"

/* JPEGs that may have to be scaled. */
struct scaled_source {
	struct source source;
	struct source *jpegs;
	struct jpeg_scaler *scaler;
};

static int scaled_next(struct source *source, struct picture **picture,
		       struct reason *reason)
{
	struct scaled_source *scaled = (struct scaled_source *)source;
	int result = scaled->jpegs->next(scaled->jpegs, picture, reason);

	if (result == 0)
		*picture = jpeg_scaler_take(scaled->scaler, *picture);
	source->awaited_ns = scaled->jpegs->awaited_ns;
	return result;
}

static void scaled_close(struct source *source)
{
	struct scaled_source *scaled = (struct scaled_source *)source;

	scaled->jpegs->close(scaled->jpegs);
	jpeg_scaler_release(scaled->scaler);
	free(scaled);
}

/* Puts a scaler in front of `*source`, or closes it. */
static int scaled_open(struct source **source,
		       const struct source_request *request,
		       struct reason *reason)
{
	struct scaled_source *made = calloc(1, sizeof(*made));

	if (made)
		made->scaler = jpeg_scaler_create(request->width_px,
						  request->height_px, 1);
	if (!made || !made->scaler) {
		(*source)->close(*source);
		free(made);
		return reason_give(reason, -ENOMEM, "out of memory");
	}
	made->source =
		(struct source){ .next = scaled_next, .close = scaled_close };
	made->jpegs = *source;
	*source = &made->source;
	return 0;
}

static int web_open(struct source **source,
		    const struct source_request *request, struct stop *stop,
		    struct reason *reason)
{
	bool is_for_libavformat = request->av_options && request->av_options[0];
	int result = is_for_libavformat
			     ? -EMEDIUMTYPE
			     : http_source_driver.open(source, request, stop,
						       reason);

	if (result == -EMEDIUMTYPE)
		return av_source_driver.open(source, request, stop, reason);
	if (result == 0 && request->width_px != 0)
		result = scaled_open(source, request, reason);
	return result;
}

const struct source_driver web_source_driver = { .open = web_open };
