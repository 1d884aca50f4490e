/*
 * What the command line and the configuration file say.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture_settings.h"

#include <errno.h>
#include <stdlib.h>

#include "arguments.h"
#include "frame_slot.h"
#include "log.h"
#include "url_redact.h"

/* Where the rows below put what they read. */
static struct given {
	struct capture_settings settings;
	const char *source, *listen, *config;
	const char *listen_user, *listen_password_file;
} given;

static const struct option_row rows[] = {
	{ .name = "slot",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .default_text = "main",
	  .is_valid = frame_slot_name_is_valid,
	  .expected = FRAME_SLOT_NAME_RULE,
	  .help = "Publish the pictures in the slot NAME.",
	  .destination = &given.settings.slot },
	{ .name = "size",
	  .argument = "WIDTHxHEIGHT",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_size_parse,
	  .expected = "WIDTHxHEIGHT, each from 16 to 8192, together at most "
		      "4096x4096 pixels, like 1280x720",
	  .help = "Scale the pictures to this size; else they stay as they "
		  "are.",
	  .destination = &given.settings.size },
	{ .name = "fps",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 120,
	  .help = "Publish at most so many pictures a second.",
	  .destination = &given.settings.rate_fps },
	{ .name = "quality",
	  .argument = "NUMBER",
	  .kind = OPTION_NUMBER,
	  .minimum = 1,
	  .maximum = 100,
	  .default_text = "80",
	  .help = "JPEG quality of what has to be encoded.",
	  .destination = &given.settings.quality },
	{ .name = "rotate",
	  .argument = "DEGREES",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_rotate_parse,
	  .expected = "90, 180 or 270",
	  .help = "Turn the pictures clockwise.",
	  .destination = &given.settings.rotate_degrees },
	{ .name = "flip",
	  .argument = "h|v",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_flip_parse,
	  .expected = "h for left and right or v for top and bottom",
	  .help = "Mirror them, after turning.",
	  .destination = &given.settings.flip },
	{ .name = "format",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .is_valid = setting_format_is_valid,
	  .expected = "a name that --list prints, like MJPEG or YUYV",
	  .help = "Take pictures of this format from a camera.",
	  .destination = &given.settings.format },
	{ .name = "control",
	  .argument = "NAME=NUMBER",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_control_parse,
	  .expected = "NAME=NUMBER, like brightness=10, at most 32 times",
	  .help = "Set a camera's control, by the name that --list prints.",
	  .destination = &given.settings.controls },
	{ .name = "idle",
	  .argument = "keep|close",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_idle_parse,
	  .default_text = "keep",
	  .expected = "keep or close",
	  .help = "Close the source while nobody watches, or keep it open.",
	  .destination = &given.settings.closes_when_idle },
	{ .name = "list",
	  .kind = OPTION_FLAG,
	  .help = "List the cameras with what they offer, and end.",
	  .destination = &given.settings.list },
	{ .name = "check",
	  .kind = OPTION_FLAG,
	  .help = "Only check the settings, and end.",
	  .destination = &given.settings.check },
	{ .name = "listen",
	  .argument = "URL",
	  .kind = OPTION_TEXT,
	  .help = "Wait there for a publisher, instead of opening a SOURCE.",
	  .destination = &given.listen },
	{ .name = "listen-user",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .is_valid = listen_user_is_valid,
	  .expected = "a name without : \" and \\",
	  .help = "Let only this user publish, where --listen is rtsp://.",
	  .destination = &given.listen_user },
	{ .name = "listen-password-file",
	  .argument = "FILE",
	  .kind = OPTION_TEXT,
	  .help = "His password is the one line of FILE.",
	  .destination = &given.listen_password_file },
	{ .name = "transport",
	  .argument = "tcp|udp",
	  .kind = OPTION_TEXT,
	  .is_valid = setting_transport_is_valid,
	  .expected = "tcp or udp",
	  .help = "Take only this from an rtsp:// camera; else TCP where it "
		  "can.",
	  .destination = &given.settings.transport },
	{ .name = "delay",
	  .argument = "MS",
	  .kind = OPTION_NUMBER,
	  .minimum = 0,
	  .maximum = 10000,
	  .default_text = "20",
	  .help = "Wait so long for packets that are late: more is smoother.",
	  .destination = &given.settings.delay_ms },
	{ .name = "av-option",
	  .argument = "KEY=VALUE",
	  .kind = OPTION_CUSTOM,
	  .parse = setting_av_option_parse,
	  .expected = "KEY=VALUE, at most 32 times",
	  .help = "Pass anything else to FFmpeg's libavformat.",
	  .destination = &given.settings.av_options },
	{ .name = "source",
	  .argument = "SOURCE",
	  .kind = OPTION_TEXT,
	  .help = "The same as the operand SOURCE, for the file.",
	  .destination = &given.source },
	{ .name = "config",
	  .argument = "FILE",
	  .kind = OPTION_TEXT,
	  .help = "Read these settings from FILE, \"name = value\" a line.",
	  .destination = &given.config },
	{ .name = "verbose",
	  .kind = OPTION_FLAG,
	  .help = "Log what is only of interest when something is wrong.",
	  .destination = &given.settings.verbose },
};

static const char details[] =
	"SOURCE is one of\n"
	"  pattern:           a moving picture with a clock, built in\n"
	"  /dev/video0        a camera of this machine; /dev/v4l/by-id/ has\n"
	"                     names that stay the same\n"
	"  rtsp://HOST/PATH   a camera on the network; also rtmp://,\n"
	"                     http://, https:// (MJPEG, HLS), srt://\n"
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

static const struct option_table table = {
	.program = "capture-daemon",
	.usage = "[OPTION...] SOURCE",
	.summary = "Keep the newest picture of a camera in a slot, as JPEG.",
	.details = details,
	.rows = rows,
	.row_count = sizeof(rows) / sizeof(rows[0]),
};

void capture_settings_free(struct capture_settings *settings)
{
	source_choice_free(&settings->source);
	listen_access_free(&settings->access);
	for (const char **option = settings->av_options; *option; option++)
		free((char *)*option);
	arguments_free(settings->arguments);
	*settings = (struct capture_settings){ 0 };
}

/* The only operand is the source, which --source names as well. */
static int operand_take(char **operands)
{
	if (!operands[0])
		return 0;
	if (operands[1]) {
		url_redact(operands[1]);
		log_error("%s: one SOURCE is enough; start one %s a camera",
			  operands[1], table.program);
		return -EINVAL;
	}
	given.source = operands[0];
	return 0;
}

/* Copy what is kept, and what `argv` must not go on showing. */
static int secrets_copy(struct capture_settings *settings, int argc,
			char **argv)
{
	int result = 0;

	if (given.config)
		settings->arguments = arguments_copy(argc, argv);
	if (arguments_hide_values(settings->av_options) < 0 ||
	    (given.config && !settings->arguments)) {
		log_error("out of memory");
		result = -ENOMEM;
	}
	return result;
}

static int source_take(struct capture_settings *settings)
{
	const struct source_question question = {
		.source = given.source,
		.listen = given.listen,
		.transport = settings->transport,
		.closes_when_idle = settings->closes_when_idle,
	};

	int result = source_choose(&settings->source, &question);

	return result < 0 ? result
			  : listen_access_read(&settings->access,
					       &settings->source,
					       given.listen_user,
					       given.listen_password_file);
}

enum options_result capture_settings_read(struct capture_settings *settings,
					  int argc, char **argv)
{
	char **operands;
	enum options_result result;
	int chosen;

	given = (struct given){ 0 };
	result = options_read(&table, argc, argv, &operands);
	if (result != OPTIONS_GO_ON)
		return result;
	*settings = given.settings;
	chosen = secrets_copy(settings, argc, argv);
	if (chosen == 0 && !settings->list)
		chosen = operand_take(operands);
	if (chosen == 0 && !settings->list)
		chosen = source_take(settings);
	/* Only now: until here the source is read from there. */
	arguments_redact(argc, argv);
	if (chosen == 0)
		return OPTIONS_GO_ON;
	capture_settings_free(settings);
	return OPTIONS_WRONG;
}
