/*
 * What FFmpeg's libraries say in their logs, and nowhere else.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_sayings.h"

#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *words;
	enum av_saying saying;
} known_words[] = {
	/* FFmpeg's rtmpproto.c: the application, then the stream's key. */
	{ "App field don't match", AV_SAYING_OTHER_PATH },
	{ "Unexpected stream ", AV_SAYING_OTHER_PATH },
	/* FFmpeg's libsrt.c. */
	{ "failed to set option SRTO_PASSPHRASE", AV_SAYING_BAD_PASSPHRASE },
	/* libsrt's reasons for a rejection: SRT_REJ_BADSECRET, _UNSECURE. */
	{ "Incorrect passphrase", AV_SAYING_OTHER_PASSPHRASE },
	{ "ERROR:BADSECRET", AV_SAYING_OTHER_PASSPHRASE },
	{ "Password required or unexpected", AV_SAYING_ONE_PASSPHRASE },
	{ "ERROR:UNSECURE", AV_SAYING_ONE_PASSPHRASE },
	/* FFmpeg's rtpdec.c. */
	{ "dropping old packet received too late", AV_SAYING_LATE_PACKET },
};

/* Bit n: saying n. Each stands for itself, and orders nothing else. */
static atomic_uint noted;

void av_sayings_note(const char *line)
{
	for (size_t i = 0; i < sizeof(known_words) / sizeof(known_words[0]);
	     i++)
		if (strstr(line, known_words[i].words))
			atomic_fetch_or(&noted, 1U << known_words[i].saying);
}

bool av_sayings_hold(enum av_saying saying)
{
	return atomic_load(&noted) & 1U << saying;
}

bool av_sayings_take(enum av_saying saying)
{
	return atomic_fetch_and(&noted, ~(1U << saying)) & 1U << saying;
}

void av_sayings_forget(void)
{
	atomic_store(&noted, 0);
}
