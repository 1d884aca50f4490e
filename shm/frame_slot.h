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
 * is 0644 less the writer's umask: a user that may read the object may read the
 * slot.
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

/* The frame stands in for a missing picture and shows why it is missing. */
#define FRAME_PLACEHOLDER 0x1u

/* The last frame before the writer began to rest; the writer goes on when a
 * reader wants frames. Set together with FRAME_PLACEHOLDER. */
#define FRAME_IDLE 0x2u

struct frame_info {
	/* 1, 2, 3 ... in the order of publication. It goes on when a new
	 * writer takes the slot over, and begins again at 1 in a slot that was
	 * removed or damaged. Numbers whose low 32 bits are 0 are left out.
	 * Set by the library. */
	uint64_t serial;
	/* When the picture was captured, CLOCK_MONOTONIC nanoseconds. */
	uint64_t captured_ns;
	/* The same moment in nanoseconds since 1970, CLOCK_REALTIME. */
	uint64_t captured_wall_ns;
	/* When the frame became visible to readers, CLOCK_MONOTONIC
	 * nanoseconds. Set by the library. */
	uint64_t published_ns;
	/* Bytes of the frame. */
	size_t size_bytes;
	/* The size of a picture; 0 if the frame has none or it is not known. */
	uint32_t width_px;
	uint32_t height_px;
	/* FRAME_... bits; others are 0. */
	uint32_t flags;
	/* RFC 2046, terminated by zero: "image/jpeg". Printable ASCII only,
	 * so that it can be put into the headers of other protocols. */
	char media_type[FRAME_MEDIA_TYPE_BYTES];
};

/* The state of the source of a slot's frames. */
enum frame_source {
	FRAME_SOURCE_UNKNOWN, /* the slot's writer has not told */
	FRAME_SOURCE_RUNNING, /* frames come from it */
	FRAME_SOURCE_LOST,    /* no frames come; the writer tries again */
	FRAME_SOURCE_CLOSED,  /* on purpose: nobody wants its frames */
};

/*
 * The report of a writer about itself. All numbers count from the moment when
 * this writer took the slot.
 */
struct frame_report {
	uint64_t captured; /* frames that have come from the source */
	/* Each was published in the slot, or dropped because ... */
	uint64_t published;
	uint64_t dropped_damaged;    /* it was broken */
	uint64_t dropped_late;	     /* a newer one was there already */
	uint64_t dropped_unwanted;   /* nobody wanted it, or not so many */
	uint64_t dropped_unstorable; /* it could not be encoded or stored */
	/* Frames that stood in for missing ones; not in `published`. */
	uint64_t placeholders;
	uint64_t bytes;	     /* of all frames, with the placeholders */
	uint64_t reconnects; /* how often the source was lost and came back */
	uint32_t source;     /* enum frame_source */
	uint32_t reserved;   /* 0 */
};

/* The name of `source`, an enum frame_source: "running". */
const char *frame_source_name(uint32_t source);

/*
 * Whether `media_type` may be that of a frame: 1 to 63 printable ASCII
 * characters, and the first is not a space, because it ends up in the headers
 * of other protocols. Reads at most FRAME_MEDIA_TYPE_BYTES of it.
 */
bool frame_media_type_is_valid(const char *media_type);

/*
 * Nanoseconds from the capture of `info` to `now_ns` (CLOCK_MONOTONIC); 0 for
 * a frame with a capture time in the future.
 */
uint64_t frame_info_age_ns(const struct frame_info *info, uint64_t now_ns);

/* The rule for names of slots, to follow the word "expected" in a sentence. */
#define FRAME_SLOT_NAME_RULE                                                   \
	"a letter (a-z, A-Z) or digit, then at most 62 letters, digits, "      \
	"dots, underscores and hyphens"

/*
 * Whether `name` may name a slot: exactly what FRAME_SLOT_NAME_RULE says, thus
 * no slash, no empty text, nothing outside ASCII.
 */
bool frame_slot_name_is_valid(const char *name);

/*
 * Call `visit` for each slot of this machine, in the order of their names.
 *
 * `name` is valid only during the call. The walk ends when a visit returns
 * something other than 0.
 *
 * Returns the value of the last visit (0 if there was none), or a negative
 * errno when the slots cannot be listed.
 */
int frame_slot_list(int (*visit)(const char *name, void *user), void *user);

/*
 * Watch for slots that come and go.
 *
 * Returns a descriptor, owned by the caller, or a negative errno, as
 * inotify_init1(2) and inotify_add_watch(2). For poll(2), it becomes readable
 * when a slot (or something else in the same folder) has been created, replaced
 * or removed. Clear it, then look. By default a user has 128 such descriptors,
 * for all programs. Without one, look once a second.
 *
 * A second /dev/shm that is mounted over the first one is not heard of.
 */
int frame_slot_watch(void);

/*
 * Discard what such a descriptor has told. A look after that misses nothing,
 * even when the kernel's queue of notices was full.
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
 * The process that writes the slot `name` now.
 *
 * Returns its id, 0 when there is no writer, or a negative errno: -EINVAL for a
 * bad name, otherwise as open(2). The writer itself has put the id into the
 * slot; it means nothing in another process namespace.
 */
pid_t frame_slot_writer_pid(const char *name);

/* ------------------------------------------------------------ writing ---- */

struct frame_writer;

/*
 * Become the writer of the slot `name`, which is created when it is missing.
 *
 * `capacity_bytes` is the largest frame expected; a larger one is possible, and
 * then costs a new slot (see frame_writer_begin()). All memory that the slot
 * needs, four times the capacity, is allocated now, so that a full /dev/shm is
 * an error here and not a signal later.
 *
 * A slot left by a writer that died is taken over with its last frame. A slot
 * that is too small is replaced by a larger one with its last frame, and an
 * unusable one by an empty one. A replacement keeps the access mode.
 *
 * A child that fork(2)s from the writer shares its lock: until the child ends,
 * or calls execve(2), the slot stays taken.
 *
 * Returns 0 and the writer, owned by the caller, or
 *   -EINVAL  the name or the capacity is not valid
 *   -EBUSY   another writer has the slot; see frame_slot_writer_pid()
 *   -ENOSPC  /dev/shm has no room for it
 *   -EACCES  the slot belongs to another user
 *   -EBADMSG the file of that name is not a regular file
 *   others   as open(2), fallocate(2), mmap(2); -ENOENT without /dev/shm or
 *            /proc
 */
int frame_writer_open(struct frame_writer **writer, const char *name,
		      size_t capacity_bytes);

/*
 * Get room for the next frame, at least `size_bytes`.
 *
 * Readers go on reading the earlier frames; none of them sees the new bytes
 * before frame_writer_commit(). The memory belongs to the slot and is valid
 * until commit or abort. When the frame is larger than the slot was made for,
 * the slot is replaced by one for `size_bytes` and its readers get -ESTALE;
 * their demand is not known until they open the new one. A slot that somebody
 * removed or truncated is created again.
 *
 * Returns 0, the address and, when `capacity_bytes` is not NULL, the room
 * there; or
 *   -EBUSY   a frame was begun and neither committed nor aborted
 *   -EFBIG   `size_bytes` is larger than FRAME_BYTES_MAX
 *   -ENOSPC  /dev/shm has no room for a larger slot; the old one stays in use
 *   -ESTALE  the slot was removed, and another writer created a new one
 *   others   as open(2), fallocate(2), mmap(2)
 */
int frame_writer_begin(struct frame_writer *writer, size_t size_bytes,
		       void **buffer, size_t *capacity_bytes);

/*
 * Publish the frame that was begun and wake the readers that wait.
 *
 * Takes size, times, dimensions, flags and media type from `info` and fills in
 * its serial and published_ns. Begin and commit cost one system call each,
 * whatever the readers do.
 *
 * Returns 0, or
 *   -EINVAL  no frame was begun, the size is larger than its room, or the media
 *            type is not valid (see frame_media_type_is_valid()); nothing is
 *            published and the frame is dropped
 */
int frame_writer_commit(struct frame_writer *writer, struct frame_info *info);

/* Drop the frame that was begun. Readers never learn of it. */
void frame_writer_abort(struct frame_writer *writer);

/*
 * Begin, copy `info->size_bytes` from `data`, commit. Returns as they do.
 *
 * This copy is free of data races in the terms of C11 and ThreadSanitizer. A
 * caller that writes the bytes itself after frame_writer_begin() cannot achieve
 * that.
 */
int frame_writer_publish(struct frame_writer *writer, struct frame_info *info,
			 const void *data);

/*
 * The serial that the next committed frame will get. It may rise, but only in
 * frame_writer_begin(), and only when another writer had the slot meanwhile.
 */
uint64_t frame_writer_next_serial(const struct frame_writer *writer);

/*
 * Tell the readers about the source; the slot keeps the last report. Costs one
 * system call and wakes no reader.
 *
 * A report outlives the replacement of the slot by a larger one, and the end
 * of its writer. The next writer starts without one.
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
 * Returns a descriptor, owned by the caller, or a negative errno, as
 * inotify_init1(2) and inotify_add_watch(2). For poll(2), it becomes readable
 * when a reader may have declared demand or the slot was removed. Read from it
 * until EAGAIN, discard the bytes, and ask frame_writer_has_demand() and
 * frame_writer_check(). Once the slot is replaced the descriptor tells nothing
 * more: publish nothing meanwhile, or watch again.
 */
int frame_writer_watch(const struct frame_writer *writer);

/*
 * Whether readers can still find the slot and use it.
 *
 * Returns 0, -ESTALE when its name was removed, or -EBADMSG when it was
 * truncated. The next frame creates it again.
 */
int frame_writer_check(const struct frame_writer *writer);

/*
 * Stop writing. The slot stays with its last frame, for the next writer. NULL
 * is legal.
 */
void frame_writer_close(struct frame_writer *writer);

/*
 * Stop writing and remove the slot; its readers get -ESTALE. NULL is legal.
 */
void frame_writer_remove(struct frame_writer *writer);

/* ------------------------------------------------------------ reading ---- */

struct frame_reader;

/*
 * Open the slot `name` for reading.
 *
 * Nothing in the slot is trusted. A slot that is too short, of another version
 * or inconsistent is refused here, and every number that is read later is
 * limited before use.
 *
 * Returns 0 and the reader, owned by the caller, or
 *   -EINVAL   the name is not valid
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
 *   -EAGAIN    nothing is published yet, or the writer lapped every attempt
 *   -EMSGSIZE  `capacity_bytes` is less than info->size_bytes
 *   -ESTALE    the writer replaced or removed this slot; close it and open it
 *              again
 *   -EBADMSG   the slot was damaged after it was opened
 */
int frame_reader_copy(struct frame_reader *reader, struct frame_info *info,
		      void *buffer, size_t capacity_bytes);

/*
 * The same for the description alone, without the bytes. Never returns
 * -EMSGSIZE.
 */
int frame_reader_peek(struct frame_reader *reader, struct frame_info *info);

/* Whether the slot has a writer now. One system call. */
bool frame_reader_has_writer(const struct frame_reader *reader);

/*
 * The state of the slot at `now_ns` (CLOCK_MONOTONIC), when `info` is its
 * newest frame, as one of these words, which never change:
 *
 *   "live"       a picture younger than two seconds
 *   "no-signal"  a frame as young, which stands in for a missing picture
 *   "idle"       the writer rests until a reader wants frames
 *   "stale"      no frame has come for two seconds
 */
const char *frame_reader_state(const struct frame_reader *reader,
			       const struct frame_info *info, uint64_t now_ns);

/*
 * Frames a second, by the capture times of the last two to four frames; 0 when
 * there are fewer than two.
 */
double frame_reader_rate_fps(struct frame_reader *reader);

/*
 * How often frame_reader_copy() has had to begin again because the writer
 * overtook it, since the slot was opened.
 */
uint64_t frame_reader_retries(const struct frame_reader *reader);

/*
 * Copy the last report of the writer. If there is none, all of it is 0, that is
 * FRAME_SOURCE_UNKNOWN. Never blocks.
 *
 * Returns 0, or
 *   -EAGAIN            the writer was changing it; try again
 *   -ESTALE, -EBADMSG  as frame_reader_copy()
 */
int frame_reader_report(struct frame_reader *reader,
			struct frame_report *report);

/*
 * Sleep until there is a frame with another serial than `seen_serial` (0: any
 * frame), the slot is replaced, or `deadline_ns` (CLOCK_MONOTONIC, UINT64_MAX
 * for never) has passed. The thread sleeps in the kernel; nothing is polled.
 *
 * When something other than its writer removes the slot (rm), no reader is
 * woken; this is noticed when the deadline passes.
 *
 * Returns 0 when there is such a frame, or
 *   -ETIMEDOUT        the deadline has passed
 *   -EINTR            a signal handler ran
 *   -ESTALE, -EBADMSG  as frame_reader_copy()
 */
int frame_reader_wait(struct frame_reader *reader, uint64_t seen_serial,
		      uint64_t deadline_ns);

/*
 * Declare whether this reader wants frames. While no reader does, a writer may
 * save work: capture-daemon then encodes one frame a second.
 *
 * The demand is a file lock, which the kernel drops with the process; it leaves
 * the slot's memory alone. A writer that sleeps over frame_writer_watch() is
 * woken. A new reader declares none.
 *
 * Returns 0 or a negative errno, as fcntl(2).
 */
int frame_reader_demand(struct frame_reader *reader, bool wanted);

/* ---------------------------------------------------------- following ---- */

/*
 * A reader belongs to one object, a follower to a name. It waits for a missing
 * slot, and finds the slot again after it was removed, replaced by a larger one
 * or created anew by another writer.
 */
struct frame_follower;

/*
 * Begin to follow the slot `name`, which need not exist. Nothing is opened
 * before the first frame_follower_next() or frame_follower_look().
 *
 * Returns 0 and the follower, owned by the caller, or
 *   -EINVAL  the name is not valid
 *   -ENOMEM  there is no memory
 */
int frame_follower_open(struct frame_follower **follower, const char *name);

/* No other thread may wake it any more. NULL is legal. */
void frame_follower_close(struct frame_follower *follower);

/*
 * Declare demand as with frame_reader_demand(), in every slot that has the name
 * from now on. A new follower declares none. The frames of a slot whose writer
 * cannot be told come as well, only more rarely.
 *
 * Returns 0, also while the slot is missing, or a negative errno, as fcntl(2).
 */
int frame_follower_demand(struct frame_follower *follower, bool wanted);

/*
 * Take the newest frame, unless it was taken before; then sleep until there is
 * a newer one. Frames between that and the one taken before are passed over. So
 * is a frame that the follower has taken already when it opens the slot again.
 * Serials rise; they fall only when the slot was created anew.
 *
 * The reason why the slot cannot be read is returned once, and again only after
 * it could be read meanwhile. The next call sleeps until that has changed; a
 * caller that just waits for the slot calls again.
 *
 * `deadline_ns` is on CLOCK_MONOTONIC, UINT64_MAX for never. With a deadline
 * that has passed, a frame that is there is still taken. A slot that
 * something other than its writer removed (rm) is noticed within a second, or
 * at once after frame_follower_wake().
 *
 * Returns 0, fills in `info` and points `*frame` to its bytes, which belong to
 * the follower and are valid until its next call; or
 *   -ETIMEDOUT  the deadline has passed
 *   -ECANCELED  frame_follower_wake() was called
 *   -EINTR      a signal handler ran
 *   -ENOENT     there is no such slot, or not any more
 *   -EBADMSG    the object is not a slot, or a damaged one
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
 * just now, or a negative errno as frame_reader_open(), and `*reader` is NULL.
 * The reader belongs to the follower and is valid until its next call.
 */
int frame_follower_look(struct frame_follower *follower,
			struct frame_reader **reader);

/*
 * End the sleep of frame_follower_next(). If it does not sleep now, its next
 * call returns at once; several calls before that count as one. May be called
 * from any thread and from a signal handler, for instance to make the thread
 * end, or check the slot because frame_slot_watch() has told of a change.
 *
 * Before Linux 5.16, and where futex_waitv(2) is forbidden, a thread that waits
 * for a frame is woken within a second instead.
 */
void frame_follower_wake(struct frame_follower *follower);

/*
 * Release the slot, its demand and the memory of its frame, until the next
 * call. That call takes the newest frame even if it was taken before.
 */
void frame_follower_rest(struct frame_follower *follower);

/* The sum of frame_reader_retries() of all slots that were followed. */
uint64_t frame_follower_retries(const struct frame_follower *follower);

#ifdef __cplusplus
}
#endif

#endif
