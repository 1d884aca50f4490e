/*
 * The libav libraries as a whole: their network and what they log.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_LIBRARY_H
#define AV_LIBRARY_H

#include <stdbool.h>

/*
 * Call once, before the first thread starts. What the libraries log is dropped,
 * or goes to our debug level, without passwords. The program may not take more
 * than 2 GiB of memory from then on.
 */
void av_library_open(bool verbose);

/*
 * Whether, since it was forgotten, an RTMP publisher asked this thread for
 * another path than the one that is listened at. libavformat takes every one,
 * and says so only in its log.
 */
bool av_library_is_mismatched(void);

/*
 * The algorithm of a Digest with which a camera asked this thread for the
 * password over RTSP, and which libavformat cannot do, when that was all there
 * was to choose from; else NULL.
 */
const char *av_library_unknown_digest(void);

/* What the last two are about. */
void av_library_forget(void);

#endif
