/*
 * Reads the options and operands of slotctl's commands.
 *
 * SPDX-License-Identifier: MIT
 */
#include "command.h"

#include "arguments.h"
#include "frame_slot.h"
#include "log.h"
#include "refused_text.h"

/* NAME, then FILE where one is allowed. */
static bool operands_read(const struct option_table *table, char **operands,
			  const char **name, const char **file)
{
	size_t count = 0;
	char shown[REFUSED_TEXT_BYTES];

	if (!operands[0]) {
		log_error("the name of a slot is missing; "
			  "`slotctl list` shows those there are");
		return false;
	}
	*name = operands[count++];
	if (!frame_slot_name_is_valid(*name)) {
		refused_text_show(shown, *name);
		log_error("%s: expected the name of a "
			  "slot: " FRAME_SLOT_NAME_RULE,
			  shown);
		return false;
	}
	if (file && operands[count])
		*file = operands[count++];
	if (operands[count]) {
		options_operand_refuse(table, operands, count,
				       file ? "expected NAME and FILE only"
					    : "expected one NAME only");
		return false;
	}
	return true;
}

bool command_line_read(const struct option_table *table, void *settings,
		       int argc, char **argv, const char **name,
		       const char **file, int *status)
{
	struct options_given given;

	*status = OPTIONS_EXIT_WRONG;
	switch (options_read(table, settings, argc, argv, &given)) {
	case OPTIONS_GO_ON:
		if (operands_read(table, given.operands, name, file))
			return true;
		arguments_hide(argc, argv);
		return false;
	case OPTIONS_ANSWERED:
		*status = COMMAND_DONE;
		return false;
	case OPTIONS_WRONG:
		break;
	}
	return false;
}
