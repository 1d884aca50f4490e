/*
 * After its start fcgi-stream gives up what serving does not need.
 *
 * It answers strangers. Should one of them ever take it over, there is no
 * program to start, no file to write, no connection to open, and nothing to
 * read but slots.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SANDBOX_H
#define SANDBOX_H

/*
 * Confine this thread, and all that it starts from now on, for good: a system
 * call that serving does not need ends the process (SIGSYS), a file that it
 * does not need cannot be opened (where the kernel has Landlock). Only the
 * file `removable_path` can still be removed; NULL for none.
 *
 * Sanitizers need more than that: built for one (SANITIZE=), this does nothing.
 *
 * Returns 0 or a negative errno, with whatever was possible in force.
 */
int sandbox_enter(const char *removable_path);

#endif
