/*
 * Explains errors of libavformat, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_FAULT_H
#define AV_FAULT_H

#include "reason.h"

/*
 * Write why opening or reading `url` failed with `error`, one of libavformat's,
 * in words of ours: what happened, and what can be done about it. The sentence
 * names only the host of the URL, and only when that cannot be part of a
 * password; otherwise it says how to write passwords. Asks for the host's
 * address again when that may be wrong.
 */
void av_fault_explain(const char *url, int error, struct reason *reason);

/*
 * The same error as a negative errno; -EACCES when another attempt with the
 * same user and password is of no use.
 */
int av_fault_errno(int error);

#endif
