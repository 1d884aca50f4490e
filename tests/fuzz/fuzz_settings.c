/*
 * Whatever stands in a configuration file and on the command line, it is
 * understood or refused, and what is kept lies within its limits.
 *
 * The input is the file, a zero, and the words of a command line, one a line.
 * The bytes 1 and 2 stand for a secret, as it stands in a URL and behind a key:
 * whatever is around them, no sentence shows it, nor a refused command line.
 * An input that spells the secret itself may do so where a name belongs.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "av_source.h"
#include "capture_settings.h"
#include "frame_slot.h"
#include "fuzz.h"
#include "log.h"
#include "pattern_source.h"
#include "picture.h"
#include "secret_file.h"
#include "v4l2_source.h"

/* In place of the drivers, which open nothing here. */
const struct source_driver av_source_driver;
const struct source_driver pattern_source_driver;
const struct source_driver v4l2_source_driver;

#define WORDS_MAX  24
#define LINE_BYTES 1024

#define SECRET "5Ecr-et"

static bool is_refused;

/* In the place of base/log.c: the sentence is made, and shown to nobody. */
void log_error(const char *format, ...)
{
	char line[LINE_BYTES];
	va_list values;

	va_start(values, format);
	must(vsnprintf(line, sizeof(line), format, values) > 0);
	va_end(values);
	must(!strstr(line, SECRET));
	is_refused = true;
}

/* Only a camera is warned about, and none is opened here. */
void log_warning(const char *format, ...)
{
	(void)format;
	abort();
}

/* Only a port that is open to others is told of, and none is opened here. */
void log_notice(const char *format, ...)
{
	(void)format;
	abort();
}

/* In the place of base/secret_file.c: a fuzzer names any file there is. */
int secret_file_read(const char *path, const char *what, char **secret)
{
	if (path[0] == '\0') {
		log_error("%s %s: no such file", what, path);
		return -ENOENT;
	}
	*secret = strdup(path);
	return 0;
}

void secret_free(char *secret)
{
	free(secret);
}

static void settings_check(const struct capture_settings *settings)
{
	must(frame_slot_name_is_valid(settings->slot));
	must(settings->quality >= 1 && settings->quality <= 100);
	must(settings->rate_fps <= 120);
	must(settings->delay_ms <= 10000);
	must(settings->size.width_px <= PICTURE_SIDE_MAX_PX);
	must(settings->size.height_px <= PICTURE_SIDE_MAX_PX);
	must(settings->rotate_degrees % 90 == 0);
	must(!settings->access.user == !settings->access.password);
	must(settings->list || (settings->source.url && settings->source.name));
	for (const char *const *option = settings->av_options.texts; *option;
	     option++)
		must(strchr(*option, '=') > *option);
}

/* Each line of `text` is a word. Returns how many there are. */
static int words_cut(char **words, char *text)
{
	int count = 0;
	char *word;

	while (count < WORDS_MAX && (word = strsep(&text, "\n")))
		words[count++] = word;
	return count;
}

/* What --help prints is not for the one who watches the fuzzer. */
static enum options_result quietly_read(struct capture_settings *settings,
					int argc, char **argv)
{
	static FILE *nowhere;
	FILE *shown = stdout;
	enum options_result result;

	if (!nowhere)
		nowhere = fopen("/dev/null", "we");
	must(nowhere != NULL);
	stdout = nowhere;
	is_refused = false;
	result = capture_settings_read(settings, argc, argv);
	stdout = shown;
	return result;
}

/* Whether a query has begun in the line that ends here: any key may stand. */
static bool is_in_query(const char *text, const char *end)
{
	while (end > text && end[-1] != '\n' && end[-1] != '\0')
		if (*--end == '?')
			return true;
	return false;
}

/* The text that `data` stands for, ended by a zero; the caller frees it. */
static char *secrets_put(const uint8_t *data, size_t size_bytes,
			 size_t *text_bytes)
{
	char *text = malloc(size_bytes * sizeof("://u:" SECRET "@") + 1);
	char *end = text;

	must(text != NULL);
	for (size_t i = 0; i < size_bytes; i++)
		if (data[i] == 1)
			end = stpcpy(end, "://u:" SECRET "@");
		else if (data[i] == 2)
			end = stpcpy(end, is_in_query(text, end)
						  ? "=" SECRET
						  : "key=" SECRET);
		else
			*end++ = (char)data[i];
	*end = '\0';
	*text_bytes = (size_t)(end - text);
	return text;
}

/* Nobody but us reads the words after a refusal. */
static void hidden_check(char **words)
{
	for (; *words; words++)
		must(!strstr(*words, SECRET));
}

static int input_try(const uint8_t *data, size_t size_bytes)
{
	size_t text_bytes;
	char *text = secrets_put(data, size_bytes, &text_bytes);
	size_t file_bytes = strnlen(text, text_bytes);
	char *words = text + file_bytes + (file_bytes < text_bytes);
	char option[64], program[] = "capture-daemon";
	char *argv[WORDS_MAX + 3] = { program, option };
	int file = memfd_create("fuzz", MFD_CLOEXEC);
	struct capture_settings settings = { 0 };

	must(file >= 0);
	must(write(file, text, file_bytes) == (ssize_t)file_bytes);
	snprintf(option, sizeof(option), "--config=/proc/self/fd/%d", file);
	switch (quietly_read(&settings, 2 + words_cut(argv + 2, words), argv)) {
	case OPTIONS_GO_ON:
		settings_check(&settings);
		capture_settings_free(&settings);
		break;
	case OPTIONS_WRONG:
		must(is_refused);
		hidden_check(argv);
		break;
	case OPTIONS_ANSWERED:
		break;
	}
	free(text);
	close(file);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	if (memmem(data, size_bytes, SECRET, strlen(SECRET)))
		return -1;
	return input_try(data, size_bytes);
}
