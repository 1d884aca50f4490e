/*
 * Says in one sentence why a source of libavformat gives no picture.
 *
 * SPDX-License-Identifier: MIT
 */
#include "av_excuse.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include <libavutil/error.h>

#include "av_fault.h"
#include "av_sayings.h"

#define PASSPHRASE "passphrase="

static bool has_passphrase(const struct source_request *request)
{
	const char *const *option = request->av_options;

	for (; option && *option; option++)
		if (strncasecmp(*option, PASSPHRASE, strlen(PASSPHRASE)) == 0)
			return true;
	return strcasestr(request->url, PASSPHRASE);
}

/* Words for a server that we have called and that refuses us. */
static const char *refusal_words(const struct source_request *request)
{
	if (av_sayings_hold(AV_SAYING_OTHER_PASSPHRASE))
		return "it refuses the passphrase, for it has another";
	if (!av_sayings_hold(AV_SAYING_ONE_PASSPHRASE))
		return NULL;
	return has_passphrase(request)
		       ? "it has no passphrase, and the address has one"
		       : "it wants a passphrase: "
			 "srt://HOST:PORT?passphrase=...";
}

/* Words for a publisher that has called us and was refused. */
static const char *visitor_words(const struct source_request *request)
{
	if (av_sayings_hold(AV_SAYING_OTHER_PASSPHRASE))
		return "came with another passphrase";
	if (!av_sayings_hold(AV_SAYING_ONE_PASSPHRASE))
		return NULL;
	return has_passphrase(request)
		       ? "came without a passphrase"
		       : "came with a passphrase, where there is none";
}

/* Explain SRT's input/output errors. Returns 0 when there is another cause. */
static int passphrase_explain(struct reason *reason, const char *what,
			      const struct source_request *request)
{
	const char *words = request->listen ? visitor_words(request)
					    : refusal_words(request);

	if (av_sayings_hold(AV_SAYING_BAD_PASSPHRASE))
		return reason_give(reason, -EINVAL,
				   "%s %s: a passphrase of SRT has 10 to 79 "
				   "letters",
				   what, request->name);
	if (!words)
		return 0;
	if (request->listen)
		return reason_give(reason, -EACCES, "a publisher of %s %s",
				   request->name, words);
	return reason_give(reason, -EACCES, "%s %s: %s", what, request->name,
			   words);
}

/* Explain why the wait for video has ended. */
static void wait_explain(struct reason *reason,
			 const struct av_patience *patience)
{
	switch (patience->came) {
	case AV_CAME_SOUND:
		reason_give(reason, 0, "it sends no video, only sound");
		break;
	case AV_CAME_OTHER_VIDEO:
		reason_give(reason, 0,
			    "the FFmpeg of this machine does not know the "
			    "codec of its video, H.265 most likely; set it to "
			    "H.264");
		break;
	case AV_CAME_OTHER_ROW:
		reason_give(reason, 0, "it has begun anew");
		break;
	default:
		reason_give(reason, 0, "silent for %u s",
			    av_patience_s(patience));
	}
}

int av_excuse_give(struct reason *reason, const struct av_patience *patience,
		   const char *what, int error)
{
	const struct source_request *request = patience->request;
	struct reason why;
	int result;

	if (stop_is_requested(patience->stop))
		return -ECANCELED;
	result = passphrase_explain(reason, what, request);
	if (result < 0)
		return result;
	/* libavformat takes parts of H.265 over RTMP for other codecs. */
	if (error == AVERROR_EXIT || patience->came == AV_CAME_OTHER_VIDEO)
		wait_explain(&why, patience);
	else
		av_fault_explain(request->url, error, &why);
	return reason_give(reason, av_fault_errno(error), "%s %s: %s", what,
			   request->name, why.text);
}
