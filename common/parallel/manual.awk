# manual.awk - a manual page (section 3) from a header of this library.
#
# A header begins with a comment: a line "name.h - what it is", then text, in
# which lines that are set in further are code. Then come declarations, in
# blocks with an empty line between them; a comment before a declaration is
# about it. Text and code become the page's; nothing is written twice.

function plain(text) { # A backslash, and a dot at the beginning, mean nothing.
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    sub(/^[.']/, "\\\\\\&&", text)
    return text
}

function say(text) {
    if (text ~ /^    /) {
        if (!code)
            print ".PP\n.RS 4\n.nf"
        code = 1
    } else if (code && text != "") {
        print ".fi\n.RE\n.PP"
        code = 0
    }
    if (code)
        print plain(substr(text, 5))
    else
        print text == "" ? ".PP" : plain(text)
}

function end_code() {
    if (code)
        print ".fi\n.RE"
    code = 0
}

# A block: its declarations, then what its comment says of them.
function end_block(    i, line) {
    if (declarations > 0) {
        print ".PP\n.nf"
        for (i = 0; i < declarations; i++)
            print "\\fB" plain(declaration[i]) "\\fR"
        print ".fi"
    }
    if (comments > 0)
        print ".PP" (declarations > 0 ? "\n.RS 4" : "")
    for (i = 0; i < comments; i++)
        say(comment[i])
    end_code()
    if (comments > 0 && declarations > 0)
        print ".RE"
    declarations = comments = 0
}

# All functions are names of the page: `man lock_acquire` finds it.
function names(header,    line, found) {
    while ((getline line < header) > 0)
        if (line ~ /^[a-z].*[ *][a-z_0-9]+\(/) {
            sub(/\(.*/, "", line)
            sub(/.*[ *]/, "", line)
            found = found ", " line
        }
    return found
}

NR == 1 {
    name = $2
    sub(/\.h$/, "", name)
    summary = $0
    sub(/^[^-]*- /, "", summary)
    sub(/\.$/, "", summary)
    print ".TH PARALLEL_" toupper(name) " 3 \"\" \"parallel " version "\""
    print ".SH NAME\nparallel_" name names(FILENAME) " \\- " plain(summary)
    print ".SH SYNOPSIS\n.nf\n\\fB#include \"parallel/" name ".h\"\\fR\n.fi"
    print ".PP\ncc file.c $(pkg\\-config \\-\\-cflags \\-\\-libs parallel)"
    print ".SH DESCRIPTION"
    head = 1
    next
}

head {
    last = sub(/ *\*\/$/, "")
    say(substr($0, 4))
    if (last) {
        end_code()
        print ".SH DECLARATIONS"
        head = 0
    }
    next
}

/^#(ifndef|endif|include|define PARALLEL_)/ { next }
/^$/ && !inside { end_block(); next }

# A comment of its own; one behind a declaration stays with it.
declarations == 0 && /^\/\*/ { inside = 1 }
inside {
    last = sub(/ *\*\/$/, "")
    sub(/^(\/\* |   )/, "")
    comment[comments++] = $0
    inside = !last
    next
}
{
    sub(/ +\\$/, " \\") # A macro's lines need not end below each other.
    declaration[declarations++] = $0
}

END {
    end_block()
    print ".SH SEE ALSO"
    print "The other pages of this library, parallel_lock(3) and so on; its"
    print "headers; and interleave(1), which shows programs that use it."
}
