/*
 * Advice about a limit that the kernel has refused to exceed.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BASE_LIMIT_ADVICE_H
#define BASE_LIMIT_ADVICE_H

/* For tables of sentences. */
#define LIMIT_OF_DESCRIPTORS                                                   \
	"raise the limit: `ulimit -n`, or LimitNOFILE= of a unit"
#define NO_DESCRIPTOR_IS_LEFT "no descriptor is left; " LIMIT_OF_DESCRIPTORS

/*
 * Returns which limit to raise, in words that follow the kernel's for `error`,
 * the negative errno of a call that opens something or starts a thread; "" for
 * other errors.
 */
const char *limit_advice(int error);

#endif
