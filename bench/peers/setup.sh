#!/usr/bin/env bash
# Makes the Python environment of the peers, in bench/peers/.venv or in the folder given; with
# "programs" as the second word that of requirements-programs.txt.
# PYTHON names the interpreter (default python3; 3.11 or later).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-"$here/.venv"}
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements${2:+-$2}.txt"
echo "$venv/bin/python"
