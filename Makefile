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
PREFIX   ?= /usr/local
WEB      ?= lighttpd
PORT     ?= 5000

comma := ,
BUILD ?= build$(if $(SANITIZE),-$(subst $(comma),-,$(SANITIZE)))

ALL_CFLAGS := -std=c11 -D_GNU_SOURCE -DSLOTCAST_VERSION='"$(VERSION)"' \
	-Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
	-Wpointer-arith -Wvla -Wformat=2 -Wundef $(if $(WERROR),-Werror) \
	-fno-common -fstack-protector-strong -pthread -MMD -MP \
	$(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS := -pthread $(LDFLAGS)
ifneq ($(SANITIZE),)
ALL_CFLAGS += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
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
INCLUDE_tests/fuzz                := $(PUBLIC) -Icapture-daemon -Ifcgi-stream -Ibase

# Filled by the rules.mk files.
PROGRAMS   :=
UNIT_TESTS :=
TEST_TOOLS :=
BENCHES    :=

LINK = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(filter %.o %.a,$^) $(LIBS) -o $@

.PHONY: all
all: programs

include base/rules.mk
include shm/rules.mk
include $(wildcard slotctl/rules.mk capture-daemon/rules.mk fcgi-stream/rules.mk)
include $(wildcard tests/rules.mk bench/rules.mk)

.PHONY: programs
programs: $(PROGRAMS)

$(BUILD)/%.o: %.c $(BUILD)/include/frame_slot.h
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(INCLUDE_$(patsubst %/,%,$(dir $<))) -c $< -o $@

$(BUILD)/include/frame_slot.h: shm/frame_slot.h
	@mkdir -p $(@D)
	cp $< $@

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
