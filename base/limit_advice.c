/*
 * Advice about a limit that the kernel has refused to exceed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit_advice.h"

#include <errno.h>

const char *limit_advice(int error)
{
	switch (error) {
	case -EMFILE:
		return "; " LIMIT_OF_DESCRIPTORS;
	case -EAGAIN:
		return "; no thread can be had: raise the limit: `ulimit -u`, "
		       "or TasksMax= of a unit";
	default:
		return "";
	}
}
