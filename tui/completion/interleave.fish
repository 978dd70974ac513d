# Completion of interleave's commands, options and lessons in fish. All words are
# asked of the program itself, so none is out of date.
function __interleave_commands
    interleave help 2>/dev/null | sed -n 's/^  interleave \([a-z]*\) .*/\1/p'
end

function __interleave_lessons
    interleave list --plain 2>/dev/null | sed -n 's/^  \([a-z_]*\) .*/\1/p'
end

function __interleave_options
    set -l words (commandline -opc)
    test (count $words) -gt 1
    and interleave $words[2] --help 2>/dev/null | grep -o -e '--[a-z][a-z-]*'
end

complete -c interleave -n __fish_use_subcommand -f -a '(__interleave_commands)'
complete -c interleave -a '(__interleave_lessons)'
complete -c interleave -n 'string match -q -- "-*" (commandline -ct)' \
    -a '(__interleave_options)'
complete -c interleave -l lang -x -a 'en uk'
