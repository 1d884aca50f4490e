/*
 * What the commands of slotctl have in common: their operands.
 *
 * SPDX-License-Identifier: MIT
 */
#include "command.h"

#include "frame_slot.h"
#include "log.h"

/* NAME, then FILE where there may be one. */
static bool operands_read(const struct option_table *table, char **operands,
			  const char **name, const char **file)
{
	if (!operands[0]) {
		log_error("the name of a slot is missing; "
			  "`slotctl list` shows those there are");
		return false;
	}
	*name = *operands++;
	if (!frame_slot_name_is_valid(*name)) {
		log_error("%s: expected the name of a "
			  "slot: " FRAME_SLOT_NAME_RULE,
			  *name);
		return false;
	}
	if (file && *operands)
		*file = *operands++;
	if (*operands) {
		log_error("%s: one argument too many; `%s --help` explains it",
			  *operands, table->program);
		return false;
	}
	return true;
}

bool command_line_read(const struct option_table *table, void *settings,
		       int argc, char **argv, const char **name,
		       const char **file, int *status)
{
	char **operands;

	*status = OPTIONS_EXIT_WRONG;
	switch (options_read(table, settings, argc, argv, &operands)) {
	case OPTIONS_GO_ON:
		return operands_read(table, operands, name, file);
	case OPTIONS_ANSWERED:
		*status = COMMAND_DONE;
		return false;
	case OPTIONS_WRONG:
		break;
	}
	return false;
}
