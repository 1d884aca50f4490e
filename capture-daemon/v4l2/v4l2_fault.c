/*
 * The errors of a camera's driver, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "v4l2_fault.h"

#include <errno.h>

#include "limit_advice.h"

const char *v4l2_fault_words(int error)
{
	switch (error) {
	case -EINVAL:
	case -ENOTTY:
		return "its driver refuses";
	case -EIO:
		return "the driver cannot reach it, or it has failed";
	case -EPROTO:
	case -EPIPE:
	case -EILSEQ:
		return "what comes over USB is damaged: a bad cable or hub";
	case -ETIMEDOUT:
		return "it does not answer its driver";
	case -ENOMEM:
		return "out of memory";
	case -EMFILE:
	case -ENFILE:
		return NO_DESCRIPTOR_IS_LEFT;
	case -EACCES:
	case -EPERM:
		return "it may not be done now";
	case -EBUSY:
		return "it is in use";
	default:
		return "its driver fails";
	}
}
