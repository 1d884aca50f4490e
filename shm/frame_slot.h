/*
 * A slot: the newest value of something, in POSIX shared memory.
 *
 * One writer publishes frames (bytes, a media type, when they were captured);
 * any number of readers take the newest one. Readers map the slot read-only
 * and can neither delay nor damage the writer, whatever happens to them. A
 * writer that dies leaves the last whole frame behind for readers and for the
 * next writer.
 *
 * The slot NAME is the shared-memory object "/slotcast.NAME". Its access mode
 * is 0644 less the writer's umask: who may read the object may read the slot.
 *
 * Functions that can fail return a negative errno. A reader or a writer
 * belongs to one thread at a time; different ones are independent. The library
 * keeps no global state, starts no thread, installs no signal handler and
 * writes no log.
 *
 * This is the only public header of libslotcast.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FRAME_SLOT_H
#define FRAME_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The longest name of a slot, without the terminating zero. */
#define FRAME_SLOT_NAME_MAX 63

/* Room for a media type such as "image/jpeg", with the terminating zero. */
#define FRAME_MEDIA_TYPE_BYTES 64

/* The largest frame that a slot can be made for: 256 MiB. */
#define FRAME_BYTES_MAX ((size_t)256 << 20)

/* The frame stands in for a picture that is missing, and says why. */
#define FRAME_PLACEHOLDER 0x1u

/* The last frame before its writer fell asleep; it goes on when somebody wants
 * frames. Comes with FRAME_PLACEHOLDER. */
#define FRAME_IDLE 0x2u

struct frame_info {
	/* 1, 2, 3 ... in the order of publication; goes on where it was when
	 * a new writer takes the slot over, and begins again at 1 in a slot
	 * that was removed or damaged. The one in 2^32 whose low half would
	 * be 0 is left out. Set by the library. */
	uint64_t serial;
	/* When the light fell in, CLOCK_MONOTONIC nanoseconds. */
	uint64_t captured_ns;
	/* The same moment in nanoseconds since 1970, CLOCK_REALTIME. */
	uint64_t captured_wall_ns;
	/* When the frame became visible to readers, CLOCK_MONOTONIC
	 * nanoseconds. Set by the library. */
	uint64_t published_ns;
	/* Bytes of the frame. */
	size_t size_bytes;
	/* Of a picture; 0 where it does not apply or is not known. */
	uint32_t width_px;
	uint32_t height_px;
	/* FRAME_... bits; others are 0. */
	uint32_t flags;
	/* RFC 2046, terminated by zero: "image/jpeg". Printable ASCII only,
	 * so that it can be put into the headers of other protocols. */
	char media_type[FRAME_MEDIA_TYPE_BYTES];
};

/* What the source of a slot's frames is doing. */
enum frame_source {
	FRAME_SOURCE_UNKNOWN, /* the slot's writer has not said */
	FRAME_SOURCE_RUNNING, /* frames come from it */
	FRAME_SOURCE_LOST,    /* none come; it is waited for, or reopened */
	FRAME_SOURCE_CLOSED,  /* on purpose: nobody wants its frames */
};

/*
 * What a writer tells about itself, beside its frames. All of it counts from
 * when this writer took the slot.
 */
struct frame_report {
	uint64_t captured; /* frames that have come from the source */
	/* What has become of them: in the slot, or dropped, because ... */
	uint64_t published;
	uint64_t dropped_damaged;    /* they were broken */
	uint64_t dropped_late;	     /* a newer one was there already */
	uint64_t dropped_unwanted;   /* nobody wanted them, or so many */
	uint64_t dropped_unstorable; /* they could not be made or stored */
	/* Frames that stood in for missing ones; not in `published`. */
	uint64_t placeholders;
	uint64_t bytes;	     /* of all frames in the slot, also those */
	uint64_t reconnects; /* how often the source was lost and came back */
	uint32_t source;     /* enum frame_source */
	uint32_t reserved;   /* 0 */
};

/* `source`, an enum frame_source, in one word: "running". */
const char *frame_source_name(uint32_t source);

/*
 * Whether `media_type` may be that of a frame: 1 to 63 printable ASCII
 * characters, of which the first is no space, because it ends up in the headers
 * of other protocols. No more than FRAME_MEDIA_TYPE_BYTES of it are looked at.
 */
bool frame_media_type_is_valid(const char *media_type);

/*
 * Nanoseconds from the capture of `info` to `now_ns` (CLOCK_MONOTONIC); 0 for
 * a frame that says it is still to come.
 */
uint64_t frame_info_age_ns(const struct frame_info *info, uint64_t now_ns);

/* What the name of a slot is, for a sentence that begins with "expected". */
#define FRAME_SLOT_NAME_RULE                                                   \
	"a letter (a-z, A-Z) or digit, then at most 62 letters, digits, "      \
	"dots, underscores and hyphens"

/*
 * Whether `name` may name a slot; see FRAME_SLOT_NAME_RULE. Nothing else is a
 * name: no slash, no empty text, nothing outside ASCII.
 */
bool frame_slot_name_is_valid(const char *name);

/*
 * Call `visit` for each slot of this machine, in the order of their names.
 *
 * `name` is valid during the call only. A visit that returns something else
 * than 0 ends the walk.
 *
 * Returns what the last visit returned (0 without any), or a negative errno
 * when the slots cannot be listed.
 */
int frame_slot_list(int (*visit)(const char *name, void *user), void *user);

/*
 * Watch for slots that come and go.
 *
 * Returns a descriptor, owned by the caller, for poll(2): it becomes readable
 * when a slot was created, replaced or removed (or something else beside it).
 * Clear it, then look. Or a negative errno, as inotify_init1(2) and
 * inotify_add_watch(2); of instances a user has 128 by default, for all
 * programs. Without one, look once a second.
 *
 * A second /dev/shm that is mounted over the first one is not heard of.
 */
int frame_slot_watch(void);

/*
 * Throw away what such a descriptor has told. Nothing is lost by a look after
 * that, not even when the kernel's queue of notices was full.
 *
 * Returns false when nothing more will be heard, because /dev/shm was
 * unmounted: close the descriptor, watch again, and look.
 */
bool frame_slot_watch_clear(int fd);

/*
 * Whether the slot `name` is there, whoever may read it and whatever it holds.
 *
 * Needs no descriptor, and wakes no writer that sleeps (frame_writer_watch()).
 */
bool frame_slot_is_there(const char *name);

/*
 * Who writes the slot `name` now.
 *
 * Returns the process's id, 0 when nobody does, or a negative errno: -EINVAL
 * for a bad name, otherwise as open(2). The id is what the writer itself left
 * in the slot; it means nothing in another process namespace.
 */
pid_t frame_slot_writer_pid(const char *name);

/* ------------------------------------------------------------ writing ---- */

struct frame_writer;

/*
 * Become the writer of the slot `name`, which is created when it is missing.
 *
 * `capacity_bytes` is the largest frame expected; a larger one costs a new
 * slot when it comes (see frame_writer_begin()). All memory that the slot
 * needs, four times the capacity, is taken now, so that a full /dev/shm is an
 * error here and not a signal later.
 *
 * A slot left by a writer that died is taken over with its last frame; one
 * that is too small is replaced by one with its last frame, one that is
 * unusable by an empty one. A replacement keeps the access mode.
 *
 * A child that fork(2)s from the writer shares its lock: until the child ends,
 * or calls execve(2), the slot stays taken.
 *
 * Returns 0 and the writer, owned by the caller, or
 *   -EINVAL  the name or the capacity is not possible
 *   -EBUSY   another writer has the slot; see frame_slot_writer_pid()
 *   -ENOSPC  /dev/shm has no room for it
 *   -EACCES  the slot belongs to another user
 *   -EBADMSG what has its name is no regular file
 *   others   as open(2), fallocate(2), mmap(2); -ENOENT without /dev/shm or
 *            /proc
 */
int frame_writer_open(struct frame_writer **writer, const char *name,
		      size_t capacity_bytes);

/*
 * Get room for the next frame, at least `size_bytes`.
 *
 * Readers go on reading the frames before; nobody sees what is written here
 * until frame_writer_commit(). The memory belongs to the slot and is valid
 * until commit or abort. When the frame is larger than the slot was made for,
 * the slot is replaced by one for `size_bytes` and its readers are told
 * (-ESTALE); their demand is unknown until they open that one. A slot that
 * somebody took away or cut short is made again.
 *
 * Returns 0, the address and, when `capacity_bytes` is not NULL, the room
 * there; or
 *   -EBUSY   a frame has been begun and neither committed nor aborted
 *   -EFBIG   `size_bytes` is over FRAME_BYTES_MAX
 *   -ENOSPC  /dev/shm has no room for a larger slot; the old one still serves
 *   -ESTALE  the slot was taken away, and another writer made a new one
 *   others   as open(2), fallocate(2), mmap(2)
 */
int frame_writer_begin(struct frame_writer *writer, size_t size_bytes,
		       void **buffer, size_t *capacity_bytes);

/*
 * Publish what was begun and wake the readers that wait.
 *
 * Takes size, times, dimensions, flags and media type from `info` and fills
 * its serial and published_ns. Begin and commit cost one system call each,
 * whatever the readers do.
 *
 * Returns 0, or
 *   -EINVAL  nothing was begun, the size is larger than what was begun has
 *            room for, or the media type is not valid (see
 *            frame_media_type_is_valid()); nothing is published and the begun
 *            frame is dropped
 */
int frame_writer_commit(struct frame_writer *writer, struct frame_info *info);

/* Drop what was begun. Readers never learn of it. */
void frame_writer_abort(struct frame_writer *writer);

/*
 * Begin, copy `info->size_bytes` from `data`, commit. Returns as they do.
 *
 * The copy is made in a way that C11 and ThreadSanitizer call free of races;
 * what a caller writes itself after frame_writer_begin() cannot be.
 */
int frame_writer_publish(struct frame_writer *writer, struct frame_info *info,
			 const void *data);

/*
 * The serial that the next committed frame will get. It may rise, but only in
 * frame_writer_begin(), and only when another writer had the slot meanwhile.
 */
uint64_t frame_writer_next_serial(const struct frame_writer *writer);

/*
 * Tell the readers about the source; they keep the last report. Costs one
 * system call and wakes nobody.
 *
 * A report outlives the replacement of the slot by a larger one, and the end
 * of its writer. The next writer's slot has none until it makes one.
 */
void frame_writer_report(struct frame_writer *writer,
			 const struct frame_report *report);

/*
 * Whether any reader declares demand (see frame_reader_demand()). One system
 * call. A reader that dies takes its demand with it.
 */
bool frame_writer_has_demand(const struct frame_writer *writer);

/*
 * Watch for readers that want frames, so that a writer without demand may
 * sleep.
 *
 * Returns a descriptor, owned by the caller, for poll(2): it becomes readable
 * when a reader may have declared demand, or the slot was taken away. Read
 * from it until -EAGAIN, throw away what comes, and ask
 * frame_writer_has_demand() and frame_writer_check(). It hears nothing more
 * once the slot is replaced: publish nothing meanwhile, or watch again. Or a
 * negative errno, as inotify_init1(2) and inotify_add_watch(2).
 */
int frame_writer_watch(const struct frame_writer *writer);

/*
 * Whether readers can still find the slot and use it.
 *
 * Returns 0, or -ESTALE when something took its name away, or -EBADMSG when
 * something cut it short. The next frame makes it again.
 */
int frame_writer_check(const struct frame_writer *writer);

/*
 * Give up writing. The slot stays with its last frame, for the next writer.
 * NULL is legal.
 */
void frame_writer_close(struct frame_writer *writer);

/*
 * Give up writing and remove the slot; its readers are told (-ESTALE). NULL is
 * legal.
 */
void frame_writer_remove(struct frame_writer *writer);

/* ------------------------------------------------------------ reading ---- */

struct frame_reader;

/*
 * Open the slot `name` for reading.
 *
 * Nothing in the slot is trusted: a slot that is too short, of another
 * version, or whose own description does not add up is refused here, and
 * every number read later is limited before use.
 *
 * Returns 0 and the reader, owned by the caller, or
 *   -EINVAL   the name is not possible
 *   -ENOENT   there is no such slot
 *   -EACCES   this user may not read it
 *   -EBADMSG  the object is not a slot, or a damaged one
 *   -EPROTO   it is a slot of another layout version
 *   others    as open(2), mmap(2)
 */
int frame_reader_open(struct frame_reader **reader, const char *name);

/* NULL is legal. */
void frame_reader_close(struct frame_reader *reader);

/* The largest frame that this slot can hold, in bytes. */
size_t frame_reader_capacity(const struct frame_reader *reader);

/*
 * Copy the newest frame into `buffer`.
 *
 * Whole or nothing: every byte comes from one frame. Never blocks; gives up
 * after a bounded number of attempts.
 *
 * Returns 0 and fills `info`, or
 *   -EAGAIN    nothing published yet, or the writer lapped every attempt
 *   -EMSGSIZE  `capacity_bytes` is too small; info->size_bytes tells how much
 *   -ESTALE    the writer replaced or removed this slot; close it and open it
 *              again
 *   -EBADMSG   the slot was damaged after it was opened
 */
int frame_reader_copy(struct frame_reader *reader, struct frame_info *info,
		      void *buffer, size_t capacity_bytes);

/*
 * The same without the bytes: what the newest frame is, not what it holds.
 * Never -EMSGSIZE.
 */
int frame_reader_peek(struct frame_reader *reader, struct frame_info *info);

/* Whether somebody writes the slot now. One system call. */
bool frame_reader_has_writer(const struct frame_reader *reader);

/*
 * What the slot shows at `now_ns` (CLOCK_MONOTONIC), when `info` is its newest
 * frame, in one word that never changes:
 *
 *   "live"       a picture, younger than two seconds
 *   "no-signal"  such a frame, which stands in for a picture that is missing
 *   "idle"       the writer sleeps until somebody wants frames
 *   "stale"      no frame has come for two seconds
 */
const char *frame_reader_state(const struct frame_reader *reader,
			       const struct frame_info *info, uint64_t now_ns);

/*
 * Frames a second, from the capture times of the last two to four frames; 0
 * when there are fewer than two.
 */
double frame_reader_rate_fps(struct frame_reader *reader);

/*
 * How often frame_reader_copy() has begun again, since the slot was opened,
 * because the writer overtook it.
 */
uint64_t frame_reader_retries(const struct frame_reader *reader);

/*
 * Copy what the writer last told about its source. Without a report all of it
 * is 0, that is FRAME_SOURCE_UNKNOWN. Never blocks.
 *
 * Returns 0, or
 *   -EAGAIN            the writer was telling just then; try again
 *   -ESTALE, -EBADMSG  as frame_reader_copy()
 */
int frame_reader_report(struct frame_reader *reader,
			struct frame_report *report);

/*
 * Sleep until a frame with another serial than `seen_serial` is there (0: any
 * frame), the slot is replaced, or `deadline_ns` (CLOCK_MONOTONIC, UINT64_MAX
 * for never) has passed. The thread sleeps in the kernel; nothing is polled.
 *
 * A slot that something else than its writer took away (rm) wakes nobody; it
 * is noticed when the deadline passes.
 *
 * Returns 0 when there is such a frame, or
 *   -ETIMEDOUT        the deadline has passed
 *   -EINTR            a signal handler ran
 *   -ESTALE, -EBADMSG  as frame_reader_copy()
 */
int frame_reader_wait(struct frame_reader *reader, uint64_t seen_serial,
		      uint64_t deadline_ns);

/*
 * Say whether somebody wants this reader's frames. A writer may save its work
 * while no reader does: capture-daemon then encodes one frame a second.
 *
 * The demand is a file lock that the kernel drops with the process; it does
 * not touch the slot. A writer that sleeps over frame_writer_watch() is woken.
 * A new reader has none.
 *
 * Returns 0 or a negative errno, as fcntl(2).
 */
int frame_reader_demand(struct frame_reader *reader, bool wanted);

/* ---------------------------------------------------------- following ---- */

/*
 * A reader belongs to one object; a follower goes with the name. It waits for
 * a slot that is missing, and finds it again when it was removed, replaced by a
 * larger one or made anew by another writer.
 */
struct frame_follower;

/*
 * Begin to follow the slot `name`, which need not be there. Nothing is opened
 * before the first frame_follower_next() or frame_follower_look().
 *
 * Returns 0 and the follower, owned by the caller, or
 *   -EINVAL  the name is not possible
 *   -ENOMEM  there is no memory
 */
int frame_follower_open(struct frame_follower **follower, const char *name);

/* No other thread may be about to wake it. NULL is legal. */
void frame_follower_close(struct frame_follower *follower);

/*
 * Say whether somebody wants the frames, as frame_reader_demand(), in whichever
 * slot has the name. Not so at first. The frames of a slot whose writer cannot
 * be told come all the same, only more rarely.
 *
 * Returns 0, also while the slot is missing, or a negative errno, as fcntl(2).
 */
int frame_follower_demand(struct frame_follower *follower, bool wanted);

/*
 * Take the newest frame that was not taken before, and sleep until there is
 * one. A slot that was opened again often begins with a frame that is known:
 * it is passed over. Frames between the newest and the one taken before are
 * passed over, too; serials rise, and fall only when the slot was made anew.
 *
 * Why the slot cannot be read is returned once, and again only after it could
 * be read meanwhile. The next call goes on, and sleeps until that has changed;
 * a caller that just waits for the slot calls again.
 *
 * `deadline_ns` is on CLOCK_MONOTONIC, UINT64_MAX for never; one that has
 * passed takes what is there. A slot that something else than its writer took
 * away (rm) is noticed within a second, or at once after
 * frame_follower_wake().
 *
 * Returns 0 and fills `info`, and `*frame` with its bytes; they belong to the
 * follower and are valid until its next call. Or
 *   -ETIMEDOUT  the deadline has passed
 *   -ECANCELED  frame_follower_wake() was called
 *   -EINTR      a signal handler ran
 *   -ENOENT     there is no such slot, or no longer
 *   -EBADMSG    it is not a slot, or a damaged one
 *   -ENOMEM     there is no memory for its frames
 *   others      as frame_reader_open()
 */
int frame_follower_next(struct frame_follower *follower,
			struct frame_info *info, const void **frame,
			uint64_t deadline_ns);

/*
 * Look at the slot without taking a frame, and without sleeping.
 *
 * Returns 0 when `*reader` is that of the last call, 1 when the slot was opened
 * only now, or, with NULL, why it cannot be read, as frame_reader_open(). The
 * reader belongs to the follower and is valid until its next call.
 */
int frame_follower_look(struct frame_follower *follower,
			struct frame_reader **reader);

/*
 * End the sleep of frame_follower_next(), or, when it does not sleep, that of
 * its next call; several calls before that count as one. It may be called from
 * any thread and from a signal handler, for instance to make the thread end,
 * or look again because frame_slot_watch() has told of something.
 *
 * Before Linux 5.16, and where futex_waitv(2) is forbidden, a thread that waits
 * for a frame is woken within a second instead.
 */
void frame_follower_wake(struct frame_follower *follower);

/*
 * Let go of the slot, its demand and the memory of its frame, until the next
 * call. The newest frame is then taken again, even if it was taken before.
 */
void frame_follower_rest(struct frame_follower *follower);

/* frame_reader_retries() of all slots that were followed. */
uint64_t frame_follower_retries(const struct frame_follower *follower);

#ifdef __cplusplus
}
#endif

#endif
