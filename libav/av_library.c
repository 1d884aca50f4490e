/*
 * The libav libraries as a whole: their network and what they log.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_library.h"

#include <stdarg.h>
#include <string.h>
#include <sys/resource.h>

#include <libavformat/avformat.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>

#include "av_challenge.h"
#include "log.h"
#include "url_redact.h"

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

static _Thread_local bool is_mismatched;
static _Thread_local struct av_challenges challenges;

bool av_library_is_mismatched(void)
{
	return is_mismatched;
}

const char *av_library_unknown_digest(void)
{
	return challenges.has_known || challenges.unknown[0] == '\0'
		       ? NULL
		       : challenges.unknown;
}

void av_library_forget(void)
{
	is_mismatched = false;
	challenges = (struct av_challenges){ 0 };
}

/* The application, then the key of the stream. */
static bool tells_mismatch(const char *format)
{
	return strstr(format, "App field don't match") ||
	       strstr(format, "Unexpected stream %s, expecting");
}

/*
 * What a camera answers over RTSP is logged line by line, each where it lies
 * and before it is read. There is no other way to it.
 */
static void answer_hear(const char *format, va_list values)
{
	va_list copy;

	if (strcmp(format, "line='%s'\n") != 0)
		return;
	va_copy(copy, values);
	av_challenge_hear(&challenges, va_arg(copy, char *));
	va_end(copy);
}

static void av_library_log(void *object, int level, const char *format,
			   va_list values)
{
	char line[LINE_BYTES];
	int print_prefix = 1;

	if (level == AV_LOG_TRACE)
		answer_hear(format, values);
	is_mismatched |= level == AV_LOG_WARNING && tells_mismatch(format);
	if (level > av_log_get_level())
		return;
	av_log_format_line2(object, level, format, values, line, sizeof(line),
			    &print_prefix);
	line[strcspn(line, "\n")] = '\0';
	url_redact(line);
	log_debug("libav: %s", line);
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

void av_library_open(bool verbose)
{
	av_log_set_level(verbose ? AV_LOG_VERBOSE : AV_LOG_QUIET);
	av_log_set_callback(av_library_log);
	av_max_alloc(ALLOCATION_MAX_BYTES);
	memory_limit();
	avformat_network_init();
}
