/*
 * Which sanitizer this is compiled with, by gcc or by clang.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef SANITIZER_H
#define SANITIZER_H

#if defined(__has_feature)
#define SANITIZER_IS_THREAD  __has_feature(thread_sanitizer)
#define SANITIZER_IS_ADDRESS __has_feature(address_sanitizer)
#else
#ifdef __SANITIZE_THREAD__
#define SANITIZER_IS_THREAD 1
#else
#define SANITIZER_IS_THREAD 0
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZER_IS_ADDRESS 1
#else
#define SANITIZER_IS_ADDRESS 0
#endif
#endif

#endif
