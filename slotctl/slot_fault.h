/*
 * Why a slot cannot be read or written, as a sentence for people.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOTCTL_SLOT_FAULT_H
#define SLOTCTL_SLOT_FAULT_H

/* `error` is the negative errno of a reader's or a writer's function. */
void slot_fault_report_reading(const char *name, int error);
void slot_fault_report_writing(const char *name, int error);

#endif
