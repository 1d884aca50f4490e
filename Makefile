# slotcast: build, try, test. `make help` lists what there is to ask for.
#
# Each folder's rules.mk writes out what its programs and tests are linked
# from; what a folder may include stands here, in INCLUDE_<folder>: a wrong
# arrow does not compile.
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
ALL_LDFLAGS := -pthread $(LDFLAGS)
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

# The walls. $(BUILD)/include holds the one public header of shm/.
PUBLIC := -I$(BUILD)/include
INCLUDE_base           := -Ibase
INCLUDE_shm            := -Ishm
INCLUDE_slotctl        := -Ibase $(PUBLIC)
INCLUDE_capture-daemon := -Icapture-daemon -Ibase $(PUBLIC)
INCLUDE_fcgi-stream    := -Ifcgi-stream -Ibase $(PUBLIC)
INCLUDE_examples       := $(PUBLIC)
INCLUDE_bench          := -Ibase $(PUBLIC)
INCLUDE_tests/unit/base           := $(INCLUDE_base)
INCLUDE_tests/unit/shm            := $(INCLUDE_shm)
INCLUDE_tests/unit/capture-daemon := $(INCLUDE_capture-daemon)
INCLUDE_tests/unit/fcgi-stream    := $(INCLUDE_fcgi-stream)
INCLUDE_tests/torture             := $(PUBLIC)
INCLUDE_tests/fuzz                := -Icapture-daemon -Ifcgi-stream -Ibase -Ishm

# Filled by the rules.mk files.
PROGRAMS   :=
UNIT_TESTS :=
TEST_TOOLS :=
BENCHES    :=

# `make V=1` shows the whole command lines.
Q = $(if $(V),,@)
LINK = $(Q)$(if $(V),,echo "  LINK $@";) $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(filter %.o %.a,$^) $(LIBS) -o $@

.PHONY: all
all: programs

include base/rules.mk
include shm/rules.mk
include $(wildcard slotctl/rules.mk capture-daemon/rules.mk \
	fcgi-stream/rules.mk)
include $(wildcard tests/rules.mk tests/*/rules.mk)
include $(wildcard bench/rules.mk bench/*/rules.mk)

.PHONY: help
help:
	@echo 'make              build the programs and the library into $(BUILD)/'
	@echo 'make demo         serve the test pattern at http://localhost:$(PORT)/'
	@echo '                  WEB=lighttpd|nginx PORT=$(PORT)'
	@echo 'make check        run all tests  [SANITIZE=address,undefined|thread]'
	@echo 'make check-vm     only those with real cameras, in a virtual machine'
	@echo 'make torture      stop and kill the slot'"'"'s processes for 30 s'
	@echo 'make fuzz         libFuzzer on the parsers  SECONDS=60'
	@echo '                  and make fuzz-corpus to keep what it found'
	@echo 'make soak         three cameras, fifty viewers and a mishap every few'
	@echo '                  seconds: does anything grow?  MINUTES=60'
	@echo '                  WEB=lighttpd|nginx|both'
	@echo 'make bench        measure'
	@echo 'make lint         clang-format, shellcheck, mandoc, names of files'
	@echo 'make analyze      clang-tidy, cppcheck, scan-build'
	@echo 'make coverage     which lines the unit tests and the fuzz corpus run'
	@echo 'make install      PREFIX=$(PREFIX) DESTDIR=   and make uninstall'
	@echo 'make deb          Debian packages, into $(BUILD)/deb'
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

$(BUILD)/%.o: %.c $(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(Q)$(if $(V),,echo "  CC $@";) \
		$(CC) $(ALL_CFLAGS) $(INCLUDE_$(patsubst %/,%,$(dir $<))) -c $< -o $@

$(BUILD)/include/frame_slot.h: shm/frame_slot.h
	@mkdir -p $(@D)
	@cp $< $@

.PHONY: demo
demo: programs
	@exec env BUILD=$(BUILD) tools/demo $(WEB) $(PORT)

# Both web servers, unless one was asked for.
.PHONY: soak
soak: programs $(TEST_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/e2e/soak.py \
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
		$(filter -std% -D%,$(ALL_CFLAGS)) \
		$(INCLUDE_$(patsubst %/,%,$(dir $<)))
	@touch $@

.PHONY: cppcheck
cppcheck:
	$(Q)cppcheck --quiet --std=c11 --error-exitcode=1 -D_GNU_SOURCE \
		--enable=warning,style,performance,portability \
		--suppressions-list=tools/cppcheck-exceptions \
		'-DLIST_HEAD(name,type)=struct name' \
		-Ibase -Ishm -Icapture-daemon -Ifcgi-stream \
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
		--filter '(base|shm|capture-daemon|fcgi-stream|slotctl)/'

include tools/install.mk

.PHONY: clean
clean:
	rm -rf build build-*

-include $(shell find $(BUILD) -name '*.d' -type f 2>/dev/null)
