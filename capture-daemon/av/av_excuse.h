/*
 * Says in one sentence why a source of libavformat gives no picture.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_EXCUSE_H
#define AV_EXCUSE_H

#include "av_patience.h"
#include "reason.h"

/*
 * Give the reason why `what` ("cannot open", "the stream of") failed with
 * `error`, one of libavformat's: AVERROR_EXIT when it was interrupted by
 * `patience`.
 *
 * Returns the error as a negative errno: -ECANCELED and no reason when a stop
 * was requested, -EACCES when another attempt with the same user, password or
 * passphrase is of no use.
 */
int av_excuse_give(struct reason *reason, const struct av_patience *patience,
		   const char *what, int error);

#endif
