/*
 * What to do about a limit that the kernel has refused to pass.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef BASE_LIMIT_ADVICE_H
#define BASE_LIMIT_ADVICE_H

/*
 * What to raise, to be put behind the kernel's word for `error`, a negative
 * errno of a call that opens something or starts a thread; "" for others.
 */
const char *limit_advice(int error);

#endif
