#!/bin/sh
# packages.sh - sees to it that what building needs is there.
#
#   packages.sh build        what the lab needs
#   packages.sh build test   and what its tests need, a browser among it
#
# What is missing is found with pkg-config, named, and installed with the
# system's own installer, after saying so. Where that cannot be done, one line
# says what to install.
set -u

# pkg-config's name, and the package's on Debian, Fedora and Arch.
names() {
    case $1 in
    build) cat <<'END'
ncursesw libncurses-dev ncurses-devel ncurses
md4c libmd4c-dev md4c-devel md4c
libdw libdw-dev elfutils-devel libelf
jansson libjansson-dev jansson-devel jansson
cmocka libcmocka-dev libcmocka-devel cmocka
END
        ;;
    test) cat <<'END'
vterm libvterm-dev libvterm-devel libvterm
END
        ;;
    esac
}

if command -v apt-get >/dev/null; then
    column=2 tool=pkg-config install="apt-get install -y -q --no-install-recommends"
elif command -v dnf >/dev/null; then
    column=3 tool=pkgconf-pkg-config install="dnf install -y -q"
elif command -v pacman >/dev/null; then
    column=4 tool=pkgconf install="pacman -S --needed --noconfirm"
else
    column=2 tool=pkg-config install=
fi

missing=
command -v pkg-config >/dev/null || missing=$tool
command -v msgfmt >/dev/null || missing="$missing gettext"
for kind in "$@"; do
    wanted=$(names "$kind" | while read -r name debian fedora arch; do
        pkg-config --exists "$name" 2>/dev/null && continue
        case $column in 2) echo "$debian" ;; 3) echo "$fedora" ;; *) echo "$arch" ;; esac
    done)
    missing="$missing $wanted"
done
# Exported pages are tested in a browser, where there is one to be had: other
# systems than Debian have it under many names, and some only as a snap.
case " $* " in *" test "*)
    if ! command -v chromium >/dev/null && grep -qs '^ID=debian' /etc/os-release
    then
        missing="$missing chromium"
    fi ;;
esac
missing=$(echo $missing)
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
if [ -z "$install" ]; then
    echo "Please install: $missing" >&2
    exit 1
fi
if [ -n "$as_root" ] && ! command -v sudo >/dev/null; then
    echo "Please install as root: $install $missing" >&2
    exit 1
fi

echo "Interleave needs these packages, and installs them now: $missing"
echo "+ $as_root $install $missing"
export DEBIAN_FRONTEND=noninteractive
if ! $as_root $install $missing >/dev/null; then
    # Perhaps the list of packages is old, or not there yet.
    [ $column = 2 ] && $as_root apt-get update -q >/dev/null
    $as_root $install $missing >/dev/null || {
        echo "That did not work. Please install: $missing" >&2
        exit 1
    }
fi
