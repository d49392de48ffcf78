#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs schemathesis and openapi-spec-validator into .local/test/api; nothing where they are there already.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly wanted="Tests/API/requirements.txt"
readonly place=".local/test/api"

cmp -s "$wanted" "$place/installed.txt" && exit 0
python3 -c 'import ensurepip' 2>/dev/null || Scripts/install-packages.sh python3-venv
python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$place/installed.txt"
