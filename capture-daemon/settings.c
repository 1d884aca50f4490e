/*
 * What the command line and the configuration file say.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "av_kind.h"
#include "frame_slot.h"
#include "log.h"
#include "number.h"
#include "picture.h"
#include "rtp_session.h"
#include "url_redact.h"
#include "v4l2_controls.h"
#include "v4l2_format.h"

#define SIDE_MIN_PX 16

/* "1280x720" */
static int size_parse(const char *text, void *destination)
{
	struct size *size = destination;
	const char *cross = strchr(text, 'x');
	uint64_t width_px, height_px;
	char width_text[8];
	size_t width_letters;

	if (!cross)
		return -EINVAL;
	width_letters = (size_t)(cross - text);
	if (width_letters >= sizeof(width_text))
		return -EINVAL;
	memcpy(width_text, text, width_letters);
	width_text[width_letters] = '\0';
	if (number_parse(width_text, SIDE_MIN_PX, PICTURE_SIDE_MAX_PX,
			 &width_px) < 0 ||
	    number_parse(cross + 1, SIDE_MIN_PX, PICTURE_SIDE_MAX_PX,
			 &height_px) < 0 ||
	    picture_is_too_large((int64_t)width_px, (int64_t)height_px))
		return -EINVAL;
	*size = (struct size){ (int)width_px, (int)height_px };
	return 0;
}

static bool format_is_valid(const char *text)
{
	return v4l2_format_parse(text) != 0;
}

static int control_parse(const char *text, void *destination)
{
	const char **controls = destination;
	char name[64];
	int64_t value;
	size_t count = 0;

	while (controls[count])
		count++;
	if (count == SETTINGS_CONTROLS_MAX ||
	    v4l2_control_parse(text, name, sizeof(name), &value) < 0)
		return -EINVAL;
	controls[count] = text;
	return 0;
}

static bool transport_is_valid(const char *text)
{
	return strcmp(text, "tcp") == 0 || strcmp(text, "udp") == 0;
}

static int av_option_parse(const char *text, void *destination)
{
	char **options = destination;
	const char *equals = strchr(text, '=');
	size_t count = 0;

	while (options[count])
		count++;
	if (count == SETTINGS_AV_OPTIONS_MAX || !equals || equals == text)
		return -EINVAL;
	options[count] = (char *)text;
	return 0;
}

static int rotate_parse(const char *text, void *destination)
{
	uint64_t degrees;

	if (number_parse(text, 90, 270, &degrees) < 0 || degrees % 90 != 0)
		return -EINVAL;
	*(int *)destination = (int)degrees;
	return 0;
}

static int flip_parse(const char *text, void *destination)
{
	enum turn_flip *flip = destination;

	if (strcmp(text, "h") == 0)
		*flip = TURN_FLIP_HORIZONTAL;
	else if (strcmp(text, "v") == 0)
		*flip = TURN_FLIP_VERTICAL;
	else
		return -EINVAL;
	return 0;
}

static int idle_parse(const char *text, void *destination)
{
	bool *closes = destination;

	*closes = strcmp(text, "close") == 0;
	return *closes || strcmp(text, "keep") == 0 ? 0 : -EINVAL;
}

/* Where the rows below put what they read. */
static struct {
	struct settings settings;
	const char *source, *listen, *config;
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
	  .parse = size_parse,
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
	  .parse = rotate_parse,
	  .expected = "90, 180 or 270",
	  .help = "Turn the pictures clockwise.",
	  .destination = &given.settings.rotate_degrees },
	{ .name = "flip",
	  .argument = "h|v",
	  .kind = OPTION_CUSTOM,
	  .parse = flip_parse,
	  .expected = "h for left and right or v for top and bottom",
	  .help = "Mirror them, after turning.",
	  .destination = &given.settings.flip },
	{ .name = "format",
	  .argument = "NAME",
	  .kind = OPTION_TEXT,
	  .is_valid = format_is_valid,
	  .expected = "a name that --list prints, like MJPEG or YUYV",
	  .help = "Take pictures of this format from a camera.",
	  .destination = &given.settings.format },
	{ .name = "control",
	  .argument = "NAME=NUMBER",
	  .kind = OPTION_CUSTOM,
	  .parse = control_parse,
	  .expected = "NAME=NUMBER, like brightness=10, at most 32 times",
	  .help = "Set a camera's control, by the name that --list prints.",
	  .destination = &given.settings.controls },
	{ .name = "idle",
	  .argument = "keep|close",
	  .kind = OPTION_CUSTOM,
	  .parse = idle_parse,
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
	{ .name = "transport",
	  .argument = "tcp|udp",
	  .kind = OPTION_TEXT,
	  .is_valid = transport_is_valid,
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
	  .parse = av_option_parse,
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

static int source_choose(struct settings *settings, char **operands)
{
	if (operands[0] && operands[1]) {
		url_redact(operands[1]);
		log_error("%s: one SOURCE is enough; start one %s a camera",
			  operands[1], table.program);
		return -EINVAL;
	}
	if (operands[0])
		given.source = operands[0];
	if (!given.source == !given.listen) {
		log_error("expected either a SOURCE or --listen URL; "
			  "`%s --help` explains both",
			  table.program);
		return -EINVAL;
	}
	settings->source = strdup(given.listen ? given.listen : given.source);
	settings->listen = given.listen || av_kind_listens(settings->source);
	settings->source_name = strdup(settings->source);
	url_redact(settings->source_name);
	return 0;
}

/*
 * Any of them may hold a secret, and the process list shows the text to
 * everybody: keep a copy, and overwrite the value.
 */
static void av_options_hide(char **options)
{
	for (; *options; options++) {
		char *shown = *options;

		*options = strdup(shown);
		shown = strchr(shown, '=') + 1;
		memset(shown, '*', strlen(shown));
	}
}

static char **arguments_copy(int count, char **arguments)
{
	char **copy = calloc((size_t)count + 1, sizeof(*copy));

	for (int i = 0; copy && i < count; i++)
		copy[i] = strdup(arguments[i]);
	return copy;
}

static void arguments_free(char **arguments)
{
	for (char **argument = arguments; argument && *argument; argument++)
		free(*argument);
	free(arguments);
}

/* The kinds of publisher that can be waited for. */
static int listen_check(const char *url, const char *name)
{
	const struct av_kind *kind = av_kind_of(url);

	if (kind && kind->can_listen)
		return 0;
	log_error("--listen %s: expected rtsp://, rtmp://, srt://, udp://, "
		  "rtp-h264:// or rtp-h265://, like rtsp://0.0.0.0:8554/stream",
		  name);
	return -EINVAL;
}

static int port_check(const struct settings *settings,
		      const struct av_kind *kind)
{
	char host[256], port[8];

	if (!kind->needs_port ||
	    rtp_session_address(settings->source, host, sizeof(host), port,
				sizeof(port)) == 0)
		return 0;
	log_error("%s: expected %sADDRESS:PORT, a port from 1 to 65535",
		  settings->source_name, kind->prefix);
	return -EINVAL;
}

static int source_check(const struct settings *settings)
{
	const struct av_kind *kind = av_kind_of(settings->source);

	if (!kind) {
		log_error("%s: no such kind of source; `%s --help` lists them",
			  settings->source_name, table.program);
		return -EINVAL;
	}
	if (given.listen && settings->closes_when_idle) {
		log_error("--listen %s: who pushes would find it closed; "
			  "leave out --idle close",
			  settings->source_name);
		return -EINVAL;
	}
	if (settings->transport && (given.listen || !kind->has_transport)) {
		log_error("--transport is for an rtsp:// SOURCE; who pushes to "
			  "--listen chooses it himself");
		return -EINVAL;
	}
	if (port_check(settings, kind) < 0)
		return -EINVAL;
	return given.listen
		       ? listen_check(settings->source, settings->source_name)
		       : 0;
}

void settings_free(struct settings *settings)
{
	free(settings->source);
	free(settings->source_name);
	for (char **option = settings->av_options; *option; option++)
		free(*option);
	arguments_free(settings->arguments);
	*settings = (struct settings){ 0 };
}

enum options_result settings_read(struct settings *settings, int argc,
				  char **argv)
{
	char **operands;
	enum options_result result;
	int chosen;

	memset(&given, 0, sizeof(given));
	result = options_read(&table, argc, argv, &operands);
	if (result != OPTIONS_GO_ON)
		return result;
	*settings = given.settings;
	if (given.config)
		settings->arguments = arguments_copy(argc, argv);
	av_options_hide(settings->av_options);
	if (settings->list)
		return OPTIONS_GO_ON;
	chosen = source_choose(settings, operands);
	/* Only now: until here the settings may point into it. */
	for (int i = 1; i < argc; i++)
		url_redact(argv[i]);
	if (chosen == 0 && source_check(settings) == 0)
		return OPTIONS_GO_ON;
	settings_free(settings);
	return OPTIONS_WRONG;
}
