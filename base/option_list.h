/*
 * The texts of a setting that may be given several times.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef OPTION_LIST_H
#define OPTION_LIST_H

#define OPTION_LIST_MAX 32

/* In the order in which they were given; NULL ends them. None is owned. */
struct option_list {
	const char *texts[OPTION_LIST_MAX + 1];
};

/* Returns 0, or -ENOSPC when the list is full and stays as it is. */
int option_list_add(struct option_list *list, const char *text);

#endif
