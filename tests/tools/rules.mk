# Programs in C that the end-to-end tests run, or preload into others.

INCLUDE_tests/tools := $(call includes_of,base shm) -Itests/tools

MANY_VIEWERS := $(BUILD)/tests/tools/many_viewers
$(MANY_VIEWERS): LIBS = -ljansson
$(MANY_VIEWERS): $(addprefix $(BUILD)/tests/tools/,many_viewers.o spectator.o \
	ages.o tool.o) $(call archives_of,base)
	$(LINK)

MANY_WRITERS := $(BUILD)/tests/tools/many_writers
$(MANY_WRITERS): $(addprefix $(BUILD)/tests/tools/,many_writers.o tool.o) \
	$(call archives_of,base shm)
	$(LINK)

# Preloaded into other programs, so they are never sanitized themselves.
PRELOADED := $(addprefix $(BUILD)/tests/tools/,slow_codecs.so \
	failing_malloc.so set_clock.so)
$(PRELOADED): ALL_CFLAGS += -fPIC -fno-sanitize=all
$(PRELOADED): ALL_LDFLAGS += -fno-sanitize=all
$(PRELOADED): LIBS = -shared
$(PRELOADED): %.so: %.o
	$(LINK)

TEST_TOOLS += $(MANY_VIEWERS) $(MANY_WRITERS) $(PRELOADED)
