/*
 * The libav libraries as a whole: their network and what they log.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_library.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <libavformat/avformat.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>

#include "av_challenge.h"
#include "av_sayings.h"
#include "log.h"
#include "srt_log.h"

#define LINE_BYTES 512

/*
 * The largest picture that is let in, decoded without loss to ten bits, takes
 * 100 MB. Whatever asks for more has believed a number in a stranger's stream.
 */
#define ALLOCATION_MAX_BYTES ((size_t)256 << 20)

/*
 * All that is taken together: a publisher over RTMP can begin 65,000 messages
 * of 16 MB at the same time. The largest pictures take less than half of it.
 */
#define MEMORY_MAX_BYTES ((rlim_t)2 << 30)

static const struct known_secrets *known;

/* To our log, in so far as it wants any. */
static void line_tell(const char *library, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	known_secrets_redact(known, line);
	log_debug("%s: %s", library, line);
}

/*
 * libavformat logs what a camera answers over RTSP line by line, each where it
 * lies and before it is read. Nothing else lets us see it.
 */
static void answer_hear(const char *format, va_list values)
{
	va_list copy;

	if (strcmp(format, "line='%s'\n") != 0)
		return;
	va_copy(copy, values);
	av_challenge_hear(va_arg(copy, char *));
	va_end(copy);
}

static void av_library_log(void *object, int level, const char *format,
			   va_list values)
{
	bool is_told = level <= av_log_get_level();
	char line[LINE_BYTES];
	int print_prefix = 1;

	if (level == AV_LOG_TRACE)
		answer_hear(format, values);
	if (level > AV_LOG_WARNING && !is_told)
		return;
	av_log_format_line2(object, level, format, values, line, sizeof(line),
			    &print_prefix);
	if (level <= AV_LOG_WARNING)
		av_sayings_note(line);
	if (is_told)
		line_tell("libav", line);
}

static void srt_library_log(const char *said)
{
	char line[LINE_BYTES];

	av_sayings_note(said);
	snprintf(line, sizeof(line), "%s", said);
	line_tell("libsrt", line);
}

/* Who asks for more is told that there is none. A sanitizer needs more. */
static void memory_limit(void)
{
#ifndef SLOTCAST_UNCONFINED
	struct rlimit limit;

	if (getrlimit(RLIMIT_DATA, &limit) == 0 &&
	    limit.rlim_cur > MEMORY_MAX_BYTES) {
		limit.rlim_cur = MEMORY_MAX_BYTES;
		setrlimit(RLIMIT_DATA, &limit);
	}
#endif
}

void av_library_open(bool verbose, const struct known_secrets *secrets)
{
	known = secrets;
	av_log_set_level(verbose ? AV_LOG_VERBOSE : AV_LOG_QUIET);
	av_log_set_callback(av_library_log);
	av_max_alloc(ALLOCATION_MAX_BYTES);
	memory_limit();
	avformat_network_init();
	srt_log_take(srt_library_log);
}
