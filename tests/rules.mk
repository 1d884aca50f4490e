# make check: every test there is, and one line that sums them up.

MANY_VIEWERS := $(BUILD)/tests/e2e/many_viewers
INCLUDE_tests/e2e := $(call includes_of,base shm) -Itests/e2e

$(MANY_VIEWERS): LIBS = -ljansson
$(MANY_VIEWERS): $(addprefix $(BUILD)/, \
	tests/e2e/many_viewers.o tests/e2e/spectator.o tests/e2e/ages.o \
	tests/e2e/tool.o) $(call archives_of,base)
	$(LINK)

TEST_TOOLS += $(MANY_VIEWERS)

# Preloaded into other programs, so they are never sanitized themselves.
PRELOADED := $(addprefix $(BUILD)/tests/e2e/,slow_codecs.so failing_malloc.so \
	set_clock.so)
TEST_TOOLS += $(PRELOADED)
$(PRELOADED): ALL_CFLAGS += -fPIC -fno-sanitize=all
$(PRELOADED): ALL_LDFLAGS += -fno-sanitize=all
$(PRELOADED): LIBS = -shared
$(PRELOADED): %.so: %.o
	$(LINK)

MANY_WRITERS := $(BUILD)/tests/e2e/many_writers

$(MANY_WRITERS): $(addprefix $(BUILD)/,tests/e2e/many_writers.o \
	tests/e2e/tool.o) $(call archives_of,base) $(SLOT_LIBRARY)
	$(LINK)

TEST_TOOLS += $(MANY_WRITERS)

# Second expansion: the folders read after this one declare tests as well.
.SECONDEXPANSION:
# The longest first: the others run beside it.
.PHONY: check
check: programs $$(UNIT_TESTS) $$(TORTURE_TESTS) $$(FUZZERS) \
		$$(TEST_TOOLS) $$(VM_TOOLS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/run --e2e tests/vm/check \
		$(UNIT_TESTS) $(FUZZERS) $(TORTURE_TESTS)

# What takes no web server and no minute.
.PHONY: check-unit
check-unit: $$(UNIT_TESTS) $$(FUZZERS)
	@BUILD='$(BUILD)' SANITIZE='$(SANITIZE)' tests/run \
		$(UNIT_TESTS) $(FUZZERS)
