/*
 * What this browser remembers for the next visit. Where it may not remember
 * (private windows, strict settings, a full disk), nothing is remembered and
 * nothing else is different.
 *
 * SPDX-License-Identifier: MIT
 */

export function recall(key) {
	try {
		return localStorage.getItem(`slotcast.${key}`);
	} catch {
		return null;
	}
}

export function remember(key, value) {
	try {
		localStorage.setItem(`slotcast.${key}`, value);
	} catch {
		/* It holds until the page is left. */
	}
}
