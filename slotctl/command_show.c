/*
 * slotctl show: everything that is known about a slot, except its bytes.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "command.h"
#include "frame_slot.h"
#include "slot_fault.h"

static void writer_print(const char *name)
{
	pid_t pid = frame_slot_writer_pid(name);

	if (pid > 0)
		printf("writer      process %d\n", (int)pid);
	else
		printf("writer      nobody\n");
}

/* ISO 8601 in UTC, to the microsecond. */
static void captured_print(const struct frame_info *info, uint64_t now_ns)
{
	time_t seconds = (time_t)(info->captured_wall_ns / NS_PER_S);
	uint64_t micros = info->captured_wall_ns % NS_PER_S / 1000;
	struct tm utc = { 0 };
	char text[64] = "-";

	if (gmtime_r(&seconds, &utc))
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
	printf("captured    %s.%06" PRIu64 "Z, %.1f ms ago\n", text, micros,
	       (double)frame_info_age_ns(info, now_ns) / (double)NS_PER_MS);
}

static void frame_print(struct frame_reader *reader,
			const struct frame_info *info)
{
	double rate_fps = frame_reader_rate_fps(reader);
	uint64_t now_ns = clock_monotonic_ns();

	printf("state       %s\n", frame_reader_state(reader, info, now_ns));
	printf("serial      %" PRIu64 "\n", info->serial);
	printf("media type  %s\n", info->media_type);
	printf("size        %zu bytes\n", info->size_bytes);
	if (info->width_px > 0)
		printf("picture     %" PRIu32 "x%" PRIu32 "%s\n",
		       info->width_px, info->height_px,
		       info->flags & FRAME_PLACEHOLDER ? ", a placeholder"
						       : "");
	if (rate_fps > 0)
		printf("rate        %.1f frames a second\n", rate_fps);
	captured_print(info, now_ns);
	printf("published   %.1f ms after that\n",
	       (double)(int64_t)(info->published_ns - info->captured_ns) /
		       (double)NS_PER_MS);
}

/* The writer's report about its source, if there is one. */
static void report_print(struct frame_reader *reader)
{
	struct frame_report report;

	if (frame_reader_report(reader, &report) < 0 ||
	    report.source == FRAME_SOURCE_UNKNOWN)
		return;
	printf("source      %s, came back %" PRIu64 " times\n",
	       frame_source_name(report.source), report.reconnects);
	printf("captured    %" PRIu64 " frames: %" PRIu64 " published\n",
	       report.captured, report.published);
	printf("dropped     %" PRIu64 " damaged, %" PRIu64 " late, %" PRIu64
	       " unwanted, %" PRIu64 " unstorable\n",
	       report.dropped_damaged, report.dropped_late,
	       report.dropped_unwanted, report.dropped_unstorable);
	printf("stood in    %" PRIu64 " placeholders\n", report.placeholders);
	printf("in all      %" PRIu64 " bytes in the slot\n", report.bytes);
}

static int slot_print(const char *name, struct frame_reader *reader)
{
	struct frame_info info;
	int result = frame_reader_peek(reader, &info);

	if (result < 0 && result != -EAGAIN)
		return result;
	printf("name        %s\n", name);
	writer_print(name);
	printf("capacity    %zu bytes\n", frame_reader_capacity(reader));
	if (result == 0)
		frame_print(reader, &info);
	else
		printf("state       %s\n", slot_fault_state(result));
	report_print(reader);
	return 0;
}

int command_show(int argc, char **argv)
{
	const struct option_table table = {
		.program = "slotctl show",
		.usage = "NAME",
		.summary = "Print what is known about a slot: its writer, "
			   "its newest frame, and its source.",
	};
	struct frame_reader *reader = NULL;
	const char *name;
	int result, status;

	if (!command_line_read(&table, NULL, argc, argv, &name, NULL, &status))
		return status;
	result = frame_reader_open(&reader, name);
	if (result == 0)
		result = slot_print(name, reader);
	frame_reader_close(reader);
	if (result == 0)
		return COMMAND_DONE;
	slot_fault_report_reading(name, result);
	return COMMAND_FAILED;
}
