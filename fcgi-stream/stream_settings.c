/*
 * The settings of fcgi-stream, from its command line and its file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stream_settings.h"

#include <stddef.h>
#include <string.h>

#include "arguments.h"
#include "cross_origin.h"
#include "frame_slot.h"

/* "127.0.0.1:9000" may be the name of a file, but never is meant for one. */
static bool socket_path_is_valid(const char *text)
{
	return *text != '\0' && (strchr(text, '/') || !strchr(text, ':'));
}

static const struct option_row rows[] = {
	{ .name = "slot",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .help = "Serve this slot where an address names none; else main, "
		  "or the only camera.",
	  .offset = offsetof(struct stream_settings, slot),
	  .is_valid = frame_slot_name_is_valid,
	  .expected = FRAME_SLOT_NAME_RULE },
	{ .name = "listen",
	  .argument = "PATH",
	  .kind = OPTION_TEXT,
	  .help = "Make a Unix socket there, instead of using "
		  "descriptor 0.",
	  .is_valid = socket_path_is_valid,
	  .expected = "the path of a Unix socket, such as "
		      "/run/slotcast/fcgi.sock, and no TCP port",
	  .offset = offsetof(struct stream_settings, listen_path) },
	{ .name = "max-viewers",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 100000,
	  .default_text = "1000",
	  .help = "Let no more than so many watch streams at once.",
	  .offset = offsetof(struct stream_settings, max_viewers) },
	{ .name = "patience",
	  .argument = "SECONDS",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 3600,
	  .default_text = "20",
	  .help = "Drop a viewer that takes nothing for so long.",
	  .offset = offsetof(struct stream_settings, patience_s) },
	{ .name = "allow-origin",
	  .argument = "ORIGINS",
	  .kind = OPTION_TEXT,
	  .help = "Let scripts of pages of these other origins read answers.",
	  .is_valid = cross_origin_is_valid,
	  .expected = CROSS_ORIGIN_RULE,
	  .offset = offsetof(struct stream_settings, allowed_origins) },
	{ .name = "no-sandbox",
	  .kind = OPTION_FLAG,
	  .default_text = "no",
	  .help = "Keep rights that serving does not need.",
	  .offset = offsetof(struct stream_settings, no_sandbox) },
	{ .name = "config",
	  .argument = "FILE",
	  .kind = OPTION_TEXT,
	  .help = "Read settings from FILE, one name = value a line.",
	  .offset = offsetof(struct stream_settings, config) },
	{ .name = "verbose",
	  .kind = OPTION_FLAG,
	  .default_text = "no",
	  .help = "Say more in the log.",
	  .offset = offsetof(struct stream_settings, verbose) },
};

static const struct option_table table = {
	.program = "fcgi-stream",
	.usage = "[OPTION...]",
	.summary = "Streams slots to the viewers of a web server, by "
		   "FastCGI or CGI.",
	.details = "A web server starts it (lighttpd: bin-path), or "
		   "spawn-fcgi, or a service manager,\nwith the "
		   "listening socket as descriptor 0.\n"
		   "Exit status: 0 ended as asked, 1 failure, 2 wrong "
		   "settings.",
	.examples =
		"  fcgi-stream --listen /run/slotcast/fcgi.sock --slot drone1\n"
		"  fcgi-stream --config /etc/slotcast/stream.conf "
		"--max-viewers 4000\n"
		"  spawn-fcgi -s /run/slotcast/fcgi.sock -M 0660 -- "
		"/usr/local/bin/fcgi-stream",
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

enum options_result stream_settings_read(struct stream_settings *settings,
					 int argc, char **argv)
{
	struct options_given given;
	enum options_result result;

	*settings = (struct stream_settings){ 0 };
	result = options_read(&table, settings, argc, argv, &given);
	if (result != OPTIONS_GO_ON)
		return result;
	if (given.operands[0]) {
		options_operand_refuse(&table, given.operands, 0,
				       "expected options only; "
				       "`fcgi-stream --help` lists them");
		arguments_hide(argc, argv);
		return OPTIONS_WRONG;
	}
	return OPTIONS_GO_ON;
}
