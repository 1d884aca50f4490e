/*
 * The lock of a slot's writer and those of demand: OFD locks (fcntl(2)).
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

/*
 * The kind of lock that keeps a lock of `type` off that byte: F_WRLCK, F_RDLCK
 * or, when nothing does, F_UNLCK. Our own locks are never in the way.
 */
static short slot_lock_in_the_way(int fd, short type, off_t byte)
{
	struct flock lock;

	if (slot_lock(fd, F_OFD_GETLK, type, byte, &lock) < 0)
		return F_UNLCK;
	return lock.l_type;
}

int slot_lock_writer(int fd)
{
	struct flock lock;
	int result =
		slot_lock(fd, F_OFD_SETLK, F_WRLCK, SLOT_LOCK_WRITER, &lock);

	if (result != -EAGAIN && result != -EACCES)
		return result;
	switch (slot_lock_in_the_way(fd, F_WRLCK, SLOT_LOCK_WRITER)) {
	case F_WRLCK:
		return -EBUSY;
	case F_RDLCK:
		return -EPERM;
	default:
		return -EAGAIN;
	}
}

/* Only a writer may open the object for writing, as a write lock needs. */
bool slot_lock_writer_is_taken(int fd)
{
	return slot_lock_in_the_way(fd, F_RDLCK, SLOT_LOCK_WRITER) == F_WRLCK;
}

int slot_lock_demand(int fd, bool wanted)
{
	struct flock lock;

	return slot_lock(fd, F_OFD_SETLK, wanted ? F_RDLCK : F_UNLCK,
			 SLOT_LOCK_DEMAND, &lock);
}

bool slot_lock_demand_is_taken(int fd)
{
	return slot_lock_in_the_way(fd, F_WRLCK, SLOT_LOCK_DEMAND) != F_UNLCK;
}
