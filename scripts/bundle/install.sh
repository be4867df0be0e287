#!/usr/bin/env bash
# Installs, upgrades or rolls back from this folder alone; no network is asked for anything.
#   ./install.sh [--prefix /opt/yuzhi] [--units]     install or upgrade: a new folder of its own, then `current` points at it
#   ./install.sh [--prefix /opt/yuzhi] --rollback    `current` points at the one before
# Data are never touched. PYTHON names another Python 3.11.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
prefix=/opt/yuzhi units=no back=no
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) [ $# -gt 1 ] || { echo "安装：--prefix 后面要写目录。" >&2; exit 2; }; prefix="$2"; shift ;;
    --units) units=yes ;;
    --rollback) back=yes ;;
    *) echo "安装：不认识的参数 $1。可以用的是 --prefix 目录、--units、--rollback。" >&2; exit 2 ;;
  esac
  shift
done
point() { ln -sfn "$1" "$prefix/.next" && mv -Tf "$prefix/.next" "$prefix/$2"; }      # a rename: never half
if [ "$back" = yes ]; then
  [ -L "$prefix/previous" ] || { echo "安装：$prefix 里没有前一个版本，没有退回。" >&2; exit 3; }
  now="$(readlink "$prefix/current")" before="$(readlink "$prefix/previous")"
  point "$before" current; point "$now" previous
  echo "已退回到 $prefix/$before。数据没有动：新版本改过数据表的，请恢复升级前的备份，再启动。"
  exit 0
fi
(cd "$here" && sha256sum --quiet --strict -c SHA256SUMS) || { echo "安装：文件与 SHA256SUMS 不同，没有安装。请重新取得整个文件夹。" >&2; exit 4; }
[ "$(uname -m)" = "$(cat "$here/MACHINE")" ] || { echo "安装：这个文件夹是给 $(cat "$here/MACHINE") 的，这台机器是 $(uname -m)，没有安装。" >&2; exit 5; }
python="${PYTHON:-python3.11}"
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { echo "安装：没有 Python 3.11。请先安装，或写 PYTHON=/路径/python3.11。" >&2; exit 6; }
mkdir -p "$prefix/versions"
name="versions/$(sha256sum "$here/SHA256SUMS" | cut -c1-12)"
if [ ! -e "$prefix/$name/whole" ]; then
  rm -rf "${prefix:?}/$name"
  "$python" -m venv "$prefix/$name"      # at its own place: a virtual environment cannot be moved
  pip=("$prefix/$name/bin/python" -m pip --isolated --disable-pip-version-check -q install --no-index --no-cache-dir --find-links "$here/wheels")
  "${pip[@]}" --require-hashes -r "$here/requirements.txt"
  "${pip[@]}" --no-deps "$here"/wheels/yuzhi-*.whl
  "$prefix/$name/bin/yuzhi" --help >/dev/null
  touch "$prefix/$name/whole"
fi
if [ -L "$prefix/current" ] && [ "$(readlink "$prefix/current")" != "$name" ]; then point "$(readlink "$prefix/current")" previous; fi
point "$name" current
if [ "$units" = yes ]; then
  for unit in "$here"/units/*; do sed "s|@PREFIX@|$prefix|g" "$unit" >"/etc/systemd/system/$(basename "$unit")"; done
  command -v systemctl >/dev/null && systemctl daemon-reload || echo "安装：没有 systemctl，单元文件已放好，没有重新载入。"
fi
echo "已安装到 $prefix/$name，$prefix/current 指向它。命令：$prefix/current/bin/yuzhi"
