/*
 * The cameras of this machine, for people to choose from.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef V4L2_LIST_H
#define V4L2_LIST_H

/*
 * Print each camera: its path, its name, the links that stay the same when it
 * is plugged in again, formats with sizes and rates, controls.
 *
 * Returns how many there are, or a negative errno.
 */
int v4l2_list_print(void);

#endif
