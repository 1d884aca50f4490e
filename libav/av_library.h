/*
 * The libav libraries as a whole: their network and what they log.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_LIBRARY_H
#define AV_LIBRARY_H

#include <stdbool.h>

#include "known_secrets.h"

/*
 * Call once, before the first thread starts. What the libraries log is dropped,
 * or goes to our debug level, without passwords: neither those of an address
 * nor `secrets`, which outlive every thread. The program may not take more than
 * 2 GiB of memory from then on.
 */
void av_library_open(bool verbose, const struct known_secrets *secrets);

#endif
