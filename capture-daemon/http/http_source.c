/*
 * The driver of cameras at http:// and https:// that send JPEGs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http_source.h"

#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "http_fault.h"
#include "http_fetch.h"
#include "multipart_reader.h"

/* As long as bytes come, the picture that they make may take so long. */
#define TRICKLE_NS (30 * NS_PER_S)

/* How often a single picture is asked for when no rate is given. */
#define USUAL_RATE_FPS 2

struct http_source {
	struct source source;
	const struct source_request *request;
	struct stop *stop;
	struct http_fetch *fetch;
	struct multipart_reader *reader;
	uint64_t asked_ns; /* when it was, by plan, for one picture at a time */
	uint64_t shown_ns; /* when a picture came last, or it was opened */
	bool has_shown;	   /* a picture has come */
	bool is_still;	   /* the last answer was one picture */

	/* Of this answer: */
	enum http_kind kind;
	unsigned pictures;
};

static bool is_for_others(const struct http_source *http)
{
	return http->kind != HTTP_UNDECIDED && http->kind != HTTP_PICTURES;
}

static void kind_decide(struct http_source *http)
{
	struct http_head head = http_fetch_head(http->fetch);

	if (http->kind == HTTP_UNDECIDED)
		http->kind = http_kind_of(&head);
}

/* Until the kind is known, the reader gets only the bytes that decide it. */
static int bytes_take(void *user, const uint8_t *bytes, size_t size_bytes)
{
	struct http_source *http = user;

	kind_decide(http);
	return is_for_others(http)
		       ? -EMEDIUMTYPE
		       : multipart_reader_feed(http->reader, bytes, size_bytes);
}

/* Name the source in the reason. Returns `error`. */
static int fail(const struct http_source *http, const char *what, int error,
		const struct reason *why, struct reason *reason)
{
	const char *text = why->text;

	if (error == -ECANCELED)
		return error;
	if (error == -EFBIG)
		text = "a picture in it has no end";
	else if (error == -ENODATA && !reason_is_given(why))
		text = "what it sends holds no picture that is a JPEG";
	else if (error == -ENOMEM && !reason_is_given(why))
		text = "out of memory";
	return reason_give(reason, error, "%s %s: %s", what,
			   http->request->name, text);
}

static void ask(struct http_source *http, uint64_t due_ns)
{
	multipart_reader_reset(http->reader);
	http->kind = HTTP_UNDECIDED;
	http->pictures = 0;
	http->asked_ns = due_ns;
	http_fetch_begin(http->fetch);
}

static bool answer_is_whole(const struct http_source *http)
{
	return http_fetch_head(http->fetch).is_whole;
}

/* Read on. Returns 0, or a negative errno and why. */
static int answer_read(struct http_source *http, struct reason *why)
{
	int result = http_fetch_run(http->fetch, why);

	if (result == 0)
		kind_decide(http);
	if (is_for_others(http))
		return http_fault_of_kind(http->kind, why);
	if (result == 0 && answer_is_whole(http))
		multipart_reader_end(http->reader);
	return result;
}

/* Phones hide other pictures behind the one picture of such an answer. */
static bool answer_is_still(const struct http_source *http)
{
	struct http_head head = http_fetch_head(http->fetch);

	return head.has_length && !http_kind_is_multipart(head.type);
}

static struct picture *picture_take(struct http_source *http)
{
	struct picture *picture = multipart_reader_take(http->reader);

	while (picture && http->pictures > 0 && answer_is_still(http)) {
		picture->release(picture);
		picture = multipart_reader_take(http->reader);
	}
	if (!picture)
		return NULL;
	http->pictures++;
	http->has_shown = true;
	http->shown_ns = picture->captured_ns;
	return picture;
}

/* Sleep until the next single picture is due, and ask for it. */
static int still_ask(struct http_source *http)
{
	unsigned rate_fps = http->request->rate_fps;
	uint64_t period_ns =
		NS_PER_S / (rate_fps != 0 ? rate_fps : USUAL_RATE_FPS);
	uint64_t now_ns = clock_monotonic_ns();
	uint64_t due_ns = http->asked_ns + period_ns;

	if (due_ns < now_ns)
		due_ns = now_ns;
	if (stop_wait_until(http->stop, due_ns))
		return -ECANCELED;
	ask(http, due_ns);
	return -EAGAIN;
}

/* The answer has ended and all its pictures were taken. */
static int answer_end(struct http_source *http, struct reason *reason)
{
	const struct reason why = { 0 };

	http->is_still = http->pictures == 1;
	if (http->is_still)
		return still_ask(http);
	if (http->pictures == 0)
		return fail(http, "cannot read", -ENODATA, &why, reason);
	return reason_give(reason, -EPIPE, "the stream of %s has ended",
			   http->request->name);
}

static uint64_t patience_ns(const struct http_source *http)
{
	return silence_patience_ns(http->request->silence, HTTP_PATIENCE_NS);
}

/* One failure of a single picture is no loss yet; a refused password is. */
static int answer_fail(struct http_source *http, int error,
		       const struct reason *why, struct reason *reason)
{
	if (http->is_still && error != -ECANCELED && error != -EACCES &&
	    clock_monotonic_ns() < http->shown_ns + patience_ns(http))
		return still_ask(http);
	return fail(http, "cannot read", error, why, reason);
}

/*
 * Bytes have come that make no whole picture yet. On a slow link the last
 * picture is shown until the next one is there.
 */
static int picture_await(struct http_source *http, struct reason *reason)
{
	uint64_t now_ns = clock_monotonic_ns();
	uint64_t hope_ns = http->has_shown ? TRICKLE_NS : HTTP_PATIENCE_NS;

	if (hope_ns < patience_ns(http))
		hope_ns = patience_ns(http);
	if (now_ns < http->shown_ns + hope_ns) {
		http->source.awaited_ns = now_ns;
		return -EAGAIN;
	}
	return reason_give(reason, -EAGAIN, "waiting for a whole picture of %s",
			   http->request->name);
}

static int http_next(struct source *source, struct picture **picture,
		     struct reason *reason)
{
	struct http_source *http = (struct http_source *)source;
	struct reason why = { 0 };
	int result;

	*picture = picture_take(http);
	if (*picture)
		return 0;
	if (answer_is_whole(http))
		return answer_end(http, reason);
	result = answer_read(http, &why);
	if (result < 0)
		return answer_fail(http, result, &why, reason);
	return picture_await(http, reason);
}

static void http_close(struct source *source)
{
	struct http_source *http = (struct http_source *)source;

	http_fetch_destroy(http->fetch);
	multipart_reader_destroy(http->reader);
	free(http);
}

/* Ask, and read until the kind of the answer is known. */
static int answer_open(struct http_source *http, struct reason *why)
{
	int result = http_fetch_create(&http->fetch, http->request, http->stop,
				       bytes_take, http, why);

	if (result < 0)
		return result;
	http->shown_ns = clock_monotonic_ns();
	ask(http, http->shown_ns);
	while (result == 0 && http->kind == HTTP_UNDECIDED)
		result = answer_read(http, why);
	return result;
}

static int http_open(struct source **source,
		     const struct source_request *request, struct stop *stop,
		     struct reason *reason)
{
	struct http_source *http = calloc(1, sizeof(*http));
	struct reason why = { 0 };
	int result;

	if (!http || multipart_reader_create(&http->reader) < 0) {
		free(http);
		return reason_give(reason, -ENOMEM, "out of memory");
	}
	http->source.next = http_next;
	http->source.close = http_close;
	http->request = request;
	http->stop = stop;
	result = answer_open(http, &why);
	if (result < 0) {
		fail(http, "cannot open", result, &why, reason);
		http_close(&http->source);
		return result;
	}
	*source = &http->source;
	return 0;
}

const struct source_driver http_source_driver = { .open = http_open };
