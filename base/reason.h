/*
 * The reason why a call failed, for people: "cannot open clip.mp4: ...".
 *
 * A function whose failure is reported elsewhere gives the reason and returns
 * an error for the program at the same time:
 *
 *	return reason_give(reason, -ENOENT, "there is no %s", path);
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef REASON_H
#define REASON_H

#include <stdbool.h>

#define REASON_BYTES 256

struct reason {
	char text[REASON_BYTES]; /* one sentence; empty: none was given */
};

/*
 * Give a reason, which replaces the one before. One that is too long ends in
 * "...". The arguments must not lie in `reason` itself.
 *
 * Returns `error`.
 */
__attribute__((format(printf, 3, 4))) int
reason_give(struct reason *reason, int error, const char *format, ...);

bool reason_is_given(const struct reason *reason);
void reason_forget(struct reason *reason);

#endif
