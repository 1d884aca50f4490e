/*
 * The errors of a camera's driver, in words for people.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_FAULT_H
#define V4L2_FAULT_H

/* The words for `error`, a negative errno: "its driver refuses". */
const char *v4l2_fault_words(int error);

#endif
