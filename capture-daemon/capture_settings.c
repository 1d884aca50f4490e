/*
 * The settings on the command line and in the configuration file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture_settings.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "arguments.h"
#include "camera_name.h"
#include "log.h"
#include "options_file.h"
#include "refused_text.h"

/* The values that the rows below store. */
struct given {
	struct capture_settings settings;
	const char *source, *listen, *config;
	struct options_given options;
	bool has_operand; /* it is in `source` */
};

static const struct option_row rows[] = {
	{ .name = "slot",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .default_text = "main",
	  .is_valid = camera_name_is_valid,
	  .expected = CAMERA_NAME_RULE,
	  .help = "Publish the pictures in the slot NAME.",
	  .offset = offsetof(struct given, settings.slot) },
	{ .name = "size",
	  .argument = "WIDTHxHEIGHT",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_size_parse,
	  .expected = "WIDTHxHEIGHT, each from 16 to 8192, together at most "
		      "4096x4096 pixels, like 1280x720",
	  .help = "Scale the pictures to this size; else they stay as they "
		  "are.",
	  .offset = offsetof(struct given, settings.size) },
	{ .name = "fps",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 120,
	  .help = "Publish at most so many pictures a second.",
	  .offset = offsetof(struct given, settings.rate_fps) },
	{ .name = "quality",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 100,
	  .default_text = "80",
	  .help = "JPEG quality of what has to be encoded.",
	  .offset = offsetof(struct given, settings.quality) },
	{ .name = "rotate",
	  .argument = "DEGREES",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_rotate_parse,
	  .expected = "90, 180 or 270",
	  .help = "Turn the pictures clockwise.",
	  .offset = offsetof(struct given, settings.rotate_degrees) },
	{ .name = "flip",
	  .argument = "h|v",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_flip_parse,
	  .choices = setting_flips,
	  .expected = "h for left and right or v for top and bottom",
	  .help = "Mirror them, after turning.",
	  .offset = offsetof(struct given, settings.flip) },
	{ .name = "format",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .is_valid = setting_format_is_valid,
	  .expected = "a name that --list prints, like MJPEG or YUYV",
	  .help = "Take pictures of this format from a camera.",
	  .offset = offsetof(struct given, settings.format) },
	{ .name = "control",
	  .argument = "NAME=NUMBER",
	  .kind = OPTION_LIST,
	  .is_valid = setting_control_is_valid,
	  .expected = "NAME=NUMBER, like brightness=10",
	  .help = "Set a camera's control, by the name that --list prints.",
	  .offset = offsetof(struct given, settings.controls) },
	{ .name = "idle",
	  .argument = "keep|close",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_idle_parse,
	  .choices = setting_idles,
	  .default_text = "keep",
	  .help = "Close the source while nobody watches, or keep it open.",
	  .offset = offsetof(struct given, settings.closes_when_idle) },
	{ .name = "list",
	  .kind = OPTION_FLAG,
	  .help = "List the cameras with what they offer, and end.",
	  .offset = offsetof(struct given, settings.list) },
	{ .name = "check",
	  .kind = OPTION_FLAG,
	  .help = "Only check the settings, and end.",
	  .offset = offsetof(struct given, settings.check) },
	{ .name = "listen",
	  .argument = "URL",
	  .kind = OPTION_TEXT,
	  .help = "Wait there for a publisher, instead of opening a SOURCE.",
	  .offset = offsetof(struct given, listen) },
	{ .name = "transport",
	  .argument = "tcp|udp",
	  .kind = OPTION_TEXT,
	  .choices = setting_transports,
	  .help = "Take only this from an rtsp:// camera; else TCP where it "
		  "can.",
	  .offset = offsetof(struct given, settings.transport) },
	{ .name = "certificate",
	  .argument = "check|any",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_certificate_parse,
	  .choices = setting_certificates,
	  .default_text = "check",
	  .help = "Check who an https:// camera is, or take any certificate.",
	  .offset = offsetof(struct given, settings.takes_any_certificate) },
	{ .name = "delay",
	  .argument = "MS",
	  .kind = OPTION_NUMBER,
	  .minimum = 0,
	  .maximum = 10000,
	  .default_text = "20",
	  .help = "Wait so long for packets that are late: more is smoother.",
	  .offset = offsetof(struct given, settings.delay_ms) },
	{ .name = "av-option",
	  .argument = "KEY=VALUE",
	  .kind = OPTION_LIST,
	  .is_valid = setting_av_option_is_valid,
	  .is_secret = true,
	  .expected = "KEY=VALUE",
	  .help = "Pass anything else to FFmpeg's libavformat.",
	  .offset = offsetof(struct given, settings.av_options) },
	{ .name = "source",
	  .argument = "SOURCE",
	  .kind = OPTION_TEXT,
	  .help = "The same as the operand SOURCE, for the file.",
	  .offset = offsetof(struct given, source) },
	{ .name = "config",
	  .argument = "FILE",
	  .kind = OPTION_TEXT,
	  .help = "Read these settings from FILE, \"name = value\" a line.",
	  .offset = offsetof(struct given, config) },
	{ .name = "verbose",
	  .kind = OPTION_FLAG,
	  .help = "Log what is only of interest when something is wrong.",
	  .offset = offsetof(struct given, settings.verbose) },
};

static const char details[] =
	"SOURCE is one of\n"
	"  pattern:           a moving picture with a clock, built in\n"
	"  /dev/video0        a camera of this machine; /dev/v4l/by-id/ has\n"
	"                     names that stay the same\n"
	"  rtsp://HOST/PATH   a camera on the network; also rtmp://,\n"
	"                     srt://\n"
	"  http://HOST/PATH   its JPEGs, as a stream or one at a time (asked\n"
	"                     for --fps times a second, else 2), or HLS,\n"
	"                     or a recording; also https://\n"
	"  rtp-h264://0.0.0.0:5600, rtp-h265://, udp://\n"
	"                     what a drone sends there: RTP, or MPEG-TS\n"
	"  clip.mp4, x.sdp    a file, played for ever at its own rate; a\n"
	"                     description of a stream\n"
	"\n"
	"With --listen rtsp://0.0.0.0:8554/stream a drone pushes instead:\n"
	"  ffmpeg -f v4l2 -i /dev/video0 -f rtsp rtsp://SERVER:8554/stream\n"
	"With --listen rtmp://0.0.0.0:1935/live/drone1 DJI's apps do.\n"
	"\n"
	"MJPEG passes as it is; the rest is decoded and encoded again. A\n"
	"camera that is lost does not end the program.\n"
	"\n"
	"SIGHUP: read the file of --config again.\n"
	"Exit status: 0 ended by SIGTERM or SIGINT, 1 the slot cannot be\n"
	"had, 2 wrong settings.";

static const char examples[] =
	"  capture-daemon pattern:\n"
	"  capture-daemon --slot gate --size 1280x720 --fps 15 /dev/video0\n"
	"  capture-daemon --slot drone1 --listen rtsp://0.0.0.0:8554/stream";

static const struct option_table table = {
	.program = "capture-daemon",
	.usage = "[OPTION...] SOURCE",
	.summary = "Keep the newest picture of a camera in a slot, as JPEG.",
	.details = details,
	.examples = examples,
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

void capture_settings_free(struct capture_settings *settings)
{
	source_choice_free(&settings->source);
	for (const char **option = settings->av_options.texts; *option;
	     option++)
		free((char *)*option);
	arguments_free(settings->arguments);
	*settings = (struct capture_settings){ 0 };
}

/* The only operand is the source; --source names it, too. */
static int operand_take(struct given *given)
{
	char **operands = given->options.operands;

	if (operands[0] && operands[1]) {
		options_operand_refuse(&table, operands, 1,
				       "one SOURCE is enough; start one "
				       "capture-daemon a camera, and put an "
				       "address with spaces into quotes");
		return -EINVAL;
	}
	if (operands[0]) {
		given->source = operands[0];
		given->has_operand = true;
	}
	return 0;
}

/* A file that is a pipe cannot be read again. */
static bool can_read_again(const char *config)
{
	struct stat file;

	return config && stat(config, &file) == 0 && S_ISREG(file.st_mode);
}

/* Copy the secrets: they are needed, and must not stay visible in `argv`. */
static int secrets_copy(struct given *given, int argc, char **argv)
{
	struct capture_settings *settings = &given->settings;
	bool keeps = can_read_again(given->config);
	int result = 0;

	if (keeps)
		settings->arguments = arguments_copy(argc, argv);
	if (arguments_hide_values(settings->av_options.texts) < 0 ||
	    (keeps && !settings->arguments)) {
		log_error("out of memory");
		result = -ENOMEM;
	}
	return result;
}

/* Write the beginning of sentences about the source. */
static void source_origin_tell(const struct given *given,
			       char origin[OPTION_ORIGIN_BYTES])
{
	if (given->listen)
		options_origin_tell(&table, &given->options, "listen",
				    given->listen, origin);
	else if (given->source && !given->has_operand)
		options_origin_tell(&table, &given->options, "source",
				    given->source, origin);
	else if (given->source)
		refused_text_show(origin, given->source);
	else if (given->config)
		refused_text_show(origin, given->config);
	else
		snprintf(origin, OPTION_ORIGIN_BYTES, "SOURCE");
}

static bool ends_like_config(const char *path)
{
	const char *end = strrchr(path, '.');

	return end && strcasecmp(end, ".conf") == 0;
}

static int source_take(struct given *given)
{
	char origin[OPTION_ORIGIN_BYTES];
	const struct source_question question = {
		.source = given->source,
		.listen = given->listen,
		.transport = given->settings.transport,
		.closes_when_idle = given->settings.closes_when_idle,
		.origin = origin,
	};

	source_origin_tell(given, origin);
	if (given->source && (ends_like_config(given->source) ||
			      options_file_is_one(&table, given->source))) {
		log_error("%s: this is a file of settings, not a source; say "
			  "--config and then its name",
			  origin);
		return -EINVAL;
	}
	return source_choose(&given->settings.source, &question);
}

enum options_result capture_settings_read(struct capture_settings *settings,
					  int argc, char **argv)
{
	struct given given = { 0 };
	enum options_result result =
		options_read(&table, &given, argc, argv, &given.options);
	int chosen;

	if (result != OPTIONS_GO_ON)
		return result;
	chosen = secrets_copy(&given, argc, argv);
	if (chosen == 0 && !given.settings.list)
		chosen = operand_take(&given);
	if (chosen == 0 && !given.settings.list)
		chosen = source_take(&given);
	*settings = given.settings;
	/* Not earlier: the source is read from `argv` until here. */
	if (chosen == 0) {
		arguments_redact(argc, argv);
		return OPTIONS_GO_ON;
	}
	arguments_hide(argc, argv);
	capture_settings_free(settings);
	return OPTIONS_WRONG;
}
