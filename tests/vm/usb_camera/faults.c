/*
 * What is wrong with the camera just now.
 *
 * SPDX-License-Identifier: MIT
 */
#include "faults.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static int *fault_named(struct faults *faults, const char *name)
{
	const struct {
		const char *name;
		int *still_to_come;
	} all[] = {
		{ "truncate", &faults->truncate },
		{ "garbage", &faults->garbage },
		{ "eproto", &faults->eproto },
		{ "commitfail", &faults->commitfail },
		{ "ctlhang", &faults->ctlhang },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(name, all[i].name) == 0)
			return all[i].still_to_come;
	return NULL;
}

int faults_command(struct faults *faults, const char *line)
{
	char name[32];
	int count = 0, *fault;
	int fields = sscanf(line, "%31s %d", name, &count);

	if (fields == 1 && strcmp(name, "stall") == 0) {
		faults->is_stalled = true;
		return 0;
	}
	if (fields == 1 && strcmp(name, "go") == 0) {
		faults->is_stalled = false;
		return 0;
	}
	fault = fields == 2 ? fault_named(faults, name) : NULL;
	if (!fault)
		return -EINVAL;
	*fault = count;
	return 0;
}

bool fault_happens(int *still_to_come)
{
	if (*still_to_come <= 0)
		return false;
	--*still_to_come;
	return true;
}
