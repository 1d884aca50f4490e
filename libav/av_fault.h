/*
 * Why libavformat could not, for people.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_FAULT_H
#define AV_FAULT_H

#include "reason.h"

/*
 * Write why opening or reading `url` failed with `error`, one of libavformat's,
 * in words of ours: what happened and, where something can be done, what. It
 * names nothing of the URL but its host, and that only where no part of a
 * password can be taken for one; otherwise it says how to write passwords. Asks
 * for the host's address again when that may be what is wrong.
 */
void av_fault_explain(const char *url, int error, struct reason *reason);

/*
 * The same error as a negative errno; -EACCES when another attempt with the
 * same user and password is of no use.
 */
int av_fault_errno(int error);

#endif
