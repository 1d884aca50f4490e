/*
 * A program's settings, described once.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "option_row.h"
#include "options_file.h"

#define ROWS_MAX    48
#define HELP_COLUMN 26

/* What getopt_long() answers; letters are below all of these. */
enum { ANSWER_HELP = 256, ANSWER_VERSION, ANSWER_FIRST_ROW };

static int defaults_store(const struct option_table *table, void *settings)
{
	for (size_t i = 0; i < table->row_count; i++) {
		const struct option_row *row = &table->rows[i];

		if (row->default_text &&
		    option_row_store(row, settings, row->default_text,
				     row->name) < 0)
			return -EINVAL;
	}
	return 0;
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
 * One walk over the command line. The first, without `settings`, only looks
 * for --help, --version and --config, so that the second can overrule the file.
 */
static enum options_result command_line_walk(const struct option_table *table,
					     void *settings, int argc,
					     char **argv,
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
		char origin[OPTION_ORIGIN_BYTES];

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
		if (settings &&
		    option_row_store(row, settings, text, origin) < 0)
			return OPTIONS_WRONG;
	}
	return OPTIONS_GO_ON;
}

enum options_result options_read(const struct option_table *table,
				 void *settings, int argc, char **argv,
				 char ***operands)
{
	const char *config_path = NULL;
	enum options_result result;

	if (table->row_count > ROWS_MAX || defaults_store(table, settings) < 0)
		return OPTIONS_WRONG;
	result = command_line_walk(table, NULL, argc, argv, &config_path);
	if (result != OPTIONS_GO_ON)
		return result;
	if (config_path && options_file_read(table, settings, config_path) < 0)
		return OPTIONS_WRONG;
	result = command_line_walk(table, settings, argc, argv, &config_path);
	*operands = &argv[optind];
	return result;
}
