#!/bin/sh
# style.sh - rules that a machine can check. Prints what breaks one.
status=0
say() {
    echo "style: $*"
    status=1
}

sources=$(git ls-files '*.c' '*.h' 2>/dev/null)
[ -n "$sources" ] || exit 0

# Layout, where clang-format is there.
if command -v clang-format >/dev/null; then
    bad=$(clang-format --dry-run $sources 2>&1 | grep -c 'warning:')
    [ "$bad" -eq 0 ] || say "$bad places are not formatted: make format"
fi

for file in $sources; do
    lines=$(wc -l <"$file")
    most=500
    case $file in lessons/*.c) most=80 ;; esac
    [ "$lines" -le $most ] || say "$file: $lines lines, at most $most"
    case $file in
    *.h)
        # A header compiles alone.
        echo "#include \"$file\"" | ${CC:-cc} -std=c11 -D_GNU_SOURCE -Icommon \
            -I. -fsyntax-only -x c - 2>/dev/null || say "$file: not alone"
        ;;
    esac
done

grep -nwE '(TODO|FIXME|XXX)' $sources && say "unfinished"
grep -nP '\t' $sources | head -3 | grep . && say "tabs in sources"
LC_ALL=C.UTF-8 grep -nE '^.{81,}' $sources | cut -c1-90 | grep . &&
    say "lines longer than 80 columns"

# A lesson stands on plain C alone, or on the library that it is about.
grep -nE '#include "' lessons/*/*.c |
    grep -vE '"(../must|parallel/[a-z_]+).h"' &&
    say "a lesson includes more than must.h and common/parallel"

# Marks: each that a page uses stands exactly once in its program, and each
# that stands there is used.
for page in lessons/*/*.md; do
    program=${page%%.*}.c # Of NAME.uk.md, too.
    [ -f "$program" ] || { [ "$page" = lessons/README.md ] || say "$page: no program"; continue; }
    for mark in $(grep -oE '`@[a-z_]+`' "$page" | tr -d '`@' | sort -u); do
        found=$(grep -cE "@$mark\b" "$program")
        [ "$found" -eq 1 ] || say "$page: @$mark stands $found times in $program"
    done
    for link in $(grep -oE '\]\([^)]*\.sched\)' "$page" | tr -d ']()'); do
        [ -f "${page%/*}/$link" ] || say "$page: no schedule $link"
    done
    for mark in $(grep -oE '@[a-z_]+' "$program" | tr -d @ | sort -u); do
        grep -q "\`@$mark\`" "$page" || say "$program: @$mark is not used"
    done
done
exit $status
