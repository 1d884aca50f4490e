# What every program needs; programs link the objects they use.

BASE_OBJECTS := $(addprefix $(BUILD)/base/,clock.o log.o number.o options.o \
	signals.o)
BASE_LIBS := -linih

UNIT_TESTS += $(BUILD)/tests/unit/base/test_number
$(BUILD)/tests/unit/base/test_number: LIBS = -lcmocka
$(BUILD)/tests/unit/base/test_number: $(addprefix $(BUILD)/, \
	tests/unit/base/test_number.o base/number.o)
	$(LINK)
