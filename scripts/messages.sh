#!/usr/bin/env bash
# Compiles the English messages that the pages use.
set -eu
cd "$(dirname "$0")/.."
for po in src/yuzhi/*/locale/*/LC_MESSAGES/django.po src/yuzhi/*/*/locale/*/LC_MESSAGES/django.po; do
  [ -e "$po" ] || continue
  mo="${po%.po}.mo"
  [ "$mo" -nt "$po" ] || .venv/bin/pybabel -q compile -i "$po" -o "$mo" -D django
done
