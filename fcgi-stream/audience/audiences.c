/*
 * The audiences of all slots that somebody wants.
 *
 * SPDX-License-Identifier: MIT
 */
#include "audiences.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <frame_slot.h>

#include "slot_changes.h"

struct entry {
	struct audience *audience;
	bool is_settled; /* over, but its slot is there */
	bool is_visited; /* in the walk through all slots */
	LIST_ENTRY(entry) others;
};

struct audiences {
	struct loop *loop;
	struct loop_bell bell;
	struct slot_changes changes;
	LIST_HEAD(, entry) entries;
};

static void entry_remove(struct entry *entry)
{
	audience_destroy(entry->audience);
	LIST_REMOVE(entry, others);
	free(entry);
}

static bool entry_has_slot(const struct entry *entry)
{
	return frame_slot_is_there(audience_name(entry->audience));
}

/* Only its counts are kept, as long as its slot exists. */
static void entry_settle(struct entry *entry)
{
	entry->is_settled = true;
	audience_forget(entry->audience);
	if (!entry_has_slot(entry))
		entry_remove(entry);
}

/* A thread has rung: it has taken a frame, or it has ended. */
static void audiences_update(void *user)
{
	struct audiences *audiences = user;
	struct entry *entry, *next;

	for (entry = LIST_FIRST(&audiences->entries); entry; entry = next) {
		next = LIST_NEXT(entry, others);
		audience_update(entry->audience);
		if (!entry->is_settled && audience_is_over(entry->audience))
			entry_settle(entry);
	}
}

/* Nobody returns to a slot that is gone: free its thread and memory. */
static void entry_recheck(struct entry *entry)
{
	audience_recheck(entry->audience);
	if (entry_has_slot(entry))
		return;
	audience_retire(entry->audience);
	if (audience_is_over(entry->audience))
		entry_remove(entry);
}

/* Slots have come or gone. */
static void audiences_recheck(void *user)
{
	struct audiences *audiences = user;
	struct entry *entry, *next;

	for (entry = LIST_FIRST(&audiences->entries); entry; entry = next) {
		next = LIST_NEXT(entry, others);
		entry_recheck(entry);
	}
	if (!LIST_EMPTY(&audiences->entries))
		slot_changes_await(&audiences->changes);
}

int audiences_create(struct audiences **created, struct loop *loop)
{
	struct audiences *audiences = calloc(1, sizeof(*audiences));
	int result;

	if (!audiences)
		return -ENOMEM;
	audiences->loop = loop;
	audiences->bell.rung = audiences_update;
	audiences->bell.user = audiences;
	LIST_INIT(&audiences->entries);
	result = loop_bell_open(loop, &audiences->bell);
	if (result < 0) {
		free(audiences);
		return result;
	}
	audiences->changes.look = audiences_recheck;
	audiences->changes.user = audiences;
	slot_changes_open(&audiences->changes, loop);
	*created = audiences;
	return 0;
}

void audiences_destroy(struct audiences *audiences)
{
	struct entry *entry, *next;

	if (!audiences)
		return;
	for (entry = LIST_FIRST(&audiences->entries); entry; entry = next) {
		next = LIST_NEXT(entry, others);
		entry_remove(entry);
	}
	slot_changes_close(&audiences->changes);
	loop_bell_close(audiences->loop, &audiences->bell);
	free(audiences);
}

static struct entry *entry_find(const struct audiences *audiences,
				const char *name)
{
	struct entry *entry;

	for (entry = LIST_FIRST(&audiences->entries); entry;
	     entry = LIST_NEXT(entry, others))
		if (strcmp(audience_name(entry->audience), name) == 0)
			return entry;
	return NULL;
}

struct audience *audiences_find(const struct audiences *audiences,
				const char *name)
{
	struct entry *entry = entry_find(audiences, name);

	return entry ? entry->audience : NULL;
}

static struct audience *audiences_add(struct audiences *audiences,
				      const char *name)
{
	struct entry *entry = calloc(1, sizeof(*entry));

	if (!entry)
		return NULL;
	if (audience_create(&entry->audience, audiences->loop, name,
			    &audiences->bell) < 0) {
		free(entry);
		return NULL;
	}
	LIST_INSERT_HEAD(&audiences->entries, entry, others);
	slot_changes_await(&audiences->changes);
	return entry->audience;
}

struct audience *audiences_get(struct audiences *audiences, const char *name)
{
	struct entry *entry = entry_find(audiences, name);

	if (!entry)
		return audiences_add(audiences, name);
	/* It is not over any more. */
	entry->is_settled = false;
	return entry->audience;
}

void audiences_end(struct audiences *audiences)
{
	struct entry *entry;

	for (entry = LIST_FIRST(&audiences->entries); entry;
	     entry = LIST_NEXT(entry, others))
		audience_end(entry->audience);
}

unsigned int audiences_seat_count(const struct audiences *audiences)
{
	unsigned int count = 0;
	struct entry *entry;

	for (entry = LIST_FIRST(&audiences->entries); entry;
	     entry = LIST_NEXT(entry, others))
		count += audience_viewer_count(entry->audience) +
			 audience_follower_count(entry->audience);
	return count;
}

struct walk {
	const struct audiences *audiences;
	void (*visit)(const struct slot_visit *slot, void *user);
	void *user;
};

static int walk_slot(const char *name, void *user)
{
	struct walk *walk = user;
	struct entry *entry = entry_find(walk->audiences, name);
	struct slot_visit slot = { .name = name };

	if (frame_reader_open(&slot.reader, name) < 0)
		return 0;
	if (entry) {
		entry->is_visited = true;
		slot.audience = entry->audience;
	}
	walk->visit(&slot, walk->user);
	frame_reader_close(slot.reader);
	return 0;
}

void audiences_visit_slots(const struct audiences *audiences,
			   void (*visit)(const struct slot_visit *slot,
					 void *user),
			   void *user)
{
	struct walk walk = { audiences, visit, user };
	struct entry *entry;

	for (entry = LIST_FIRST(&audiences->entries); entry;
	     entry = LIST_NEXT(entry, others))
		entry->is_visited = false;
	frame_slot_list(walk_slot, &walk);
	for (entry = LIST_FIRST(&audiences->entries); entry;
	     entry = LIST_NEXT(entry, others))
		if (!entry->is_visited)
			visit(
				&(struct slot_visit){
					.name = audience_name(entry->audience),
					.audience = entry->audience },
				user);
}
