# The viewers with whom servers of any make are measured, and snapshots tested.

INCLUDE_bench/load := -Ibase -Itests/e2e

LOAD_CLIENT := $(BUILD)/bench/load/load_client
TEST_TOOLS += $(LOAD_CLIENT)
$(LOAD_CLIENT): LIBS = -ljansson
$(LOAD_CLIENT): $(addprefix $(BUILD)/, \
	bench/load/load_client.o bench/load/load_viewer.o \
	tests/e2e/ages.o tests/e2e/tool.o) $(call archives_of,base)
	$(LINK)
