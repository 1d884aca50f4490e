# The viewers with whom servers of any make are measured, and snapshots tested.

INCLUDE_bench/load := $(call includes_of,base) -Itests/tools

LOAD_CLIENT := $(BUILD)/bench/load/load_client
BENCHES    += $(LOAD_CLIENT)
TEST_TOOLS += $(LOAD_CLIENT)
$(LOAD_CLIENT): LIBS = -ljansson
$(LOAD_CLIENT): $(addprefix $(BUILD)/, \
	bench/load/load_client.o bench/load/load_viewer.o \
	tests/tools/ages.o tests/tools/tool.o) $(call archives_of,base)
	$(LINK)
