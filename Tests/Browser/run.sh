#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The gateway's pages in Chromium, on a cluster of its own.
#
#   Tests/Browser/run.sh [ARGUMENT...]   the tests; arguments are pytest's: -k keyboard
#   Tests/Browser/run.sh screenshots     makes docs/screenshots
#
# Programs come from MOVIEGEN_BIN, or from the debug build. Logs are in .local/browser/log.
set -euo pipefail
cd "$(dirname "$0")/../.."

Tests/Browser/install.sh
readonly python="$PWD/.local/browser/python/bin/python"
export MOVIEGEN_BIN="${MOVIEGEN_BIN:-$PWD/.build/debug}" PYTHONDONTWRITEBYTECODE=1
if [ "${1:-}" = screenshots ]; then
    exec Scripts/servers.sh run "$python" Tests/Browser/screenshots.py
fi
exec Scripts/servers.sh run "$python" -m pytest -c Tests/Browser/pytest.ini Tests/Browser "$@"
