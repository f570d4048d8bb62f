#!/bin/sh
# 写一份备份到文件夹，成功以后才删掉过期的：backup 文件夹 天数
# 过期必须删：旧备份里还留着后来被本人要求删除的内容。
set -eu
folder=$1
days=$2
wenzhu=${WENZHU_PROGRAM:-/opt/wenzhu/venv/bin/wenzhu}
"$wenzhu" backup -o "$folder"
find "$folder" -maxdepth 1 -type f -name 'wenzhu-*.backup' -mtime "+$days" -delete
