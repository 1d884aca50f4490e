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

#include "log.h"

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
static _Thread_local bool is_mismatched;

bool av_library_is_mismatched(void)
{
	return is_mismatched;
}

void av_library_forget_mismatch(void)
{
	is_mismatched = false;
}

/* The application, then the key of the stream. */
static bool tells_mismatch(const char *format)
{
	return strstr(format, "App field don't match") ||
	       strstr(format, "Unexpected stream %s, expecting");
}

static void av_library_log(void *object, int level, const char *format,
			   va_list values)
{
	char line[LINE_BYTES];
	int print_prefix = 1;

	is_mismatched |= level == AV_LOG_WARNING && tells_mismatch(format);
	if (level > av_log_get_level())
		return;
	av_log_format_line2(object, level, format, values, line, sizeof(line),
			    &print_prefix);
	line[strcspn(line, "\n")] = '\0';
	known_secrets_redact(known, line);
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

void av_library_open(bool verbose, const struct known_secrets *secrets)
{
	known = secrets;
	av_log_set_level(verbose ? AV_LOG_VERBOSE : AV_LOG_QUIET);
	av_log_set_callback(av_library_log);
	av_max_alloc(ALLOCATION_MAX_BYTES);
	memory_limit();
	avformat_network_init();
}
