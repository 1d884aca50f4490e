/*
 * The settings of fcgi-stream, from its command line and its file.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef STREAM_SETTINGS_H
#define STREAM_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"

struct stream_settings {
	const char *slot;	     /* if an address names none; may be NULL */
	const char *listen_path;     /* NULL: the socket is descriptor 0 */
	const char *allowed_origins; /* NULL: none but the page's own */
	const char *config;
	uint64_t max_viewers;
	uint64_t patience_s;
	bool no_sandbox;
	bool verbose;
};

/*
 * Read them; what is wrong is logged. Texts are valid until the program ends.
 */
enum options_result stream_settings_read(struct stream_settings *settings,
					 int argc, char **argv);

#endif
