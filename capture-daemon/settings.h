/*
 * What the command line and the configuration file say.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "options.h"
#include "turn.h"

struct size {
	int width_px, height_px;
};

/* So many times may --control be given. */
#define SETTINGS_CONTROLS_MAX 32

/* And so many times --av-option. */
#define SETTINGS_AV_OPTIONS_MAX 32

struct settings {
	char *source;	   /* the URL to open or to listen on */
	char *source_name; /* the same without a password */
	bool listen;
	const char *slot;
	struct size size;  /* 0: as the source has it */
	uint64_t rate_fps; /* 0: as the source has it */
	uint64_t quality;
	const char *format;				 /* NULL: the best */
	const char *controls[SETTINGS_CONTROLS_MAX + 1]; /* NULL ends them */
	const char *transport;				 /* NULL: the best */
	uint64_t delay_ms;
	char *av_options[SETTINGS_AV_OPTIONS_MAX + 1]; /* as controls */
	int rotate_degrees;			       /* clockwise */
	enum turn_flip flip;
	bool closes_when_idle; /* the source, while nobody watches */
	bool list;	       /* the cameras, instead of a source */
	bool check;	       /* these settings, and nothing else */
	bool verbose;
	char **arguments; /* as given, secrets too; NULL: there is no file */
};

/*
 * Read and check them; what is wrong is logged.
 *
 * Passwords in `argv` are overwritten: the process list shows it to everybody.
 * On OPTIONS_GO_ON the caller owns the settings.
 */
enum options_result settings_read(struct settings *settings, int argc,
				  char **argv);
void settings_free(struct settings *settings);

#endif
