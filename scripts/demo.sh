#!/usr/bin/env bash
# The main job on a made-up city: its office files are written, read, indexed, counted; then the site runs.
set -eu
cd "$(dirname "$0")/.."
export YUZHI_HOME="${YUZHI_HOME:-$PWD/.yuzhi}"
files="$YUZHI_HOME/sample"
yuzhi=.venv/bin/yuzhi
started=$(date +%s)
if [ ! -e "$files/truth.json" ]; then
  echo "== 1/5 写出示例城市的各机构文件（规模 $SCALE，种子 $SEED）"
  rm -rf "$files"
  "$yuzhi" sample "$files" --scale "$SCALE" --seed "$SEED"
else
  echo "== 1/5 示例文件已在 $files"
fi
echo "== 2/5 读入、校验、发布、建索引"
"$yuzhi" ingest "$files/office" || [ $? -eq 5 ]
echo "== 3/5 计算目标"
"$yuzhi" indicators
echo "== 4/5 示例账号（仅供演示）"
"$yuzhi" accounts
"$yuzhi" evidence publish
echo "== 5/5 存证日志：请三家见证方（演示；都在这台机器上，没有证明力）"
WITNESS_PORT=${WITNESS_PORT:-$((PORT + 1))} scripts/witnesses.sh
"$yuzhi" log stamp
echo
echo "准备用时 $(( $(date +%s) - started )) 秒。均为虚构的示例数据。"
echo "在另一个终端里使用命令行： export YUZHI_HOME=$YUZHI_HOME"
exec "$yuzhi" serve --port "$PORT"
