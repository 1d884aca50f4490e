/*
 * Advice about a limit that the kernel has refused to exceed.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BASE_LIMIT_ADVICE_H
#define BASE_LIMIT_ADVICE_H

/*
 * Returns which limit to raise, in words that follow the kernel's for `error`,
 * the negative errno of a call that opens something or starts a thread; "" for
 * other errors.
 */
const char *limit_advice(int error);

#endif
