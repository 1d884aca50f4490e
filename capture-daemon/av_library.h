/*
 * The libav libraries as a whole: their network and what they log.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef AV_LIBRARY_H
#define AV_LIBRARY_H

#include <stdbool.h>

/*
 * Call once, before the first thread starts. What the libraries log is dropped,
 * or goes to our debug level, without passwords.
 */
void av_library_open(bool verbose);

#endif
