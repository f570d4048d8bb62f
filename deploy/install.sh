#!/usr/bin/env bash
# 把稳住装成系统服务；再运行一次就是升级。在解开的源代码里用管理员身份运行：
#
#   sudo deploy/install.sh
#
# 会做的事：建用户 wenzhu；在 /opt/wenzhu/venv 按锁定的版本和校验值装依赖和程序；
# 数据文件夹 /var/lib/wenzhu（0700）；设置 /etc/wenzhu/settings.env（已有的不动）；
# 放好 systemd 服务和每天的备份。不会启动服务，也不碰已有的数据。
#
#   DESTDIR=某处 deploy/install.sh      只把文件放到那里看看，不建用户，不动系统服务
#   --no-packages                       不装 Python 依赖和程序
set -euo pipefail
cd "$(dirname "$0")/.."

DESTDIR=${DESTDIR:-}
PYTHON=${PYTHON:-python3}
packages=yes
for word in "$@"; do
  case "$word" in
    --no-packages) packages=no ;;
    *) echo "不认识的参数：$word" >&2; exit 64 ;;
  esac
done

if [ -z "$DESTDIR" ] && [ "$(id -u)" -ne 0 ]; then
  echo '请用管理员身份运行：sudo deploy/install.sh' >&2
  exit 1
fi
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo '需要 Python 3.11 或更新版本。' >&2
  exit 1
}

make_user() {
  [ -n "$DESTDIR" ] && return
  id wenzhu >/dev/null 2>&1 ||
    useradd --system --home-dir /var/lib/wenzhu --no-create-home --shell /usr/sbin/nologin wenzhu
}

# 所有者只在真正安装时设；试放时都归运行的人
owned() {
  if [ -n "$DESTDIR" ]; then install "${@:3}"; else install -o "$1" -g "$2" "${@:3}"; fi
}

make_folders() {
  owned root root -d -m 0755 "$DESTDIR/opt/wenzhu" "$DESTDIR/opt/wenzhu/bin" "$DESTDIR/opt/wenzhu/share"
  owned root root -d -m 0755 "$DESTDIR/usr/local/bin" "$DESTDIR/etc/systemd/system"
  owned root root -d -m 0700 "$DESTDIR/etc/wenzhu"
  owned wenzhu wenzhu -d -m 0700 "$DESTDIR/var/lib/wenzhu" "$DESTDIR/var/lib/wenzhu-backups"
}

install_program() {
  [ "$packages" = yes ] || return 0
  local venv=$DESTDIR/opt/wenzhu/venv
  "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || ./deploy/debian-packages.sh python3-venv
  [ -x "$venv/bin/python" ] || "$PYTHON" -m venv "$venv"
  local pip=("$venv/bin/python" -m pip --disable-pip-version-check --no-input --quiet)
  "${pip[@]}" install --require-hashes --requirement requirements.lock
  "${pip[@]}" install --no-deps --no-build-isolation --force-reinstall .
}

install_files() {
  owned root root -m 0755 deploy/backup.sh "$DESTDIR/opt/wenzhu/bin/backup"
  owned root root -m 0755 deploy/wenzhu.sh "$DESTDIR/usr/local/bin/wenzhu"
  local file
  for file in runbook.md alerts.yml Caddyfile nginx.conf settings.example.env; do
    owned root root -m 0644 "deploy/$file" "$DESTDIR/opt/wenzhu/share/$file"
  done
  for file in wenzhu.service wenzhu-backup.service wenzhu-backup.timer; do
    owned root root -m 0644 "deploy/$file" "$DESTDIR/etc/systemd/system/$file"
  done
  if [ ! -e "$DESTDIR/etc/wenzhu/settings.env" ]; then
    owned root root -m 0600 deploy/settings.example.env "$DESTDIR/etc/wenzhu/settings.env"
  fi
}

tell_systemd() {
  if [ -z "$DESTDIR" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
  fi
}

make_user
make_folders
install_program
install_files
tell_systemd

cat <<'SAY'
装好了。接下来：
  1. 看一遍设置：/etc/wenzhu/settings.env
  2. 启动：systemctl enable --now wenzhu wenzhu-backup.timer
  3. 检查：wenzhu doctor（服务运行时，聊天页端口一项会说已被占用，属正常）
  4. 抄下恢复码，和备份分开放：wenzhu keys export
每一步的说明：/opt/wenzhu/share/runbook.md
SAY
