/*
 * One line a fact, for the person who runs the program.
 *
 * SPDX-License-Identifier: MIT
 */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <syslog.h>
#include <unistd.h>

#define LINE_BYTES 1024

static const char *log_program = "slotcast";
static enum log_level log_most_talkative = LOG_LEVEL_NOTICE;
static bool log_to_syslog;
static bool log_with_priority;

/* Whether stderr is closed or /dev/null (character device 1:3). */
static bool stderr_leads_nowhere(void)
{
	struct stat file;

	if (fstat(STDERR_FILENO, &file) < 0)
		return true;
	return S_ISCHR(file.st_mode) && major(file.st_rdev) == 1 &&
	       minor(file.st_rdev) == 3;
}

void log_open(const char *program, enum log_level most_talkative)
{
	log_program = program;
	log_most_talkative = most_talkative;
	log_to_syslog = stderr_leads_nowhere();
	log_with_priority = getenv("JOURNAL_STREAM") && !isatty(STDERR_FILENO);
	if (log_to_syslog)
		openlog(program, LOG_PID, LOG_DAEMON);
}

static const char *level_name(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR:
		return "error";
	case LOG_LEVEL_WARNING:
		return "warning";
	case LOG_LEVEL_NOTICE:
		return "notice";
	case LOG_LEVEL_DEBUG:
		return "debug";
	}
	return "?";
}

__attribute__((format(printf, 2, 0))) static void
log_line(enum log_level level, const char *format, va_list values)
{
	char line[LINE_BYTES];
	char priority[8] = "";

	if (level > log_most_talkative)
		return;
	vsnprintf(line, sizeof(line), format, values);
	if (log_to_syslog) {
		syslog(level, "%s: %s", level_name(level), line);
		return;
	}
	if (log_with_priority)
		snprintf(priority, sizeof(priority), "<%d>", level);
	fprintf(stderr, "%s%s: %s: %s\n", priority, log_program,
		level_name(level), line);
}

void log_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_line(LOG_LEVEL_ERROR, format, values);
	va_end(values);
}

void log_warning(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_line(LOG_LEVEL_WARNING, format, values);
	va_end(values);
}

void log_notice(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_line(LOG_LEVEL_NOTICE, format, values);
	va_end(values);
}

void log_debug(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	log_line(LOG_LEVEL_DEBUG, format, values);
	va_end(values);
}
