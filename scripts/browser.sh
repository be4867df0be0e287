#!/usr/bin/env bash
# Finds or installs what the browser stories need: Chromium and a CJK font.
set -u
need=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || need+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || need+=(fonts-noto-cjk fontconfig)
[ ${#need[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "browser: installing ${need[*]}"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null && exit 0
fi
echo "browser: missing ${need[*]}. Install them (Debian: apt-get install ${need[*]}); the browser stories are skipped without them."
exit 0
