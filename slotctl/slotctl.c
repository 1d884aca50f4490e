/*
 * slotctl: slots from the shell. Lists and shows them, writes out their frames
 * and publishes new ones.
 *
 * SPDX-License-Identifier: MIT
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "command.h"
#include "log.h"
#include "refused_text.h"
#include "suggestion.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "list", command_list },     { "show", command_show },
	{ "cat", command_cat },	      { "put", command_put },
	{ "remove", command_remove },
};

static const struct option_table table = {
	.program = "slotctl",
	.usage = "COMMAND [OPTION...] [NAME]",
	.summary = "Look into slots, take values out and put values in.",
	.details = "Commands:\n"
		   "  list            Print a line for each slot.\n"
		   "  show NAME       Print what is known about a slot.\n"
		   "  cat NAME        Write its newest frame to standard "
		   "output; --follow: each one.\n"
		   "  put NAME [FILE] Publish a value; --lines: each line.\n"
		   "  remove NAME     Remove a slot that nobody writes.\n"
		   "`slotctl COMMAND --help` explains a command.\n\n"
		   "Exit status: 0 done, 1 it could not be done, 2 the command "
		   "line is wrong.",
	.examples = "  slotctl list\n"
		    "  slotctl cat main > now.jpg\n"
		    "  slotctl put main please-wait.jpg",
};

static void command_refuse(const char *name)
{
	char shown[REFUSED_TEXT_BYTES], hint[SUGGESTION_BYTES];
	struct suggestion suggestion;

	suggestion_begin(&suggestion, name, strlen(name));
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		suggestion_try(&suggestion, commands[i].name,
			       strlen(commands[i].name));
	if (!suggestion_tell(&suggestion, "", hint))
		snprintf(hint, sizeof(hint), "`slotctl --help` lists them");
	refused_text_show(shown, name);
	log_error("%s: no such command; %s", shown, hint);
}

static int command_run(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	command_refuse(argv[1]);
	arguments_hide(argc, argv);
	return OPTIONS_EXIT_WRONG;
}

/* Options before the command: --help, --version, or a mistake. */
static int answer(int argc, char **argv)
{
	struct options_given given;

	switch (options_read(&table, NULL, argc, argv, &given)) {
	case OPTIONS_ANSWERED:
		return COMMAND_DONE;
	case OPTIONS_GO_ON:
		log_error("a command is missing; `slotctl --help` lists them");
		break;
	case OPTIONS_WRONG:
		break;
	}
	return OPTIONS_EXIT_WRONG;
}

int main(int argc, char **argv)
{
	int status;

	log_open("slotctl", LOG_LEVEL_NOTICE);
	/* A closed output is an answer (EPIPE), not a reason to die. */
	signal(SIGPIPE, SIG_IGN);
	if (argc < 2 || argv[1][0] == '-')
		status = answer(argc, argv);
	else
		status = command_run(argc, argv);
	if (fflush(stdout) == EOF && errno != EPIPE) {
		log_error("standard output: %s", strerror(errno));
		return COMMAND_FAILED;
	}
	return status;
}
