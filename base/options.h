/*
 * A program's settings, described once.
 *
 * One row names a setting, its limits, its default and its help sentence. The
 * command line, --help, the range errors and the configuration file all come
 * from that row. A file holds the same names, one "name = value" a line; the
 * command line wins over the file, the file over the defaults.
 *
 * A text that is refused may hold a password. Sentences about it show what
 * refused_text.h allows, or nothing for a row that is_secret; and `argv` is
 * overwritten, because the process list shows it to everybody.
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

	bool is_secret; /* a refused text is never shown */

	/*
	 * NULL, or the words that are allowed, ended by NULL. Not for flags and
	 * numbers.
	 */
	const char *const *choices;

	/* OPTION_TEXT and OPTION_LIST only. NULL: any text will do. */
	bool (*is_valid)(const char *text);

	/*
	 * OPTION_CUSTOM only. Fills the value and returns 0, or returns a
	 * negative errno. `text` stays valid until the program ends.
	 */
	int (*parse)(const char *text, void *value);

	/*
	 * Ends the sentence "expected ..." about a refused text. NULL when
	 * limits or choices say it.
	 */
	const char *expected;
};

struct option_table {
	const char *program;
	const char *usage;    /* what follows the name, "[OPTION...] SOURCE" */
	const char *summary;  /* what the program is for, a sentence or two */
	const char *details;  /* printed after the options; NULL for nothing */
	const char *examples; /* lines behind them, each indented by two */
	const struct option_row *rows;
	size_t row_count;
};

/* No table has more rows. */
#define OPTION_ROWS_MAX 48

/* Where a text was given. */
struct option_place {
	const char *path; /* of the file; NULL: on the command line */
	int line;
};

/* The operands, and where the values were given. */
struct options_given {
	char **operands; /* in `argv`: all but the options, ended by NULL */
	struct option_place places[OPTION_ROWS_MAX]; /* of values, by row */
};

enum options_result {
	OPTIONS_GO_ON,	  /* all settings are stored */
	OPTIONS_ANSWERED, /* --help or --version was printed; end with 0 */
	OPTIONS_WRONG, /* the reason was logged; end with OPTIONS_EXIT_WRONG */
};

/* Exit status of every program of the project for settings it cannot use. */
#define OPTIONS_EXIT_WRONG 2

/*
 * Store in `settings` the defaults, then the file that --config names (when the
 * table has such a row), then the command line. The rows' offsets are those of
 * this struct, which the caller has cleared.
 *
 * Options may stand before and after operands. --help and --version need no
 * row. On OPTIONS_WRONG all of `argv` but the program's name is overwritten.
 */
enum options_result options_read(const struct option_table *table,
				 void *settings, int argc, char **argv,
				 struct options_given *given);

/* Room for what says where a text stands: "x.conf: line 3: quality = 101". */
#define OPTION_ORIGIN_BYTES 640

/*
 * Write the beginning of a sentence about `text`, which was refused: where it
 * stands, and as much of it as is safe.
 */
void option_origin_tell(const struct option_row *row,
			const struct option_place *place, const char *text,
			char origin[OPTION_ORIGIN_BYTES]);

/* The same for the row called `name`, by its last place. */
void options_origin_tell(const struct option_table *table,
			 const struct options_given *given, const char *name,
			 const char *text, char origin[OPTION_ORIGIN_BYTES]);

/*
 * Log that `operands[first_extra]` is one too many, as `why` says; or, when one
 * of them is like "quality=90", which option was meant.
 */
void options_operand_refuse(const struct option_table *table,
			    char *const *operands, size_t first_extra,
			    const char *why);

#endif
