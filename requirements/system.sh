#!/bin/sh
# Installs the programs the tests open files and pages with, where they are missing and Debian's packages can be had.
# The product itself needs none of them.
set -eu

missing=""
need() { # need COMMAND PACKAGE...
    command -v "$1" >/dev/null 2>&1 && return 0
    shift
    missing="$missing $*"
}
need chromium chromium
need bwrap bubblewrap
need pdftoppm poppler-utils
need soffice libreoffice-writer-nogui libreoffice-calc-nogui
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
if ! { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn file | grep -q .; }; then
    missing="$missing fontconfig fonts-noto-cjk"
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests also need:$missing (names of Debian's packages). Please install them." >&2
    exit 1
fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
    sudo="sudo -n"
    $sudo true 2>/dev/null || {
        echo "The tests also need:$missing. Please run: sudo apt-get install --no-install-recommends$missing" >&2
        exit 1
    }
fi
echo "Installing$missing …"
$sudo apt-get -qq update
# shellcheck disable=SC2086  # a list of names
$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=200 $missing >/dev/null
