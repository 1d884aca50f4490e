# slotcast: build, try, test. `make help` lists what there is to ask for.
#
# SEES_<room> below says what a room may include, and so what it is linked
# from; rules.mk of a folder holds what is special there.
#
# SPDX-License-Identifier: MIT

VERSION := 0.1.0

SANITIZE ?=
CC       ?= cc
CFLAGS   ?= -O2 -g
WEB      ?= lighttpd
PORT     ?= 5000

comma := ,
BUILD ?= build$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))

ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
	-DSLOTCAST_VERSION='"$(VERSION)"' \
	-Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
	-Wpointer-arith -Wvla -Wformat=2 -Wundef $(if $(WERROR),-Werror) \
	-fno-common -fstack-protector-strong -pthread -MMD -MP \
	$(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS := -pthread -Wl,--as-needed $(LDFLAGS)
ifneq ($(SANITIZE),)
ALL_CFLAGS += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# A sanitizer opens files and asks for more than fcgi-stream/sandbox.c allows.
ALL_CFLAGS += -DSLOTCAST_UNCONFINED
ALL_LDFLAGS += -fsanitize=$(SANITIZE)
endif
ifneq ($(findstring thread,$(SANITIZE)),)
# gcc warns that it does not model fences. It need not: everything that
# shm/seqlock.h orders with them is atomic.
ALL_CFLAGS += $(if $(findstring clang,$(CC)),,-Wno-tsan)
endif

# ---------------------------------------------------------------- rooms ----
#
# A room is a folder whose files have one subject. Here they are, from the
# ground up, each with the rooms that it may include from, highest first: a
# wrong arrow does not compile. `shm` means its one public header, frame_slot.h.

SEES_shm     :=
SEES_base    := shm
SEES_picture := base
SEES_draw    := base
SEES_video   := base
SEES_libav   := video base
SEES_json    := base shm

SEES_capture-daemon/source  := picture base
SEES_capture-daemon/v4l2    := capture-daemon/source picture base
SEES_capture-daemon/http    := capture-daemon/source picture base
SEES_capture-daemon/rtsp    := base
SEES_capture-daemon/av      := capture-daemon/rtsp capture-daemon/source \
	libav video picture base
SEES_capture-daemon/drawn   := capture-daemon/source draw picture base
SEES_capture-daemon/publish := capture-daemon/drawn capture-daemon/source \
	draw picture base shm
SEES_capture-daemon := capture-daemon/publish capture-daemon/drawn \
	capture-daemon/av capture-daemon/rtsp capture-daemon/http \
	capture-daemon/v4l2 capture-daemon/source \
	libav video draw picture base shm

SEES_fcgi-stream/wire     := base shm
SEES_fcgi-stream/request  := fcgi-stream/wire base shm
SEES_fcgi-stream/audience := fcgi-stream/wire json base shm
SEES_fcgi-stream/metrics  := fcgi-stream/audience fcgi-stream/request \
	fcgi-stream/wire json base shm
SEES_fcgi-stream/answer   := fcgi-stream/metrics fcgi-stream/audience \
	fcgi-stream/request fcgi-stream/wire json base shm
SEES_fcgi-stream := fcgi-stream/answer fcgi-stream/metrics \
	fcgi-stream/audience fcgi-stream/request fcgi-stream/wire json base shm

SEES_slotctl := base shm

# One room, one foreign library.
LIBS_picture := -lturbojpeg
LIBS_draw    := -lm
LIBS_libav   := -lavformat -lavcodec -lavutil -ldl
LIBS_json    := -ljansson -lm
LIBS_capture-daemon/v4l2  := -lv4l2
LIBS_capture-daemon/http  := -lcurl
LIBS_capture-daemon/rtsp  := -lnettle
LIBS_capture-daemon/av    := -lavformat -lavcodec -lswscale -lavutil
LIBS_capture-daemon/drawn := -lm
LIBS_fcgi-stream/request  := -lfcgi
LIBS_fcgi-stream/metrics  := -lm
LIBS_fcgi-stream          := -lseccomp

ROOMS := $(sort $(patsubst SEES_%,%,$(filter SEES_%,$(.VARIABLES))))

# The walls. What is no room names the rooms whose headers it includes.
PUBLIC     := -I$(BUILD)/include
include_of  = $(if $(filter shm,$(1)),$(PUBLIC),-I$(1))
includes_of = $(foreach room,$(1),$(call include_of,$(room)))
$(foreach room,$(ROOMS),$(eval INCLUDE_$(room) := \
	-I$(room) $(call includes_of,$(SEES_$(room)))))

# A test lives behind the walls of its room; fakes are shared downwards.
$(foreach room,$(ROOMS),$(eval INCLUDE_tests/unit/$(room) := \
	$(INCLUDE_$(room)) \
	$(addprefix -Itests/unit/,$(room) $(filter-out shm,$(SEES_$(room))))))

FOLDERS   := $(filter-out build%,$(patsubst %/,%,$(sort $(dir \
	$(wildcard */*.c */*/*.c */*/*/*.c */*/*/*/*.c)))))
folder_of  = $(patsubst %/,%,$(dir $(1)))

# Each room is one archive; a program or a test is linked from its own object
# and the archives of rooms. A linker draws from them only what is needed.
archive_of = $(if $(filter shm,$(1)),$(SLOT_LIBRARY),$(BUILD)/$(1).a)
archives_of = $(foreach room,$(1),$(call archive_of,$(room)))
room_and_below = $(1) $(SEES_$(1))

# Filled by the rules.mk files.
TEST_TOOLS :=
BENCHES    :=

# `make V=1` shows the whole command lines.
Q    = $(if $(V),,@)
SAY  = $(if $(V),,@echo "  $(1) $@";)
LINK = $(call SAY,LINK) $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) \
	$(filter %.o,$^) $(filter %.a,$^) $(sort $(foreach archive,$(filter %.a,$^), \
	$(LIBS_$(archive:$(BUILD)/%.a=%)))) $(LIBS) -o $@

.PHONY: all
all: programs

SLOT_LIBRARY := $(BUILD)/shm/libslotcast.a
PROGRAMS     := $(foreach name,capture-daemon fcgi-stream slotctl, \
	$(BUILD)/$(name)/$(name))

include shm/rules.mk
include bench/rules.mk $(wildcard bench/*/rules.mk)
include $(wildcard tests/*/rules.mk) tests/rules.mk

.PHONY: help
help:
	@echo 'make              build the programs and the library into $(BUILD)/'
	@echo 'make demo         serve the test pattern at http://localhost:$(PORT)/'
	@echo '                  WEB=lighttpd|nginx PORT=$(PORT)'
	@echo 'make check        run all tests  [SANITIZE=address,undefined|thread]'
	@echo 'make check-vm     only those with real cameras, in a virtual machine'
	@echo 'make check-debian13  build and test in a Debian 13 of its own, as root'
	@echo 'make check-cross  packages and unit tests for arm64, by qemu-user, as root'
	@echo 'make torture      stop and kill the slot'"'"'s processes for 30 s'
	@echo 'make fuzz         libFuzzer on the parsers  SECONDS=60'
	@echo '                  and make fuzz-corpus to keep what it found'
	@echo 'make soak         three cameras, fifty viewers and a mishap every few'
	@echo '                  seconds: does anything grow?  MINUTES=60'
	@echo '                  WEB=lighttpd|nginx|both'
	@echo 'make bench        measure'
	@echo 'make lint         clang-format, shellcheck, mandoc, walls between rooms'
	@echo 'make analyze      clang-tidy, cppcheck, scan-build'
	@echo 'make coverage     which lines the unit tests and the fuzz corpus run'
	@echo 'make install      PREFIX=$(PREFIX) DESTDIR=   and make uninstall'
	@echo 'make deb          Debian packages, into $(BUILD)/deb  [ARCH=arm64]'
	@echo 'make check-deb    install, use and purge them in a system of their own'
	@echo 'Missing packages: ./run check installs them first.'

.PHONY: programs
programs: $(PROGRAMS) $(SLOT_LIBRARY)

# Also what only tests and measurements need: all that a compiler can judge.
.PHONY: everything
everything: everything-but-unit-tests $(UNIT_TESTS) $(FUZZERS)

.PHONY: everything-but-unit-tests
everything-but-unit-tests: programs $(TORTURE_TESTS) $(TEST_TOOLS) \
	$(VM_TOOLS) $(BENCHES)

$(BUILD)/%.o: %.c $(BUILD)/include/frame_slot.h $(BUILD)/flags
	$(call SAY,CC) $(CC) $(ALL_CFLAGS) $(INCLUDE_$(call folder_of,$<)) \
		-c $< -o $@

# Loops that the compiler turns into SIMD, at -O3 only.
$(addprefix $(BUILD)/capture-daemon/v4l2/,v4l2_colour.o v4l2_planes.o): \
	ALL_CFLAGS += -O3

# Touched only when something else is asked of the compiler than before. All
# folders are made here: a process for each object is a tenth of a build's time.
$(BUILD)/flags: export FLAGS := $(CC) $(filter-out -Werror, \
	$(ALL_CFLAGS) $(ALL_LDFLAGS))
$(BUILD)/flags: FORCE
	@mkdir -p $(addprefix $(BUILD)/,$(FOLDERS))
	@echo "$$FLAGS" | cmp -s - $@ || echo "$$FLAGS" >$@

.PHONY: FORCE
FORCE:

# Thin: an archive names the objects, and holds none. That of a program is
# without its main.
define ARCHIVE
$(BUILD)/$(1).a: $(patsubst %.c,$(BUILD)/%.o, \
	$(filter-out $(1)/$(1).c,$(wildcard $(1)/*.c)))
	@rm -f $$@
	$$(call SAY,AR) $$(AR) rcsT $$@ $$^
endef
$(foreach room,$(filter-out shm,$(ROOMS)),$(eval $(call ARCHIVE,$(room))))

$(foreach program,$(PROGRAMS),$(eval $(program): $(program).o \
	$(call archives_of,$(call room_and_below,$(notdir $(program))))))
$(PROGRAMS):
	$(LINK)

$(BUILD)/include/frame_slot.h: shm/frame_slot.h
	@mkdir -p $(@D)
	@cp $< $@

.PHONY: demo
demo: programs
	@exec env BUILD=$(BUILD) \
		SLOTCAST_TYPED="$${SLOTCAST_TYPED:-make demo}" \
		tools/demo '$(WEB)' '$(PORT)'

# Both web servers, unless one was asked for.
.PHONY: soak
soak: programs $(TEST_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/lib/soak.py \
		--minutes $(or $(MINUTES),60) \
		--web $(if $(filter command line environment,$(origin WEB)),$(WEB),both)

.PHONY: bench
bench: programs $(BENCHES)
	BUILD=$(BUILD) bench/run

# -------------------------------------------------------------- looking ----

C_FILES     := $(shell git ls-files '*.c' '*.h' 2>/dev/null)
SHELL_FILES := $(shell git ls-files run .ci/run tools debian deploy bench tests 2>/dev/null \
	| xargs -r grep -lE '^\#!.*\b(ba)?sh\b' 2>/dev/null)
MAN_PAGES   := $(wildcard docs/man/*.[1-8])

# "room: the rooms that it sees", for tools/lint-architecture.
.PHONY: print-walls
print-walls:
	$(foreach room,$(ROOMS),$(info $(room): $(SEES_$(room))))@:

.PHONY: lint
lint:
	clang-format --dry-run -Werror $(C_FILES)
	shellcheck $(SHELL_FILES)
	mandoc -Tlint -Wwarning $(MAN_PAGES)
	tools/lint-architecture

# What may stay as it is, and why, stands in .clang-tidy and in
# tools/cppcheck-exceptions; scan-build has no exceptions, but does not see the
# unit tests: it does not know that a failed assertion of cmocka ends them.
.PHONY: analyze
analyze: tidy cppcheck scan

TIDIED := $(patsubst %.c,$(BUILD)/tidy/%,$(filter %.c,$(C_FILES)))

.PHONY: tidy
tidy: $(TIDIED)

$(BUILD)/tidy/%: %.c $(filter %.h,$(C_FILES)) .clang-tidy \
		tests/.clang-tidy $(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(Q)$(if $(V),,echo "  TIDY $<";) clang-tidy --quiet $< -- \
		$(filter -std% -D%,$(ALL_CFLAGS)) $(INCLUDE_$(call folder_of,$<))
	@touch $@

.PHONY: cppcheck
cppcheck:
	$(Q)cppcheck --quiet --std=c11 --error-exitcode=1 -D_GNU_SOURCE \
		--enable=warning,style,performance,portability \
		--suppressions-list=tools/cppcheck-exceptions \
		'-DLIST_HEAD(name,type)=struct name' \
		$(addprefix -I,$(ROOMS)) \
		$(filter %.c,$(C_FILES))

SCAN := $(BUILD)/scan
.PHONY: scan
scan:
	rm -rf $(SCAN)
	scan-build --status-bugs -o $(SCAN)-report $(MAKE) BUILD=$(SCAN) \
		CFLAGS=-O1 everything-but-unit-tests

# What no unit test runs is what needs a camera, a network or a web server: the
# files with main, the drivers and the threads. tests/e2e and tests/vm run those.
.PHONY: coverage
coverage:
	find build-coverage -name '*.gcda' -delete 2>/dev/null || true
	$(MAKE) check-unit BUILD=build-coverage \
		CFLAGS='-O1 -g --coverage -fprofile-update=atomic'
	gcovr --root . --object-directory build-coverage --print-summary \
		$(foreach room,$(ROOMS),--filter '$(room)/')

include tools/install.mk

.PHONY: clean
clean:
	rm -rf build build-*

-include $(shell find $(BUILD) -name '*.d' -type f 2>/dev/null)
