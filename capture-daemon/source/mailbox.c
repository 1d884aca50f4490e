/*
 * Carries the newest picture from the source thread to the main thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct mailbox {
	pthread_mutex_t lock; /* guards what follows, never held for long */
	struct picture *picture;
	struct mailbox_counts counts;
	bool has_had_picture;
	struct reason reason; /* none: no excuse */
	uint64_t awaited_ns;

	int fd;
};

int mailbox_create(struct mailbox **created)
{
	struct mailbox *mailbox = calloc(1, sizeof(*mailbox));
	int result;

	if (!mailbox)
		return -ENOMEM;
	mailbox->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (mailbox->fd < 0) {
		result = -errno;
		free(mailbox);
		return result;
	}
	pthread_mutex_init(&mailbox->lock, NULL);
	*created = mailbox;
	return 0;
}

void mailbox_destroy(struct mailbox *mailbox)
{
	if (!mailbox)
		return;
	if (mailbox->picture)
		mailbox->picture->release(mailbox->picture);
	pthread_mutex_destroy(&mailbox->lock);
	close(mailbox->fd);
	free(mailbox);
}

void mailbox_put(struct mailbox *mailbox, struct picture *picture)
{
	struct picture *replaced;

	pthread_mutex_lock(&mailbox->lock);
	replaced = mailbox->picture;
	mailbox->picture = picture;
	if (replaced)
		mailbox->counts.skipped++;
	if (mailbox->has_had_picture && reason_is_given(&mailbox->reason))
		mailbox->counts.returns++;
	mailbox->has_had_picture = true;
	reason_forget(&mailbox->reason);
	pthread_mutex_unlock(&mailbox->lock);
	if (replaced)
		replaced->release(replaced);
	eventfd_write(mailbox->fd, 1);
}

void mailbox_excuse(struct mailbox *mailbox, const struct reason *reason)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->reason = *reason;
	pthread_mutex_unlock(&mailbox->lock);
	eventfd_write(mailbox->fd, 1);
}

void mailbox_await(struct mailbox *mailbox, uint64_t until_ns)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->awaited_ns = until_ns;
	pthread_mutex_unlock(&mailbox->lock);
}

uint64_t mailbox_awaited_ns(struct mailbox *mailbox)
{
	uint64_t awaited_ns;

	pthread_mutex_lock(&mailbox->lock);
	awaited_ns = mailbox->awaited_ns;
	pthread_mutex_unlock(&mailbox->lock);
	return awaited_ns;
}

int mailbox_fd(const struct mailbox *mailbox)
{
	return mailbox->fd;
}

struct picture *mailbox_take(struct mailbox *mailbox)
{
	struct picture *picture;
	eventfd_t news;

	/* This comes first, so that the next put makes it readable again. */
	eventfd_read(mailbox->fd, &news);
	pthread_mutex_lock(&mailbox->lock);
	picture = mailbox->picture;
	mailbox->picture = NULL;
	pthread_mutex_unlock(&mailbox->lock);
	return picture;
}

bool mailbox_reason(struct mailbox *mailbox, struct reason *reason)
{
	bool has_reason;

	pthread_mutex_lock(&mailbox->lock);
	has_reason = reason_is_given(&mailbox->reason);
	if (has_reason)
		*reason = mailbox->reason;
	pthread_mutex_unlock(&mailbox->lock);
	return has_reason;
}

void mailbox_clear(struct mailbox *mailbox)
{
	struct picture *picture = mailbox_take(mailbox);

	if (picture)
		picture->release(picture);
	pthread_mutex_lock(&mailbox->lock);
	reason_forget(&mailbox->reason);
	mailbox->awaited_ns = 0;
	pthread_mutex_unlock(&mailbox->lock);
}

struct mailbox_counts mailbox_counts(struct mailbox *mailbox)
{
	struct mailbox_counts counts;

	pthread_mutex_lock(&mailbox->lock);
	counts = mailbox->counts;
	pthread_mutex_unlock(&mailbox->lock);
	return counts;
}
