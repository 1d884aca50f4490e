/*
 * A program's settings, described once.
 *
 * One row names a setting, its limits, its default and its help sentence. The
 * command line, --help, the range errors and the configuration file all come
 * from that row. A file holds the same names, one "name = value" a line; the
 * command line wins over the file, the file over the defaults.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_kind {
	OPTION_FLAG,   /* bool; on the command line it takes no value */
	OPTION_NUMBER, /* uint64_t, from minimum to maximum */
	OPTION_TEXT,   /* const char *, valid until the program ends */
	OPTION_LIST,   /* struct option_list; may be given several times */
	OPTION_CUSTOM, /* whatever parse() fills */
};

struct option_row {
	const char *name;     /* whole words joined by '-', no dashes before */
	const char *argument; /* what --help calls the value; NULL for a flag */
	enum option_kind kind;
	uint64_t minimum, maximum; /* OPTION_NUMBER only */
	const char *default_text;  /* NULL: nothing is stored */
	const char *help;	   /* one sentence, without the default */
	size_t offset;		   /* of its value in the settings */

	/* OPTION_TEXT and OPTION_LIST only. NULL: any text will do. */
	bool (*is_valid)(const char *text);

	/*
	 * OPTION_CUSTOM only. Fills the value and returns 0, or returns a
	 * negative errno. `text` stays valid until the program ends.
	 */
	int (*parse)(const char *text, void *value);

	/* Ends the sentence "expected ..." when one of both fails. */
	const char *expected;
};

struct option_table {
	const char *program;
	const char *usage;   /* what follows the name, "[OPTION...] SOURCE" */
	const char *summary; /* what the program is for, a sentence or two */
	const char *details; /* printed after the options; NULL for nothing */
	const struct option_row *rows;
	size_t row_count;
};

enum options_result {
	OPTIONS_GO_ON,	  /* all settings are stored */
	OPTIONS_ANSWERED, /* --help or --version was printed; end with 0 */
	OPTIONS_WRONG, /* the reason was logged; end with OPTIONS_EXIT_WRONG */
};

/* Exit status of every program of the project for settings it cannot use. */
#define OPTIONS_EXIT_WRONG 2

/*
 * Store defaults, then the file that --config names (when the table has such
 * a row), then the command line, in `settings`: the struct that the rows'
 * offsets mean, which the caller has cleared.
 *
 * `*operands` points into `argv` afterwards: what is not an option, ended by
 * NULL. Options may stand before and after operands. --help and --version
 * need no row.
 */
enum options_result options_read(const struct option_table *table,
				 void *settings, int argc, char **argv,
				 char ***operands);

#endif
