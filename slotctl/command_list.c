/*
 * slotctl list: every slot of this machine, one line each.
 *
 * SPDX-License-Identifier: MIT
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "clock.h"
#include "command.h"
#include "frame_slot.h"
#include "log.h"
#include "slot_fault.h"

static void line_print(const char *name, const char *state, const char *size,
		       const char *rate, const char *age,
		       const char *media_type)
{
	printf("%-20s %-9s %9s %8s %10s  %s\n", name, state, size, rate, age,
	       media_type);
}

static void frame_print(const char *name, struct frame_reader *reader,
			const struct frame_info *info)
{
	double rate_fps = frame_reader_rate_fps(reader);
	uint64_t now_ns = clock_monotonic_ns();
	uint64_t age_ms = frame_info_age_ns(info, now_ns) / NS_PER_MS;
	char size[32] = "-", rate[32] = "-", age[32];

	if (info->width_px > 0)
		snprintf(size, sizeof(size), "%" PRIu32 "x%" PRIu32,
			 info->width_px, info->height_px);
	if (rate_fps > 0)
		snprintf(rate, sizeof(rate), "%.1ffps", rate_fps);
	snprintf(age, sizeof(age), "%" PRIu64 "ms", age_ms);
	line_print(name, frame_reader_state(reader, info, now_ns), size, rate,
		   age, info->media_type);
}

static int slot_visit(const char *name, void *user)
{
	struct frame_reader *reader = NULL;
	struct frame_info info;
	int result = frame_reader_open(&reader, name);

	(void)user;
	if (result == 0)
		result = frame_reader_peek(reader, &info);
	if (result == 0)
		frame_print(name, reader, &info);
	else
		line_print(name, slot_fault_state(result), "-", "-", "-", "-");
	frame_reader_close(reader);
	return 0;
}

int command_list(int argc, char **argv)
{
	const struct option_table table = {
		.program = "slotctl list",
		.usage = "",
		.summary =
			"Print a line for each slot of this machine: name, "
			"state, size in pixels,\nframes a second, age, media "
			"type.",
		.details = "States: live, idle (opened when somebody watches), "
			   "no-signal (a placeholder\nstands in), stale (older "
			   "than 2 s), empty (nothing published yet), "
			   "forbidden,\ndamaged, version.",
	};
	struct options_given given;
	int result;

	switch (options_read(&table, NULL, argc, argv, &given)) {
	case OPTIONS_GO_ON:
		break;
	case OPTIONS_ANSWERED:
		return COMMAND_DONE;
	case OPTIONS_WRONG:
		return OPTIONS_EXIT_WRONG;
	}
	if (given.operands[0]) {
		options_operand_refuse(&table, given.operands, 0,
				       "list takes no names; `slotctl show "
				       "NAME` does");
		arguments_hide(argc, argv);
		return OPTIONS_EXIT_WRONG;
	}
	result = frame_slot_list(slot_visit, NULL);
	if (result == 0)
		return COMMAND_DONE;
	log_error("/dev/shm: cannot list the slots: %s", strerror(-result));
	return COMMAND_FAILED;
}
