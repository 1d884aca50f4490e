/*
 * slotctl put: publish a file or standard input, once or line by line.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "command.h"
#include "frame_slot.h"
#include "log.h"
#include "refused_text.h"
#include "slot_fault.h"

/* Room for a line of telemetry; a longer line makes the slot grow. */
#define LINE_CAPACITY_BYTES 16384

/* The first room for a value whose size is not known before its end. */
#define FIRST_ROOM_BYTES ((size_t)64 << 10)

struct put_settings {
	const char *media_type; /* NULL: guessed from the bytes */
	uint64_t width_px, height_px;
	bool lines;
};

static const char *media_type_guess(const unsigned char *data,
				    size_t size_bytes)
{
	if (size_bytes >= 3 && data[0] == 0xff && data[1] == 0xd8 &&
	    data[2] == 0xff)
		return "image/jpeg";
	if (size_bytes >= 1 && (data[0] == '{' || data[0] == '['))
		return "application/json";
	return "application/octet-stream";
}

static int value_publish(struct frame_writer *writer,
			 const struct put_settings *settings, const void *data,
			 size_t size_bytes)
{
	struct frame_info info = {
		.captured_ns = clock_monotonic_ns(),
		.captured_wall_ns = clock_wall_ns(),
		.size_bytes = size_bytes,
		.width_px = (uint32_t)settings->width_px,
		.height_px = (uint32_t)settings->height_px,
	};

	snprintf(info.media_type, sizeof(info.media_type), "%s",
		 settings->media_type ? settings->media_type
				      : media_type_guess(data, size_bytes));
	return frame_writer_publish(writer, &info, data);
}

/* Make twice as much room as there was. */
static int room_grow(char **bytes, size_t *room_bytes)
{
	size_t wanted_bytes = *room_bytes ? *room_bytes * 2 : FIRST_ROOM_BYTES;
	char *more = realloc(*bytes, wanted_bytes);

	if (!more)
		return -ENOMEM;
	*bytes = more;
	*room_bytes = wanted_bytes;
	return 0;
}

/*
 * Read `input` to its end. Returns 0 and the bytes, -EFBIG when a slot cannot
 * hold them, or another negative errno. The caller frees the bytes
 * in any case.
 */
static int value_read(FILE *input, char **bytes, size_t *size_bytes)
{
	size_t room_bytes = 0;

	*bytes = NULL;
	*size_bytes = 0;
	while (!feof(input)) {
		if (*size_bytes == room_bytes &&
		    room_grow(bytes, &room_bytes) < 0)
			return -ENOMEM;
		*size_bytes += fread(*bytes + *size_bytes, 1,
				     room_bytes - *size_bytes, input);
		if (ferror(input))
			return -errno;
		if (*size_bytes > FRAME_BYTES_MAX)
			return -EFBIG;
	}
	return 0;
}

static int put_all(const char *name, const struct put_settings *settings,
		   FILE *input)
{
	struct frame_writer *writer;
	size_t size_bytes;
	char *data;
	int result = value_read(input, &data, &size_bytes);

	if (result < 0) {
		log_error("%s: cannot read the value: %s", name,
			  result == -EFBIG ? "it is larger than 256 MiB"
					   : strerror(-result));
		free(data);
		return COMMAND_FAILED;
	}
	result = frame_writer_open(&writer, name, size_bytes ? size_bytes : 1);
	if (result == 0) {
		result = value_publish(writer, settings, data, size_bytes);
		frame_writer_close(writer);
	}
	free(data);
	if (result == 0)
		return COMMAND_DONE;
	slot_fault_report_writing(name, result);
	return COMMAND_FAILED;
}

/* Empty lines are skipped; a line that cannot be published ends it. */
static int put_lines(const char *name, const struct put_settings *settings,
		     FILE *input)
{
	struct frame_writer *writer;
	size_t room_bytes = 0;
	char *line = NULL;
	ssize_t length;
	int result = frame_writer_open(&writer, name, LINE_CAPACITY_BYTES);

	if (result < 0) {
		slot_fault_report_writing(name, result);
		return COMMAND_FAILED;
	}
	while (result == 0 &&
	       (length = getline(&line, &room_bytes, input)) > 0) {
		if (line[length - 1] == '\n')
			length--;
		if (length > 0)
			result = value_publish(writer, settings, line,
					       (size_t)length);
	}
	frame_writer_close(writer);
	free(line);
	if (result == 0 && !ferror(input))
		return COMMAND_DONE;
	if (result < 0)
		slot_fault_report_writing(name, result);
	else
		log_error("%s: cannot read the next line", name);
	return COMMAND_FAILED;
}

static const struct option_row rows[] = {
	{
		.name = "media-type",
		.argument = "TYPE",
		.kind = OPTION_TEXT,
		.help = "What the value is; guessed for JPEG and JSON.",
		.offset = offsetof(struct put_settings, media_type),
		.is_valid = frame_media_type_is_valid,
		.expected = "1 to 63 printable characters such as "
			    "application/json",
	},
	{
		.name = "width",
		.argument = "PIXELS",
		.kind = OPTION_NUMBER,
		.maximum = 65535,
		.help = "Width of the picture.",
		.offset = offsetof(struct put_settings, width_px),
	},
	{
		.name = "height",
		.argument = "PIXELS",
		.kind = OPTION_NUMBER,
		.maximum = 65535,
		.help = "Height of the picture.",
		.offset = offsetof(struct put_settings, height_px),
	},
	{
		.name = "lines",
		.kind = OPTION_FLAG,
		.help = "Publish each line as a value, as soon as it comes.",
		.offset = offsetof(struct put_settings, lines),
	},
};

static const struct option_table table = {
	.program = "slotctl put",
	.usage = "[OPTION...] NAME [FILE]",
	.summary = "Publish the bytes of FILE, or of standard input, as the "
		   "newest value of a slot.",
	.details = "The slot is made when it is missing and stays when the "
		   "command ends;\n`slotctl remove` removes it.",
	.examples = "  slotctl put main please-wait.jpg\n"
		    "  telemetry | slotctl put --lines drone1.telemetry\n"
		    "  slotctl put --media-type text/plain note note.txt",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

int command_put(int argc, char **argv)
{
	struct put_settings settings = { 0 };
	const char *name, *file = NULL;
	char shown[REFUSED_TEXT_BYTES];
	FILE *input = stdin;
	int status, error;

	if (!command_line_read(&table, &settings, argc, argv, &name, &file,
			       &status))
		return status;
	if (file)
		input = fopen(file, "re");
	if (!input) {
		error = errno;
		refused_text_show(shown, file);
		log_error("%s: %s", shown, strerror(error));
		return COMMAND_FAILED;
	}
	status = settings.lines ? put_lines(name, &settings, input)
				: put_all(name, &settings, input);
	if (file)
		fclose(input);
	return status;
}
