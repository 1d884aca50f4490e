/*
 * The settings on the command line and in the configuration file.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef CAPTURE_SETTINGS_H
#define CAPTURE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "listen_access.h"
#include "option_list.h"
#include "options.h"
#include "setting_values.h"
#include "source_choice.h"
#include "turn.h"

struct capture_settings {
	struct source_choice source;
	struct listen_access access;
	const char *slot;
	struct size size;  /* 0: as the source has it */
	uint64_t rate_fps; /* 0: as the source has it */
	uint64_t quality;
	const char *format;	     /* NULL: the best */
	struct option_list controls; /* "name=number" */
	const char *transport;	     /* NULL: the best */
	uint64_t delay_ms;
	uint64_t silence_s;	       /* 0: as the source does */
	struct option_list av_options; /* "key=value" */
	int rotate_degrees;	       /* clockwise */
	enum turn_flip flip;
	bool keeps_metadata;	    /* of JPEGs: EXIF and its like */
	bool closes_when_idle;	    /* the source, while nobody watches */
	bool takes_any_certificate; /* of a camera at https:// */
	bool list;		    /* the cameras, instead of a source */
	bool check;		    /* these settings, and nothing else */
	bool verbose;
	char **arguments; /* as given, secrets too; NULL: no file to read again */
};

/*
 * Read and check the settings; mistakes are logged.
 *
 * Passwords in `argv` are overwritten, because the process list shows it to
 * everybody. On OPTIONS_GO_ON the caller owns what is in the settings.
 */
enum options_result capture_settings_read(struct capture_settings *settings,
					  int argc, char **argv);
void capture_settings_free(struct capture_settings *settings);

#endif
