/*
 * Why a slot cannot be read or written, for people: in a word, in a sentence.
 *
 * SPDX-License-Identifier: MIT
 */
#include "slot_fault.h"

#include <errno.h>
#include <string.h>

#include "frame_slot.h"
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
	switch (error) {
	case -EBUSY:
		log_error("%s: process %d writes this slot; end it first", name,
			  (int)frame_slot_writer_pid(name));
		break;
	case -EACCES:
	case -EPERM:
		log_error("%s: the slot belongs to another user; use sudo or "
			  "another name",
			  name);
		break;
	case -EBADMSG:
		log_error("%s: what has the slot's name is no regular file; "
			  "remove /dev/shm/slotcast.%s by hand",
			  name, name);
		break;
	case -ENOSPC:
		log_error("%s: /dev/shm has no room for the slot, which takes "
			  "four times its largest value",
			  name);
		break;
	case -ESTALE:
		log_error("%s: the slot was taken away, and another process "
			  "writes it now",
			  name);
		break;
	default:
		log_error("%s: cannot write the slot: %s", name,
			  strerror(-error));
	}
}
