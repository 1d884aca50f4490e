/*
 * A program's settings, described once.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "log.h"
#include "number.h"

#define ROWS_MAX     48
#define ORIGIN_BYTES 320
#define HELP_COLUMN  26

/* INI_MAX_LINE of Debian's inih, less line break and zero. */
#define LINE_LETTERS_MAX 198

/* What getopt_long() answers; letters are below all of these. */
enum { ANSWER_HELP = 256, ANSWER_VERSION, ANSWER_FIRST_ROW };

static const struct option_row *row_find(const struct option_table *table,
					 const char *name)
{
	for (size_t i = 0; i < table->row_count; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	return NULL;
}

static int flag_parse(const char *text, bool *flag)
{
	if (strcmp(text, "yes") == 0)
		*flag = true;
	else if (strcmp(text, "no") == 0)
		*flag = false;
	else
		return -EINVAL;
	return 0;
}

/* `origin` says where the text stands, "--quality 101". */
static int row_store(const struct option_row *row, const char *text,
		     const char *origin)
{
	int result = 0;

	switch (row->kind) {
	case OPTION_FLAG:
		result = flag_parse(text, row->destination);
		if (result < 0)
			log_error("%s: expected yes or no", origin);
		break;
	case OPTION_NUMBER:
		result = number_parse(text, row->minimum, row->maximum,
				      row->destination);
		if (result < 0)
			log_error("%s: expected a number from %" PRIu64
				  " to %" PRIu64,
				  origin, row->minimum, row->maximum);
		break;
	case OPTION_TEXT:
		*(const char **)row->destination = text;
		break;
	case OPTION_CUSTOM:
		result = row->parse(text, row->destination);
		if (result < 0)
			log_error("%s: expected %s", origin, row->expected);
		break;
	}
	return result;
}

static int defaults_store(const struct option_table *table)
{
	for (size_t i = 0; i < table->row_count; i++) {
		const struct option_row *row = &table->rows[i];

		if (row->default_text &&
		    row_store(row, row->default_text, row->name) < 0)
			return -EINVAL;
	}
	return 0;
}

struct kept_text {
	struct kept_text *before;
	char text[];
};

/*
 * inih's buffer is gone after its callback, settings may point into the text
 * they were read from: it lasts as long as the program.
 */
static const char *text_keep(const char *text)
{
	static struct kept_text *last;
	size_t size_bytes = strlen(text) + 1;
	struct kept_text *kept = malloc(sizeof(*kept) + size_bytes);

	if (!kept)
		return NULL;
	kept->before = last;
	last = kept;
	return memcpy(kept->text, text, size_bytes);
}

struct config_file {
	const struct option_table *table;
	const char *path;
};

/* inih's callback: 0 makes ini_parse_file() return this line's number. */
static int config_line_store(void *user, const char *section, const char *name,
			     const char *value)
{
	const struct config_file *file = user;
	const struct option_row *row = row_find(file->table, name);
	char origin[ORIGIN_BYTES];

	if (*section != '\0') {
		log_error("%s: [%s]: expected no sections", file->path,
			  section);
		return 0;
	}
	if (!row || strcmp(name, "config") == 0) {
		log_error("%s: unknown name %s; `%s --help` lists them",
			  file->path, name, file->table->program);
		return 0;
	}
	snprintf(origin, sizeof(origin), "%s: %s = %s", file->path, name,
		 value);
	value = text_keep(value);
	return value && row_store(row, value, origin) == 0;
}

/*
 * inih cuts longer lines and takes the rest for another line. Returns the
 * number of the first one, or 0.
 */
static int long_line_find(FILE *stream)
{
	int line = 1, letters = 0, found = 0;
	int letter;

	while (found == 0 && (letter = getc(stream)) != EOF) {
		letters = letter == '\n' ? 0 : letters + 1;
		line += letter == '\n';
		if (letters > LINE_LETTERS_MAX)
			found = line;
	}
	rewind(stream);
	return found;
}

static int config_file_read(const struct option_table *table, const char *path)
{
	struct config_file file = { table, path };
	FILE *stream = fopen(path, "re");
	int wrong_line;

	if (!stream) {
		log_error("--config %s: %s", path, strerror(errno));
		return -EINVAL;
	}
	wrong_line = long_line_find(stream);
	if (wrong_line == 0)
		wrong_line = ini_parse_file(stream, config_line_store, &file);
	fclose(stream);
	if (wrong_line != 0)
		log_error("%s: line %d is wrong; every line reads "
			  "\"name = value\" in at most %d characters",
			  path, wrong_line, LINE_LETTERS_MAX);
	return wrong_line == 0 ? 0 : -EINVAL;
}

/* "--quality NUMBER", wrapped to the help column when it is long. */
static void help_print_row(const char *name, const char *argument,
			   const char *help, const char *default_text)
{
	char left[64];
	int width;

	snprintf(left, sizeof(left), "--%s%s%s", name, argument ? " " : "",
		 argument ? argument : "");
	width = printf("  %-*s", HELP_COLUMN - 3, left);
	if (width > HELP_COLUMN - 1)
		printf("\n%*s", HELP_COLUMN - 1, "");
	printf(" %s", help);
	if (default_text && argument)
		printf(" [%s]", default_text);
	printf("\n");
}

static void help_print(const struct option_table *table)
{
	printf("Usage: %s %s\n%s\n\n", table->program, table->usage,
	       table->summary);
	for (size_t i = 0; i < table->row_count; i++) {
		const struct option_row *row = &table->rows[i];

		help_print_row(row->name, row->argument, row->help,
			       row->default_text);
	}
	help_print_row("help", NULL, "Print this text.", NULL);
	help_print_row("version", NULL, "Print the version.", NULL);
	if (table->details)
		printf("\n%s\n", table->details);
}

static void getopt_rows_fill(const struct option_table *table,
			     struct option *rows)
{
	size_t i;

	for (i = 0; i < table->row_count; i++)
		rows[i] = (struct option){ table->rows[i].name,
					   table->rows[i].argument
						   ? required_argument
						   : no_argument,
					   NULL, ANSWER_FIRST_ROW + (int)i };
	rows[i++] = (struct option){ "help", no_argument, NULL, ANSWER_HELP };
	rows[i++] =
		(struct option){ "version", no_argument, NULL, ANSWER_VERSION };
	rows[i] = (struct option){ 0 };
}

/*
 * Never prints a value, nor a word of which getopt_long() only knows that it
 * stands nearby: it may hold a password.
 */
static enum options_result option_refuse(const struct option_table *table,
					 const char *word, int answer)
{
	int name_length = (int)strcspn(word, "=");

	if (answer == '?' && optopt > 0 && optopt < ANSWER_HELP)
		log_error("-%c: no such option; `%s --help` lists them", optopt,
			  table->program);
	else if (answer == '?' && optopt >= ANSWER_HELP)
		log_error("%.*s: takes no value; `%s --help` explains it",
			  name_length, word, table->program);
	else if (answer == '?')
		log_error("%.*s: no such option; `%s --help` lists them",
			  name_length, word, table->program);
	else
		log_error("%.*s: a value is missing; `%s --help` explains it",
			  name_length, word, table->program);
	return OPTIONS_WRONG;
}

/*
 * One walk over the command line. The first walk only looks for --help,
 * --version and --config, so that the second can overrule the file.
 */
static enum options_result command_line_walk(const struct option_table *table,
					     int argc, char **argv, bool store,
					     const char **config_path)
{
	struct option rows[ROWS_MAX + 3];
	int answer;

	getopt_rows_fill(table, rows);
	optind = 0;
	opterr = 0;
	while ((answer = getopt_long(argc, argv, ":", rows, NULL)) != -1) {
		const struct option_row *row;
		const char *text;
		char origin[ORIGIN_BYTES];

		if (answer == '?' || answer == ':')
			return option_refuse(table, argv[optind - 1], answer);
		if (answer == ANSWER_HELP) {
			help_print(table);
			return OPTIONS_ANSWERED;
		}
		if (answer == ANSWER_VERSION) {
			printf("%s %s\n", table->program, SLOTCAST_VERSION);
			return OPTIONS_ANSWERED;
		}
		row = &table->rows[answer - ANSWER_FIRST_ROW];
		text = row->argument ? optarg : "yes";
		if (strcmp(row->name, "config") == 0)
			*config_path = text;
		snprintf(origin, sizeof(origin), "--%s %s", row->name, text);
		if (store && row_store(row, text, origin) < 0)
			return OPTIONS_WRONG;
	}
	return OPTIONS_GO_ON;
}

enum options_result options_read(const struct option_table *table, int argc,
				 char **argv, char ***operands)
{
	const char *config_path = NULL;
	enum options_result result;

	if (table->row_count > ROWS_MAX || defaults_store(table) < 0)
		return OPTIONS_WRONG;
	result = command_line_walk(table, argc, argv, false, &config_path);
	if (result != OPTIONS_GO_ON)
		return result;
	if (config_path && config_file_read(table, config_path) < 0)
		return OPTIONS_WRONG;
	result = command_line_walk(table, argc, argv, true, &config_path);
	*operands = &argv[optind];
	return result;
}
