/*
 * The configuration file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options_file.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config_line.h"
#include "log.h"
#include "option_row.h"
#include "refused_text.h"
#include "suggestion.h"

/* A setting takes a line; this is rather a video by mistake. */
#define FILE_BYTES_MAX ((size_t)1 << 20)

/* Of what is only looked at, to see what it is. */
#define GLANCE_BYTES 4096

#define UTF8_MARK "\xef\xbb\xbf"

/* Settings point into it: it lasts as long as the program. */
struct kept_file {
	struct kept_file *before;
	size_t size_bytes;
	char text[FILE_BYTES_MAX + 1];
};

static struct kept_file *kept_files;

/* A pipe gives a part at a time, a directory only an error. */
static int file_read(struct kept_file *file, const char *path)
{
	FILE *stream = fopen(path, "re");
	int error = errno;

	file->size_bytes = 0;
	if (!stream)
		return -error;
	file->size_bytes = fread(file->text, 1, sizeof(file->text), stream);
	error = ferror(stream) ? errno : 0;
	fclose(stream);
	if (error != 0)
		return -error;
	if (file->size_bytes > FILE_BYTES_MAX)
		return -EFBIG;
	file->text[file->size_bytes] = '\0';
	return 0;
}

/* What does not fit into memory that was touched goes back at once. */
static struct kept_file *file_keep(struct kept_file *file)
{
	struct kept_file *kept = realloc(
		file, offsetof(struct kept_file, text) + file->size_bytes + 1);

	kept = kept ? kept : file;
	kept->before = kept_files;
	kept_files = kept;
	return kept;
}

static struct kept_file *file_take(const char *path)
{
	char shown[REFUSED_TEXT_BYTES];
	struct kept_file *file = malloc(sizeof(*file));
	int result = file ? file_read(file, path) : -ENOMEM;

	if (result == 0)
		return file_keep(file);
	free(file);
	refused_text_show(shown, path);
	if (result == -EFBIG)
		log_error("--config %s: expected a text of at most 1 MiB, one "
			  "\"name = value\" a line",
			  shown);
	else if (result == -ENOENT)
		log_error("--config %s: no such file; /etc/slotcast/NAME.conf "
			  "is where settings usually are",
			  shown);
	else if (result == -EACCES)
		log_error("--config %s: this user may not read it; let its "
			  "group do so (`ls -l` tells which that is)",
			  shown);
	else if (result == -EISDIR)
		log_error("--config %s: is a directory; name one file in it",
			  shown);
	else
		log_error("--config %s: %s", shown, strerror(-result));
	return NULL;
}

/* ------------------------------------------------------ line by line ------ */

struct config_file {
	const struct option_table *table;
	void *settings;
	struct options_given *given;
	const char *path;
	int line;
};

static int line_refuse(const struct config_file *file, const char *why)
{
	char shown[REFUSED_TEXT_BYTES];

	refused_text_show(shown, file->path);
	log_error("%s: line %d: %s", shown, file->line, why);
	return -EINVAL;
}

static int name_refuse(const struct config_file *file, const char *name)
{
	char why[512], shown[REFUSED_TEXT_BYTES], hint[SUGGESTION_BYTES];
	struct suggestion suggestion;

	refused_name_show(shown, name, strlen(name));
	name += strspn(name, "-");
	suggestion_begin(&suggestion, name, strlen(name));
	for (size_t i = 0; i < file->table->row_count; i++) {
		const char *known = file->table->rows[i].name;

		if (strcmp(known, "config") != 0)
			suggestion_try(&suggestion, known, strlen(known));
	}
	if (!suggestion_tell(&suggestion, "", hint))
		snprintf(hint, sizeof(hint),
			 "`%s --help` lists them, here without --",
			 file->table->program);
	snprintf(why, sizeof(why), "unknown name %s; %s", shown, hint);
	return line_refuse(file, why);
}

static int line_store(const struct config_file *file, char *text)
{
	struct config_line line;
	const char *fault = config_line_parse(&line, text);
	const struct option_row *row;
	struct option_place place = { file->path, file->line };

	if (fault)
		return line_refuse(file, fault);
	if (!line.name)
		return 0;
	if (strcmp(line.name, "config") == 0)
		return line_refuse(file, "config cannot stand in a file, which "
					 "would name another");
	row = option_row_find(file->table, line.name);
	if (!row)
		return name_refuse(file, line.name);
	file->given->places[row - file->table->rows] = place;
	return option_row_store(row, file->settings, line.value, &place);
}

/* Each encoding but UTF-8 has its own zeros or marks. */
static int encoding_check(struct config_file *file,
			  const struct kept_file *content)
{
	const char *zero = memchr(content->text, '\0', content->size_bytes);

	file->line = 1;
	for (const char *at = content->text; at != zero && *at != '\0'; at++)
		file->line += *at == '\n';
	if (strncmp(content->text, "\xff\xfe", 2) == 0 ||
	    strncmp(content->text, "\xfe\xff", 2) == 0) {
		file->line = 1;
		return line_refuse(file,
				   "the file is UTF-16; save it as UTF-8");
	}
	return zero ? line_refuse(file, "expected text, not a zero byte") : 0;
}

int options_file_read(const struct option_table *table, void *settings,
		      struct options_given *given, const char *path)
{
	struct config_file file = { table, settings, given, path, 0 };
	struct kept_file *content = file_take(path);
	char *rest, *line;

	if (!content || encoding_check(&file, content) < 0)
		return -EINVAL;
	rest = content->text;
	if (strncmp(rest, UTF8_MARK, strlen(UTF8_MARK)) == 0)
		rest += strlen(UTF8_MARK);
	file.line = 0;
	while ((line = strsep(&rest, "\n"))) {
		file.line++;
		if (line_store(&file, line) < 0)
			return -EINVAL;
	}
	return 0;
}

bool options_file_is_one(const struct option_table *table, const char *path)
{
	char text[GLANCE_BYTES] = "", *rest = text, *word;
	struct config_line line = { 0 };
	struct stat status;
	FILE *stream;

	/* Opening anything else may wait, or have an effect. */
	if (stat(path, &status) < 0 || !S_ISREG(status.st_mode))
		return false;
	stream = fopen(path, "re");
	if (!stream)
		return false;
	text[fread(text, 1, sizeof(text) - 1, stream)] = '\0';
	fclose(stream);
	if (strncmp(rest, UTF8_MARK, strlen(UTF8_MARK)) == 0)
		rest += strlen(UTF8_MARK);
	while (!line.name && (word = strsep(&rest, "\n")))
		if (config_line_parse(&line, word))
			return false;
	return line.name && option_row_find(table, line.name);
}
