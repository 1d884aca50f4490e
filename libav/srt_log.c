/*
 * libsrt's own log.
 *
 * FFmpeg brings libsrt, or does not, and in one of two kinds that exclude each
 * other (for OpenSSL and for GnuTLS); so it is not linked but looked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "srt_log.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* Of srt/logging_api.h: neither time, thread, severity nor line end. */
#define SRT_LOG_BARE 0x0f

typedef void srt_log_handler(void *user, int level, const char *file, int line,
			     const char *area, const char *message);

static void (*take_line)(const char *line);

static void srt_log_line(void *user, int level, const char *file, int line,
			 const char *area, const char *message)
{
	(void)user;
	(void)level;
	(void)file;
	(void)line;
	(void)area;
	/* The mark of the thread that is not told. */
	take_line(message + strspn(message, ": "));
}

void srt_log_take(void (*take)(const char *line))
{
	void (*set_handler)(void *user, srt_log_handler *handler);
	void (*set_flags)(int flags);

	/* POSIX lets a function be found so, and C does not. */
	*(void **)&set_handler = dlsym(RTLD_DEFAULT, "srt_setloghandler");
	*(void **)&set_flags = dlsym(RTLD_DEFAULT, "srt_setlogflags");
	if (!set_handler || !set_flags)
		return;
	take_line = take;
	set_flags(SRT_LOG_BARE);
	set_handler(NULL, srt_log_line);
}
