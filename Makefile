# Interleave. `make run` opens the lab, `make test` tests it, `make help` says
# what else there is.

BUILD   := build
PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

STD      := -std=c11 -D_GNU_SOURCE
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
            -Wstrict-prototypes -Wmissing-prototypes \
            -Wcast-qual -Wwrite-strings -Wundef -Wformat=2
CFLAGS   ?= -O2 -g
SANITIZE ?=
INCLUDES := -Icommon -I.
DEPS     := -MMD -MP

PACKAGES      := ncursesw md4c libdw jansson
TEST_PACKAGES := cmocka vterm

# Nothing is asked of pkg-config before `packages` has seen to it that it is
# there: hence the late expansion.
PACKAGE_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PACKAGE_LIBS   = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
TEST_LIBS      = $(shell pkg-config --libs $(TEST_PACKAGES) 2>/dev/null) -lutil

COMPILE = $(CC) $(STD) $(WARNINGS) $(CFLAGS) $(SANITIZE) $(INCLUDES) $(DEPS) \
          -pthread

LAB_SOURCES     := $(wildcard common/*.c common/trace/*.c common/model/*.c \
                     common/watch/*.c)
TUI_SOURCES     := $(wildcard tui/*.c tui/*/*.c)
RUNTIME_SOURCES := $(wildcard common/runtime/*.c) common/trace/area.c \
                   common/trace/operation.c
LESSON_SOURCES  := $(wildcard lessons/*/*.c)
UNIT_SOURCES    := $(wildcard tests/unit/*.c)

LAB_OBJECTS     := $(LAB_SOURCES:%.c=$(BUILD)/%.o)
TUI_OBJECTS     := $(TUI_SOURCES:%.c=$(BUILD)/%.o)
RUNTIME_OBJECTS := $(RUNTIME_SOURCES:%.c=$(BUILD)/shared/%.o)
LESSONS         := $(LESSON_SOURCES:%.c=$(BUILD)/%)
UNIT_TESTS      := $(UNIT_SOURCES:%.c=$(BUILD)/%)

RUNTIME := $(BUILD)/libinterleave.so
PROGRAM := $(BUILD)/interleave

.DELETE_ON_ERROR:
.PHONY: all run test bench sanitize format format-check install uninstall \
        clean help packages test-packages

all: $(PROGRAM) $(RUNTIME) $(LESSONS) interleave ## build everything

interleave: $(PROGRAM)
	@ln -sf $< $@

# A change of compiler or flags rebuilds all.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(PACKAGE_CFLAGS) -DVERSION='"$(VERSION)"' \
		-DPREFIX='"$(PREFIX)"' -c $< -o $@

# The runtime defines functions that libc's headers would define inline.
$(BUILD)/shared/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARNINGS) -O2 -g $(INCLUDES) $(DEPS) -pthread -fPIC \
		-D__NO_INLINE__ -fvisibility=hidden -fno-plt -fno-semantic-interposition -c $< -o $@

$(PROGRAM): $(TUI_OBJECTS) $(LAB_OBJECTS)
	$(CC) $(CFLAGS) $(SANITIZE) -pthread $^ -o $@ $(PACKAGE_LIBS)

$(RUNTIME): $(RUNTIME_OBJECTS)
	$(CC) -shared -Wl,-soname,libinterleave.so -Wl,-z,defs -Wl,-z,now \
		-pthread $^ -o $@ -ldl -lrt

# A lesson is compiled as its reader would compile it.
$(BUILD)/lessons/%: lessons/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -Wall -Wextra -O0 -g $(DEPS) -pthread $< -o $@ \
		-lrt -lm

clean: ## remove what was built
	rm -rf $(BUILD) interleave

-include $(LAB_OBJECTS:.o=.d) $(TUI_OBJECTS:.o=.d) $(RUNTIME_OBJECTS:.o=.d) \
         $(LESSONS:=.d) $(UNIT_TESTS:=.d)
