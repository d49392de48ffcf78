#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs what the tests in a browser need into .local/browser/python; nothing where it is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly wanted="Tests/Browser/requirements.txt"
readonly place=".local/browser/python"
# Brings axe-core 4.12.1 along. Only that file of it is used, and not Playwright, which it would bring too.
readonly axe="axe-playwright-python==0.1.8"

[ "$(cat "$wanted" - <<<"$axe")" != "$(cat "$place/installed.txt" 2>/dev/null)" ] || exit 0
echo "Installing pytest, Selenium and axe-core"
python3 -c 'import ensurepip' 2>/dev/null || Scripts/install-packages.sh python3-venv
python3 -m venv --clear "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
"$place/bin/pip" install --quiet --disable-pip-version-check --no-deps "$axe"
cat "$wanted" - <<<"$axe" >"$place/installed.txt"
