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

LAB_SOURCES     := $(wildcard common/*.c common/scheduler/*.c common/search/*.c common/trace/*.c common/model/*.c \
                     common/watch/*.c)
TUI_SOURCES     := $(wildcard tui/*.c tui/*/*.c)
RUNTIME_SOURCES := $(wildcard common/runtime/*.c) common/trace/area.c \
                   common/trace/operation.c $(wildcard common/scheduler/*.c common/search/*.c)
PARALLEL_SOURCES := $(wildcard common/parallel/*.c)
PARALLEL_HEADERS := $(filter-out %inside.h,$(wildcard common/parallel/*.h))
EXAMPLE_SOURCES := $(wildcard common/parallel/examples/*.c)
LESSON_SOURCES  := $(wildcard lessons/*/*.c)
SUBJECT_SOURCES := $(wildcard tests/programs/*.c)
CORPUS_SOURCES  := $(wildcard tests/corpus/*.c tests/exact/*.c)
SEARCHED_SOURCES := $(wildcard tests/searched/*.c)
UNIT_SOURCES    := $(wildcard tests/unit/*.c tests/terminal/*.c)
SUPPORT_SOURCES := $(wildcard tests/support/*.c)
TRANSLATIONS    := $(wildcard tui/po/*.po)
BENCH_SOURCES   := $(wildcard tests/bench/*.c)
FUZZ_SOURCES    := $(wildcard tests/fuzz/*.c)

object = $(patsubst %.c,$(BUILD)/%.o,$(1))
binary = $(patsubst %.c,$(BUILD)/%,$(1))

LAB_OBJECTS     := $(call object,$(LAB_SOURCES))
TUI_OBJECTS     := $(call object,$(TUI_SOURCES))
TESTED_OBJECTS  := $(LAB_OBJECTS) $(filter-out %/main.o,$(TUI_OBJECTS)) \
                   $(call object,$(SUPPORT_SOURCES))
RUNTIME_OBJECTS := $(RUNTIME_SOURCES:%.c=$(BUILD)/shared/%.o)
PARALLEL_OBJECTS := $(PARALLEL_SOURCES:%.c=$(BUILD)/position/%.o)
EXAMPLES        := $(call binary,$(EXAMPLE_SOURCES))
LESSONS         := $(call binary,$(LESSON_SOURCES))
STEPPED         := $(LESSONS:=.step)
SUBJECTS        := $(call binary,$(SUBJECT_SOURCES))
EQUIVALENT      := $(filter $(BUILD)/tests/programs/equivalence_%,$(SUBJECTS))
STEPPED_SUBJECTS := $(BUILD)/tests/programs/hostile.step \
                   $(BUILD)/tests/programs/homework.step $(EQUIVALENT:=.step)
CLANG_SUBJECTS  := $(if $(shell command -v clang),$(EQUIVALENT:=.clang))
CORPUS          := $(call binary,$(CORPUS_SOURCES))
SEARCHED        := $(call binary,$(SEARCHED_SOURCES))
UNIT_TESTS      := $(call binary,$(UNIT_SOURCES))
CATALOGUES      := $(TRANSLATIONS:tui/po/%.po=$(BUILD)/locale/%/LC_MESSAGES/interleave.mo)
BENCHES         := $(call binary,$(BENCH_SOURCES))

# A library of its own, which nothing else here needs.
PARALLEL     := $(BUILD)/libparallel.a
PARALLEL_SO  := $(BUILD)/libparallel.so

RUNTIME := $(BUILD)/libinterleave.so
TSAN    := $(BUILD)/cc/libtsan.so
SEEN_LIBRARY := $(BUILD)/cc/libparallel.a
PROGRAM := $(BUILD)/interleave

.DELETE_ON_ERROR:
.PHONY: all run test unit-test style bench fuzz sanitize format install \
        pictures words deb uninstall clean help

all: $(PROGRAM) $(RUNTIME) $(PARALLEL) $(PARALLEL_SO) $(SEEN_LIBRARY) $(LESSONS) $(STEPPED) $(CATALOGUES) interleave ## build everything

run: $(BUILD)/packages-build ## install what is missing, build, open the lab
	@$(MAKE) --no-print-directory -s all
	@./interleave

test: $(BUILD)/packages-test ## the same, then all tests
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s unit-test style

unit-test: all $(UNIT_TESTS) $(SUBJECTS) $(STEPPED_SUBJECTS) \
           $(CLANG_SUBJECTS) $(CORPUS) $(SEARCHED) $(EXAMPLES)
	@BUILD=$(BUILD) tests/run $(UNIT_TESTS)

style: ## check formatting and the rules of style.sh
	@tests/style.sh

bench: all $(BENCHES) $(SUBJECTS) ## measure, with ratios, in one run
	@BUILD=$(BUILD) tests/bench/run

# Programs are watched by a preloaded library, which ASan would rather be before.
sanitize: $(BUILD)/packages-test ## the tests under ASan and UBSan, then TSan
	@ASAN_OPTIONS=verify_asan_link_order=0 $(MAKE) --no-print-directory -s BUILD=build/asan CFLAGS='-O1 -g' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' \
		unit-test
	@$(MAKE) --no-print-directory -s BUILD=build/tsan CFLAGS='-O1 -g' \
		SANITIZE=-fsanitize=thread unit-test

fuzz: ## fuzz what reads hostile bytes (clang); FUZZ_SECONDS each, 60 by default
	@BUILD=$(BUILD)/fuzz tests/fuzz/run $(FUZZ_SOURCES)

PICTURES := tui/pictures

pictures: all ## the README's, from a recording and a schedule of the tests
	$(PROGRAM) export tests/golden/deadlock.ilv --to svg --size 80x24 \
		-o $(PICTURES)/deadlock.svg
	$(PROGRAM) export lessons/4_hazards/race_condition.lost-update.sched \
		--to svg --size 80x24 -o $(PICTURES)/lost-update.svg

words: ## bring the translations in tui/po up to date with the sources
	@mkdir -p $(BUILD)
	tui/po/extract $(BUILD)/interleave.pot
	for language in $(TRANSLATIONS); do \
		msgmerge --quiet --update --backup=none --no-wrap \
		--no-fuzzy-matching --add-location=file --sort-by-file \
		$$language $(BUILD)/interleave.pot; done

$(BUILD)/locale/%/LC_MESSAGES/interleave.mo: tui/po/%.po
	@mkdir -p $(@D)
	msgfmt --check-format -o $@ $<

format: ## format all sources
	clang-format -i $(shell git ls-files '*.c' '*.h')

$(BUILD)/packages-build: common/packages.sh
	@common/packages.sh build
	@mkdir -p $(@D)
	@touch $@

$(BUILD)/packages-test: common/packages.sh
	@common/packages.sh build test
	@mkdir -p $(@D)
	@touch $@

interleave: $(PROGRAM)
	@ln -sf $(PROGRAM) $@

# A change of compiler or flags rebuilds all.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE) $(RUNTIME_FLAGS)' | cmp -s - $@ || \
		echo '$(COMPILE) $(RUNTIME_FLAGS)' > $@
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(PACKAGE_CFLAGS) -DVERSION='"$(VERSION)"' \
		-DPREFIX='"$(PREFIX)"' -c $< -o $@

# The page is in the program.
$(BUILD)/tui/export/html.o: tui/export/page.html

# The runtime defines functions that libc's headers would define inline. Clang
# makes of atomics of 16 bytes what the processor has only if it is told to.
CX16 := $(if $(filter x86_64,$(shell uname -m)),-mcx16)

# Optimised as one: a schedule takes a tenth less time. clang may be without
# the linker's half of it.
LTO := $(shell $(CC) -flto=auto -shared -x c /dev/null -o /dev/null 2>/dev/null \
	&& echo -flto=auto)
RUNTIME_FLAGS = -O2 -g $(LTO) $(CX16) -pthread -fPIC -D__NO_INLINE__ \
	-fvisibility=hidden -fno-plt -fno-semantic-interposition
$(BUILD)/shared/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARNINGS) $(RUNTIME_FLAGS) $(INCLUDES) $(DEPS) -c $< -o $@

# Both libraries from the same objects. Calls inside it stay inside.
$(BUILD)/position/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -fPIC -fno-semantic-interposition -c $< -o $@

$(PARALLEL): $(PARALLEL_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(PARALLEL_SO): $(PARALLEL_OBJECTS)
	$(CC) -shared $(SANITIZE) -Wl,-soname,libparallel.so.0 -pthread $^ -o $@ \
		-lrt

$(EXAMPLES): $(BUILD)/%: %.c $(PARALLEL) $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $< -o $@ $(PARALLEL) -lrt

$(PROGRAM): $(TUI_OBJECTS) $(LAB_OBJECTS)
	$(CC) $(CFLAGS) $(SANITIZE) -pthread $^ -o $@ $(PACKAGE_LIBS)

$(RUNTIME): $(RUNTIME_OBJECTS)
	$(CC) -shared $(RUNTIME_FLAGS) -Wl,-soname,libinterleave.so \
		-Wl,-z,defs -Wl,-z,now $^ -o $@ -ldl -lrt

# Lessons, and the programs that tests watch, are compiled as their reader
# would compile them; lessons about common/parallel with it.
$(LESSONS): $(PARALLEL)
$(LESSONS) $(SUBJECTS): $(BUILD)/%: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -Wall -Wextra -O0 -g $(DEPS) -pthread \
		-Icommon $< -o $@ $(filter %.a,$^) $(SANITIZE) -lrt -lm $(WIDE)

# Alone, atomic operations on 16 bytes are a library's.
$(BUILD)/tests/programs/equivalence_atomic: WIDE := -latomic

# The runtime, by the name under which gcc looks for its own.
$(TSAN): $(RUNTIME)
	@mkdir -p $(@D)/include
	@ln -sf ../libinterleave.so $@
	@ln -sfn $(abspath common/parallel) $(@D)/include/parallel

# The library with its memory accesses visible.
SEEN_OBJECTS := $(PARALLEL_SOURCES:%.c=$(BUILD)/seen/%.o)

$(SEEN_OBJECTS): $(BUILD)/seen/%.o: %.c $(BUILD)/flags | $(PROGRAM) $(TSAN)
	@mkdir -p $(@D)
	INTERLEAVE_CC='$(CC)' $(PROGRAM) cc -std=c11 -D_GNU_SOURCE -w \
		$(INCLUDES) $(DEPS) -c $< -o $@

$(SEEN_LIBRARY): $(SEEN_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

# The same lessons with their memory accesses visible. The runtime is two
# folders above them, here and where they are installed.
$(STEPPED): $(SEEN_LIBRARY)
$(STEPPED) $(STEPPED_SUBJECTS): $(BUILD)/%.step: %.c $(PROGRAM) $(TSAN) $(BUILD)/flags
	@mkdir -p $(@D)
	INTERLEAVE_CC='$(CC)' INTERLEAVE_RPATH='$$ORIGIN/../..' \
		$(PROGRAM) cc -std=c11 -D_GNU_SOURCE -Wall -Wextra \
		$< -o $@ -lrt -lm

# Of what the other compiler makes the results must be the same.
$(CLANG_SUBJECTS): $(BUILD)/%.clang: %.c $(PROGRAM) $(TSAN) $(BUILD)/flags
	@mkdir -p $(@D)
	INTERLEAVE_CC=clang $(PROGRAM) cc -std=c11 -D_GNU_SOURCE -Wall -Wextra \
		$< -o $@ -lrt -lm

# So are the programs whose verdicts are known.
$(CORPUS): $(BUILD)/%: %.c $(BUILD)/flags | $(PROGRAM) $(TSAN)
	@mkdir -p $(@D)
	INTERLEAVE_CC='$(CC)' $(PROGRAM) cc -std=c11 -D_GNU_SOURCE -Wall -Wextra \
		$< -o $@ -lrt -lm

# And those of common/parallel, with all of it.
$(SEARCHED): $(BUILD)/%: %.c $(SEEN_LIBRARY)
	@mkdir -p $(@D)
	INTERLEAVE_CC='$(CC)' $(PROGRAM) cc -std=c11 -D_GNU_SOURCE -Wall -Wextra \
		$< -o $@

# Those of common/parallel have nothing of the lab in them.
PARALLEL_TESTS := $(filter $(BUILD)/tests/unit/70_%,$(UNIT_TESTS))
PARALLEL_SUPPORT := $(patsubst %,$(BUILD)/tests/support/%.o,child measure)

$(PARALLEL_TESTS): $(BUILD)/%: $(BUILD)/%.o $(PARALLEL_SUPPORT) $(PARALLEL)
	$(CC) $(CFLAGS) $(SANITIZE) -pthread $^ -o $@ -lcmocka -lrt

PARALLEL_ROWS := $(call object,$(wildcard tests/bench/parallel_rows/*.c))

$(BUILD)/tests/bench/parallel: %: %.o $(PARALLEL_ROWS) $(PARALLEL_SUPPORT) \
		$(PARALLEL)
	$(CC) $(CFLAGS) -pthread $^ -o $@ -lrt

$(filter-out $(PARALLEL_TESTS),$(UNIT_TESTS)): $(BUILD)/%: $(BUILD)/%.o \
		$(TESTED_OBJECTS)
	$(CC) $(CFLAGS) $(SANITIZE) -pthread $^ -o $@ $(PACKAGE_LIBS) $(TEST_LIBS)

$(filter-out %/parallel,$(BENCHES)): $(BUILD)/%: $(BUILD)/%.o $(TESTED_OBJECTS)
	$(CC) $(CFLAGS) -pthread $^ -o $@ $(PACKAGE_LIBS) $(TEST_LIBS)

BIN   = $(DESTDIR)$(PREFIX)/bin
LIB   = $(DESTDIR)$(PREFIX)/lib/interleave
SHARE = $(DESTDIR)$(PREFIX)/share/interleave
PARALLEL_LIB = $(DESTDIR)$(PREFIX)/lib
PARALLEL_INCLUDE = $(DESTDIR)$(PREFIX)/include/parallel
DATA  = $(DESTDIR)$(PREFIX)/share
MAN   = $(DATA)/man/man1
PARALLEL_MAN = $(DESTDIR)$(PREFIX)/share/man/man3

install: all ## install below PREFIX (/usr/local), or DESTDIR before it
	install -d $(PARALLEL_INCLUDE) $(PARALLEL_LIB)/pkgconfig $(PARALLEL_MAN)
	install -m 644 $(PARALLEL_HEADERS) $(PARALLEL_INCLUDE)
	install -m 644 $(PARALLEL) $(PARALLEL_LIB)
	install $(PARALLEL_SO) $(PARALLEL_LIB)/libparallel.so.0
	ln -sf libparallel.so.0 $(PARALLEL_LIB)/libparallel.so
	sed 's,@PREFIX@,$(PREFIX),;s,@VERSION@,$(VERSION),' \
		common/parallel/parallel.pc.in \
		>$(PARALLEL_LIB)/pkgconfig/parallel.pc
	for header in $(PARALLEL_HEADERS); do \
		awk -v version=$(VERSION) -f common/parallel/manual.awk $$header \
		>$(PARALLEL_MAN)/parallel_$$(basename $$header .h).3; done
	install -d $(BIN) $(LIB) $(SHARE) $(MAN)
	install $(PROGRAM) $(BIN)/interleave
	install -m 644 $(RUNTIME) $(LIB)/libinterleave.so
	install -d $(LIB)/cc
	ln -sf ../libinterleave.so $(LIB)/cc/libtsan.so
	install -m 644 $(SEEN_LIBRARY) $(LIB)/cc
	ln -sf ../libparallel.a $(LIB)/libparallel.a
	install -d $(LIB)/cc/include
	ln -sfn ../../../../include/parallel $(LIB)/cc/include/parallel
	install -m 644 tui/interleave.1 $(MAN)/interleave.1
	for language in $(TRANSLATIONS:tui/po/%.po=%); do \
		install -D -m 644 \
		$(BUILD)/locale/$$language/LC_MESSAGES/interleave.mo \
		$(DATA)/locale/$$language/LC_MESSAGES/interleave.mo; done
	install -D -m 644 tui/completion/interleave.bash \
		$(DATA)/bash-completion/completions/interleave
	install -D -m 644 tui/completion/_interleave \
		$(DATA)/zsh/vendor-completions/_interleave
	install -D -m 644 tui/completion/interleave.fish \
		$(DATA)/fish/vendor_completions.d/interleave.fish
	for file in lessons/must.h lessons/*.path lessons/*/*.c lessons/*/*.md \
		lessons/*/*.sched; do \
		install -D -m 644 $$file $(SHARE)/$$file; done
	for file in exercises/*.h exercises/*/*.c exercises/*/*.md \
		exercises/*/*.sched solutions/*/*.c solutions/*/*.sched; do \
		install -D -m 644 $$file $(SHARE)/$$file; done
	for lesson in $(LESSON_SOURCES:.c=); do \
		install -D $(BUILD)/$$lesson $(LIB)/$$lesson; \
		install -D $(BUILD)/$$lesson.step $(LIB)/$$lesson.step; done

# Made in a copy: packaging leaves nothing in the sources.
deb: ## a Debian package, in build/
	rm -rf $(BUILD)/deb
	mkdir -p $(BUILD)/deb/interleave
	git ls-files | tar -c -T - | tar -x -C $(BUILD)/deb/interleave
	mv $(BUILD)/deb/interleave/common/debian $(BUILD)/deb/interleave/debian
	sed -i 's/@VERSION@/$(VERSION)/' $(BUILD)/deb/interleave/debian/changelog
	cd $(BUILD)/deb/interleave && dpkg-buildpackage -b -us -uc
	cp $(BUILD)/deb/interleave_*.deb $(BUILD)/

uninstall: ## take away what install put there
	rm -rf $(PARALLEL_INCLUDE) $(PARALLEL_LIB)/libparallel.*
	rm -f $(PARALLEL_LIB)/pkgconfig/parallel.pc $(PARALLEL_MAN)/parallel_*.3
	rm -rf $(BIN)/interleave $(LIB) $(SHARE) $(MAN)/interleave.1
	rm -f $(DATA)/bash-completion/completions/interleave \
		$(DATA)/zsh/vendor-completions/_interleave \
		$(DATA)/fish/vendor_completions.d/interleave.fish \
		$(DATA)/locale/*/LC_MESSAGES/interleave.mo

clean: ## remove what was built
	rm -rf build interleave

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

-include $(TESTED_OBJECTS:.o=.d) $(TUI_OBJECTS:.o=.d) $(RUNTIME_OBJECTS:.o=.d) \
         $(LESSONS:=.d) $(SUBJECTS:=.d) $(PARALLEL_OBJECTS:.o=.d) $(SEEN_OBJECTS:.o=.d) $(EXAMPLES:=.d) $(PARALLEL_ROWS:.o=.d) $(UNIT_TESTS:=.d) $(BENCHES:=.d)
