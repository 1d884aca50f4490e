/*
 * The configuration file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options_file.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "log.h"
#include "option_row.h"

/* INI_MAX_LINE of Debian's inih, less line break and zero. */
#define LINE_LETTERS_MAX 198

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
	void *settings;
	const char *path;
	bool is_refused; /* and the log says why */
};

static int config_line_store(const struct config_file *file,
			     const char *section, const char *name,
			     const char *value)
{
	const struct option_row *row = option_row_find(file->table, name);
	char origin[OPTION_ORIGIN_BYTES];

	if (*section != '\0') {
		log_error("%s: [%s]: expected no sections", file->path,
			  section);
		return -EINVAL;
	}
	if (!row || strcmp(name, "config") == 0) {
		log_error("%s: unknown name %s; `%s --help` lists them",
			  file->path, name, file->table->program);
		return -EINVAL;
	}
	snprintf(origin, sizeof(origin), "%s: %s = %s", file->path, name,
		 value);
	value = text_keep(value);
	if (!value) {
		log_error("%s: out of memory", file->path);
		return -ENOMEM;
	}
	return option_row_store(row, file->settings, value, origin);
}

/* inih's callback: 0 makes ini_parse_file() return this line's number. */
static int config_line_take(void *user, const char *section, const char *name,
			    const char *value)
{
	struct config_file *file = user;

	if (config_line_store(file, section, name, value) < 0)
		file->is_refused = true;
	return !file->is_refused;
}

/* A directory can be opened, too; only reading it fails. */
static FILE *config_open(const char *path)
{
	FILE *stream = fopen(path, "re");

	if (stream && getc(stream) == EOF && ferror(stream)) {
		int error = errno;

		fclose(stream);
		stream = NULL;
		errno = error;
	}
	if (stream)
		rewind(stream);
	else
		log_error("--config %s: %s", path, strerror(errno));
	return stream;
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

int options_file_read(const struct option_table *table, void *settings,
		      const char *path)
{
	struct config_file file = { table, settings, path, false };
	FILE *stream = config_open(path);
	int wrong_line;

	if (!stream)
		return -EINVAL;
	wrong_line = long_line_find(stream);
	if (wrong_line == 0)
		wrong_line = ini_parse_file(stream, config_line_take, &file);
	fclose(stream);
	if (wrong_line != 0 && !file.is_refused)
		log_error("%s: line %d is wrong; every line reads "
			  "\"name = value\" in at most %d characters",
			  path, wrong_line, LINE_LETTERS_MAX);
	return wrong_line == 0 ? 0 : -EINVAL;
}
