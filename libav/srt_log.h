/*
 * libsrt's own log, which it writes to stderr unless somebody takes it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SRT_LOG_H
#define SRT_LOG_H

/*
 * From now on libsrt's log goes to `take`, line by line and on a thread of
 * libsrt's, and no longer to stderr. Nothing happens when FFmpeg was built
 * without libsrt.
 */
void srt_log_take(void (*take)(const char *line));

#endif
