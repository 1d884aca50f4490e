/*
 * The seeds of the settings' fuzzer: files, and command lines behind them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "seeds.h"

static const struct seed seeds[] = {
	SEED("empty", ""),
	SEED("source", "\0pattern:"),
	SEED("file", "source = pattern:\nslot = drone1\nfps=30\nlist = yes\n"),
	SEED("comment", "; who\n# what\nquality = 90 ; why\n\0clip.mp4"),
	SEED("section", "[camera]\nslot = a\n"),
	SEED("no_value", "slot\nfps =\n= 5\n"),
	SEED("indented", "slot = a\n  b\n\0pattern:"),
	SEED("mark", "\xef\xbb\xbfslot = a\n\0pattern:"),
	SEED("size", "size = 1280x720\nrotate = 90\nflip = h\n\0/dev/video0"),
	SEED("control", "control = brightness=-10\nformat = YUYV\n\0"
			"--control\ngain=99999999999999999999\n/dev/video0"),
	SEED("secret", "av-option = passphrase=0123456789\n\0"
		       "--av-option\n=x\nsrt://u:p@10.0.0.1:9000?pw=a"),
	SEED("listen", "idle = close\n\0--listen=rtmp://0.0.0.0:1935/live/key"),
	SEED("rtp", "\0rtp-h264://[::1]:5600\n--delay\n10001"),
	SEED("camera", "\0rtsp://u:p@cam/x\n--transport\nudp\n--verbose"),
	SEED("help", "\0--help\n--version\n--no-such\n-x\n--quality"),
	SEED("config", "config = other\n\0--config=/nowhere\n--\n--slot"),
};

int main(int argc, char **argv)
{
	const struct seeds all = {
		.fuzzer = "fuzz_settings",
		.seeds = seeds,
		.count = sizeof(seeds) / sizeof(seeds[0]),
		.wrong = "\0\n=-[;x:\377",
		.wrong_count = 9,
	};

	return seeds_main(&all, argc, argv);
}
