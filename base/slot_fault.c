/*
 * Why a slot cannot be read or written, for people: in a word, in a sentence.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_fault.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <frame_slot.h>

#include "limit_advice.h"
#include "log.h"

const char *slot_fault_state(int error)
{
	switch (error) {
	case -EAGAIN:
		return "empty";
	case -ENOENT:
	case -ESTALE:
		return "gone";
	case -EACCES:
		return "forbidden";
	case -EPROTO:
		return "version";
	default:
		return "damaged";
	}
}

void slot_fault_report_reading(const char *name, int error)
{
	switch (error) {
	case -ENOENT:
		log_error("%s: no such slot; `slotctl list` shows those there "
			  "are",
			  name);
		break;
	case -EACCES:
		log_error("%s: this user may not read the slot; its owner may "
			  "allow it: chmod a+r /dev/shm/slotcast.%s",
			  name, name);
		break;
	case -EBADMSG:
		log_error("%s: this is no slot, or a damaged one; `slotctl "
			  "remove %s` removes it",
			  name, name);
		break;
	case -EPROTO:
		log_error("%s: the slot is of another version of slotcast; "
			  "end its writer, or use that version's slotctl",
			  name);
		break;
	case -EAGAIN:
		log_error("%s: nothing has been published yet; try again, or "
			  "`slotctl cat --follow` waits for it",
			  name);
		break;
	default:
		log_error("%s: cannot read the slot: %s", name,
			  strerror(-error));
	}
}

void slot_fault_report_writing(const char *name, int error)
{
	if (error == -EBUSY)
		log_error("slot %s: process %d writes it already; choose "
			  "another name, or end that process",
			  name, (int)frame_slot_writer_pid(name));
	else if (error == -ENOSPC)
		log_error("slot %s: /dev/shm is full; a slot takes four times "
			  "its largest frame, `slotctl list` shows those "
			  "there are",
			  name);
	else if (access("/dev/shm", W_OK) < 0)
		log_error("slot %s: /dev/shm: %s; slots are kept there: it "
			  "has to be a tmpfs of mode 1777",
			  name, strerror(errno));
	else if (error == -EPERM || error == -EACCES)
		log_error("slot %s belongs to another user; run as that user, "
			  "or remove it with `slotctl remove %s`, or choose "
			  "another name",
			  name, name);
	else if (error == -EBADMSG)
		log_error("slot %s: what has its name is no regular file; "
			  "remove /dev/shm/slotcast.%s by hand",
			  name, name);
	else if (error == -EMFILE)
		log_error("slot %s: no descriptor is left for it%s", name,
			  limit_advice(error));
	else if (error == -ESTALE)
		log_error("slot %s: it was taken away, and another process "
			  "writes it now",
			  name);
	else
		log_error("slot %s: cannot write it: %s", name,
			  strerror(-error));
}

/* Which limit is the lowest: without inotify, descriptors are looked at. */
static const char *deafness_advice(int error)
{
	int fd;

	if (error == -ENOSPC)
		return "; raise the limit: sysctl fs.inotify.max_user_watches";
	if (error != -EMFILE)
		return "";
	fd = dup(STDERR_FILENO);
	if (fd < 0 && errno == EMFILE)
		return limit_advice(-EMFILE);
	if (fd >= 0)
		close(fd);
	return "; raise the limit: sysctl fs.inotify.max_user_instances";
}

void slot_fault_report_deafness(const char *instead, int error)
{
	log_warning("%s: no inotify: %s%s", instead, strerror(-error),
		    deafness_advice(error));
}
