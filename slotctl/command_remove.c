/*
 * slotctl remove: remove a slot that has no writer.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>

#include "command.h"
#include "frame_slot.h"
#include "slot_fault.h"

int command_remove(int argc, char **argv)
{
	const struct option_table table = {
		.program = "slotctl remove",
		.usage = "NAME",
		.summary = "Remove a slot that nobody writes, with its last "
			   "value.",
	};
	struct frame_writer *writer;
	const char *name;
	int result, status;

	if (!command_line_read(&table, NULL, argc, argv, &name, NULL, &status))
		return status;
	/* Becoming the writer would create a missing slot. */
	result = frame_slot_writer_pid(name);
	if (result == -ENOENT) {
		slot_fault_report_reading(name, result);
		return COMMAND_FAILED;
	}
	result = frame_writer_open(&writer, name, 1);
	if (result < 0) {
		slot_fault_report_writing(name, result);
		return COMMAND_FAILED;
	}
	frame_writer_remove(writer);
	return COMMAND_DONE;
}
