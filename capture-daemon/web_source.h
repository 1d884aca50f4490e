/*
 * The driver of all sources at http:// and https://.
 *
 * An address that sends JPEGs is read by http/, any other by libavformat. With
 * --av-option, which is for libavformat alone, all are read by libavformat.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef WEB_SOURCE_H
#define WEB_SOURCE_H

#include "source.h"

extern const struct source_driver web_source_driver;

#endif
