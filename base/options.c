/*
 * A program's settings, described once.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "log.h"
#include "option_row.h"
#include "options_file.h"
#include "refused_text.h"
#include "suggestion.h"

#define HELP_COLUMN 26

#define HINT_BYTES SUGGESTION_BYTES

/* No name of a row is longer. */
#define NAME_BYTES 33

/* What getopt_long() answers; letters are below all of these. */
enum { ANSWER_HELP = 256, ANSWER_VERSION, ANSWER_FIRST_ROW };

static int defaults_store(const struct option_table *table, void *settings)
{
	const struct option_place nowhere = { 0 };

	for (size_t i = 0; i < table->row_count; i++) {
		const struct option_row *row = &table->rows[i];

		if (row->default_text &&
		    option_row_store(row, settings, row->default_text,
				     &nowhere) < 0)
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
	if (table->examples)
		printf("\nExamples:\n%s\n", table->examples);
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

static void names_try(const struct option_table *table,
		      struct suggestion *suggestion)
{
	for (size_t i = 0; i < table->row_count; i++)
		suggestion_try(suggestion, table->rows[i].name,
			       strlen(table->rows[i].name));
	suggestion_try(suggestion, "help", strlen("help"));
	suggestion_try(suggestion, "version", strlen("version"));
}

/* "did you mean --quality?", of names of ours alone. */
static bool name_suggest(const struct option_table *table, const char *name,
			 size_t length, char hint[HINT_BYTES])
{
	struct suggestion suggestion;

	suggestion_begin(&suggestion, name, length);
	names_try(table, &suggestion);
	return suggestion_tell(&suggestion, "--", hint);
}

/* The same, or where all of them are listed. */
static void name_hint(const struct option_table *table, const char *name,
		      size_t length, char hint[HINT_BYTES])
{
	if (!name_suggest(table, name, length, hint))
		snprintf(hint, HINT_BYTES, "`%s --help` lists them",
			 table->program);
}

/* Of "-quality", which getopt_long() takes for -q, -u and so on. */
static void letter_refuse(const struct option_table *table, char *const *argv)
{
	const char letter[] = { (char)optopt, '\0' };
	const char *name = letter;
	char hint[HINT_BYTES];

	/* It stands at optind as long as letters follow, then before. */
	for (int i = optind - 1; i <= optind && argv[i]; i++)
		if (argv[i][0] == '-' && argv[i][1] == optopt)
			name = argv[i] + 1;
	name_hint(table, name, strcspn(name, "="), hint);
	log_error("-%s: no such option; %s",
		  isprint((unsigned char)letter[0]) ? letter : "?", hint);
}

static void word_refuse(const struct option_table *table, const char *word)
{
	const char *name = word + strspn(word, "-");
	size_t length = strcspn(name, "=");
	char shown[REFUSED_TEXT_BYTES], hint[HINT_BYTES];

	refused_name_show(shown, name, length);
	name_hint(table, name, length, hint);
	log_error("--%s: no such option; %s", shown, hint);
}

static const char *answer_name(const struct option_table *table, int answer)
{
	if (answer == ANSWER_HELP)
		return "help";
	if (answer == ANSWER_VERSION)
		return "version";
	return table->rows[answer - ANSWER_FIRST_ROW].name;
}

/*
 * Never shows a value, nor a word of which getopt_long() only knows that it
 * stands nearby: it may hold a password.
 */
static enum options_result option_refuse(const struct option_table *table,
					 char *const *argv, int answer)
{
	if (answer == ':')
		log_error("--%s: a value is missing; `%s --help` explains it",
			  answer_name(table, optopt), table->program);
	else if (optopt >= ANSWER_HELP)
		log_error("--%s: takes no value; write --%s alone",
			  answer_name(table, optopt),
			  answer_name(table, optopt));
	else if (optopt > 0)
		letter_refuse(table, argv);
	else
		word_refuse(table, argv[optind - 1]);
	return OPTIONS_WRONG;
}

/* U+2010 to U+2015, which word processors make of "--", and U+2212. */
static size_t dash_length(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	bool is_dash =
		bytes[0] == 0xe2 &&
		((bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0x95) ||
		 (bytes[1] == 0x88 && bytes[2] == 0x92));

	return is_dash ? 3 : 0;
}

static size_t dashes_length(const char *text)
{
	size_t length = 0;

	while (dash_length(text + length) > 0 || text[length] == '-')
		length += dash_length(text + length) + (text[length] == '-');
	return length;
}

static int dashes_check(const struct option_table *table, char *const *operands)
{
	for (; *operands; operands++) {
		const char *name = *operands + dashes_length(*operands);
		char shown[REFUSED_TEXT_BYTES], hint[HINT_BYTES];

		if (dash_length(*operands) == 0)
			continue;
		name_hint(table, name, strcspn(name, "="), hint);
		refused_name_show(shown, *operands, strcspn(*operands, "="));
		log_error("%s: an option begins with two hyphens, not with a "
			  "printed dash; %s",
			  shown, hint);
		return -EINVAL;
	}
	return 0;
}

/*
 * "--slot --size 640x480": getopt_long() takes whatever follows for the value.
 * Returns the row that it names, or NULL.
 */
static const struct option_row *
option_in_place_of(const struct option_table *table, const char *value)
{
	char name[NAME_BYTES];

	if (strncmp(value, "--", 2) != 0)
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(value + 2, "="),
		 value + 2);
	return option_row_find(table, name);
}

static int value_check(const struct option_table *table,
		       const struct option_row *row, const char *text)
{
	const struct option_row *next = option_in_place_of(table, text);

	if (!next)
		return 0;
	log_error("--%s: a value is missing in front of --%s", row->name,
		  next->name);
	return -EINVAL;
}

/*
 * One walk over the command line. The first, without `settings`, only looks
 * for --help, --version and --config, so that the second can overrule the file.
 */
static enum options_result command_line_walk(const struct option_table *table,
					     void *settings,
					     struct options_given *given,
					     int argc, char **argv,
					     const char **config_path)
{
	struct option rows[OPTION_ROWS_MAX + 3];
	int answer;

	getopt_rows_fill(table, rows);
	optind = 0;
	opterr = 0;
	while ((answer = getopt_long(argc, argv, ":", rows, NULL)) != -1) {
		const struct option_place place = { 0 };
		const struct option_row *row;
		const char *text;

		if (answer == '?' || answer == ':')
			return option_refuse(table, argv, answer);
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
		if (value_check(table, row, text) < 0)
			return OPTIONS_WRONG;
		if (!settings)
			continue;
		given->places[row - table->rows] = place;
		if (option_row_store(row, settings, text, &place) < 0)
			return OPTIONS_WRONG;
	}
	given->operands = &argv[optind];
	return settings && dashes_check(table, given->operands) < 0
		       ? OPTIONS_WRONG
		       : OPTIONS_GO_ON;
}

static enum options_result all_read(const struct option_table *table,
				    void *settings, int argc, char **argv,
				    struct options_given *given)
{
	const char *config_path = NULL;
	enum options_result result =
		command_line_walk(table, NULL, given, argc, argv, &config_path);

	if (result != OPTIONS_GO_ON)
		return result;
	if (defaults_store(table, settings) < 0 ||
	    (config_path &&
	     options_file_read(table, settings, given, config_path) < 0))
		return OPTIONS_WRONG;
	return command_line_walk(table, settings, given, argc, argv,
				 &config_path);
}

enum options_result options_read(const struct option_table *table,
				 void *settings, int argc, char **argv,
				 struct options_given *given)
{
	enum options_result result = OPTIONS_WRONG;

	*given = (struct options_given){ 0 };
	if (table->row_count <= OPTION_ROWS_MAX)
		result = all_read(table, settings, argc, argv, given);
	if (result == OPTIONS_WRONG)
		arguments_hide(argc, argv);
	return result;
}

void options_origin_tell(const struct option_table *table,
			 const struct options_given *given, const char *name,
			 const char *text, char origin[OPTION_ORIGIN_BYTES])
{
	const struct option_row *row = option_row_find(table, name);

	option_origin_tell(row, &given->places[row - table->rows], text,
			   origin);
}

/* "quality=90", which is rather an option than a file. */
static bool assigns_option(const struct option_table *table,
			   const char *operand, char hint[HINT_BYTES])
{
	size_t length = strcspn(operand, "=");

	return operand[length] == '=' &&
	       name_suggest(table, operand, length, hint);
}

void options_operand_refuse(const struct option_table *table,
			    char *const *operands, size_t first_extra,
			    const char *why)
{
	const char *refused = operands[first_extra];
	char shown[REFUSED_TEXT_BYTES], hint[HINT_BYTES] = "";

	for (; *operands; operands++)
		if (assigns_option(table, *operands, hint)) {
			refused = *operands;
			why = hint;
			break;
		}
	refused_text_show(shown, refused);
	log_error("%s: %s", shown, why);
}
