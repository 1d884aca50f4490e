/*
 * Whether a publisher's address is the one that is listened at.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef RTSP_PATH_H
#define RTSP_PATH_H

#include <stdbool.h>

#include "rtsp_text.h"

/*
 * The path in `uri`, which may be a whole URL: without query, percent-encoding
 * and slashes at its end.
 */
struct rtsp_path {
	char text[512];
	bool is_cut; /* it was longer */
};

void rtsp_path_read(struct rtsp_path *path, struct rtsp_text uri);

/* Whether `uri` means the path of `url`; one without a path means any. */
bool rtsp_path_fits(struct rtsp_text uri, const char *url);

#endif
