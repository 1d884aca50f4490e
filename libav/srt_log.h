/*
 * libsrt's own log, which it writes to stderr unless somebody takes it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SRT_LOG_H
#define SRT_LOG_H

/*
 * From now on `take` gets each line that libsrt logs, on a thread of libsrt's,
 * and stderr none. Nothing happens where FFmpeg was built without it.
 */
void srt_log_take(void (*take)(const char *line));

#endif
