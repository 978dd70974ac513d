# Completion of interleave's commands, options and lessons in bash. All words
# are asked of the program itself, so none is out of date.
_interleave_words() {
    case $1 in
    commands) interleave help | sed -n 's/^  interleave \([a-z]*\) .*/\1/p' ;;
    lessons) interleave list --plain | sed -n 's/^  \([a-z_]*\) .*/\1/p' ;;
    options) interleave "$2" --help | grep -o -e '--[a-z][a-z-]*' ;;
    esac 2>/dev/null
}

_interleave() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words

    if [[ $COMP_CWORD -eq 1 ]]; then
        words="$(_interleave_words commands) $(_interleave_words lessons)"
    elif [[ $word == -* ]]; then
        words=$(_interleave_words options "$command")
    elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --to ]]; then
        words="html svg perfetto cast text"
    elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --lang ]]; then
        words="en uk"
    else
        case $command in
        run | step | explore | present | check | watch | hint | solution | \
            reset | lint) words=$(_interleave_words lessons) ;;
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}

complete -o default -F _interleave interleave
