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
 * Call once, before the first thread starts. The lines that the libraries log
 * are dropped, or go to our debug level without the passwords of addresses and
 * without `secrets`, which outlive every thread. From then on the program may
 * not take more than 2 GiB of memory.
 */
void av_library_open(bool verbose, const struct known_secrets *secrets);

#endif
