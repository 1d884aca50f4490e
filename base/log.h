/*
 * One line a fact, for the person who runs the program.
 *
 * A line reads "program: level: what: on which object: why". Lines go to
 * stderr, with journald's priority prefix when journald reads it, or to
 * syslog when stderr leads nowhere (spawn-fcgi gives its child /dev/null).
 * Only programs log; libraries return errors.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef LOG_H
#define LOG_H

/* The numbers are syslog's, so that stderr and syslog can both use them. */
enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_NOTICE = 5,
	LOG_LEVEL_DEBUG = 7,
};

/*
 * Call once, before the first line. `program` must stay valid. Lines less
 * urgent than `most_talkative` are left out.
 */
void log_open(const char *program, enum log_level most_talkative);

/* printf(3) without the newline. Safe from any thread; one write a line. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_notice(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
