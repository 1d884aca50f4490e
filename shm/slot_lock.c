/*
 * Who writes a slot and whether anybody wants it, as OFD locks (fcntl(2)).
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "slot_layout.h"

static int slot_lock(int fd, int command, short type, off_t byte,
		     struct flock *lock)
{
	*lock = (struct flock){
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = byte,
		.l_len = 1,
	};
	return fcntl(fd, command, lock) < 0 ? -errno : 0;
}

/* Asking with a write lock finds locks of either kind, but not our own. */
static bool slot_lock_is_taken(int fd, off_t byte)
{
	struct flock lock;

	return slot_lock(fd, F_OFD_GETLK, F_WRLCK, byte, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}

int slot_lock_writer(int fd)
{
	struct flock lock;
	int result = slot_lock(fd, F_OFD_SETLK, F_WRLCK, SLOT_LOCK_WRITER,
			       &lock);

	return result == -EAGAIN || result == -EACCES ? -EBUSY : result;
}

bool slot_lock_writer_is_taken(int fd)
{
	return slot_lock_is_taken(fd, SLOT_LOCK_WRITER);
}

int slot_lock_demand(int fd, bool wanted)
{
	struct flock lock;

	return slot_lock(fd, F_OFD_SETLK, wanted ? F_RDLCK : F_UNLCK,
			 SLOT_LOCK_DEMAND, &lock);
}

bool slot_lock_demand_is_taken(int fd)
{
	return slot_lock_is_taken(fd, SLOT_LOCK_DEMAND);
}
