/*
 * Why a slot cannot be read or written, for people: in a word, in a sentence.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOTCTL_SLOT_FAULT_H
#define SLOTCTL_SLOT_FAULT_H

/*
 * `error` is the negative errno of a reader's or a writer's function.
 *
 * The state of a slot whose frame cannot be had, beside those that
 * frame_reader_state() names; and what is logged about it.
 */
const char *slot_fault_state(int error);
void slot_fault_report_reading(const char *name, int error);
void slot_fault_report_writing(const char *name, int error);

#endif
