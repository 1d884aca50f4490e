# What every program needs; each links the objects it uses.

OPTIONS_OBJECTS := $(addprefix $(BUILD)/base/,log.o number.o option_row.o \
	options.o options_file.o)
BASE_OBJECTS := $(OPTIONS_OBJECTS) $(addprefix $(BUILD)/base/,clock.o \
	rate_limit.o service_notify.o signals.o)
BASE_LIBS := -linih

BASE_TESTS := $(addprefix $(BUILD)/tests/unit/base/,test_clock test_log \
	test_number test_options test_rate_limit test_service_notify)
UNIT_TESTS += $(BASE_TESTS)
$(BASE_TESTS): LIBS = $(BASE_LIBS) -lcmocka
$(BASE_TESTS): %: %.o
	$(LINK)

BASE_TEST := $(BUILD)/tests/unit/base/test_
$(BASE_TEST)clock: $(BUILD)/base/clock.o
$(BASE_TEST)log: $(BUILD)/base/log.o
$(BASE_TEST)number: $(BUILD)/base/number.o
$(BASE_TEST)options: $(OPTIONS_OBJECTS)
$(BASE_TEST)rate_limit: $(BUILD)/base/rate_limit.o
$(BASE_TEST)service_notify: $(addprefix $(BUILD)/base/,service_notify.o clock.o \
	log.o number.o)
