/*
 * Why a slot cannot be read or written, for people: in a word, in a sentence.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SLOT_FAULT_H
#define SLOT_FAULT_H

/*
 * The state of a slot that has no readable frame, beside the states of
 * frame_reader_state(). `error` is the negative errno of a reader's
 * function.
 */
const char *slot_fault_state(int error);

/* Log why the slot cannot be read, and what can be done about it. */
void slot_fault_report_reading(const char *name, int error);

/* The same when it cannot be written; `error` is a writer's. */
void slot_fault_report_writing(const char *name, int error);

/*
 * Warn that frame_slot_watch() or frame_writer_watch() has failed with `error`,
 * and how what they tell is noticed `instead`.
 */
void slot_fault_report_deafness(const char *instead, int error);

#endif
