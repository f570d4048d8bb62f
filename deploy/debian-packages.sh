#!/usr/bin/env bash
# Installs the named Debian packages when it may; otherwise says in one sentence what is missing.
set -euo pipefail
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null
else
  echo "缺少系统软件包：$*。请用管理员身份安装（Debian/Ubuntu：sudo apt-get install $*），然后重试。" >&2
  exit 1
fi
