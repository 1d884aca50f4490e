/*
 * After its start fcgi-stream gives up all rights that serving does not need.
 *
 * It answers strangers. A stranger that takes it over can start no program,
 * write no file, open no connection, and read nothing but slots.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SANDBOX_H
#define SANDBOX_H

/*
 * Confine this thread, and all threads that it starts from now on, for good. A
 * system call that serving does not need ends the process (SIGSYS); a file
 * that it does not need cannot be opened (where the kernel has Landlock). Only
 * the file `removable_path` can still be removed; NULL for none.
 *
 * Does nothing in a build for a sanitizer (SANITIZE=), which needs more rights.
 *
 * Returns 0, or a negative errno when only a part of this could be done.
 */
int sandbox_enter(const char *removable_path);

#endif
