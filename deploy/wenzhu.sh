#!/bin/sh
# 用服务的身份和设置运行 wenzhu：wenzhu doctor、wenzhu verify …
set -eu
if [ "$(id -u)" -ne 0 ]; then
  echo '请用管理员身份运行：sudo wenzhu …' >&2
  exit 1
fi
WENZHU_DATA=/var/lib/wenzhu
set -a
if [ -r /etc/wenzhu/settings.env ]; then
  . /etc/wenzhu/settings.env
fi
set +a
export WENZHU_DATA
cd /var/lib/wenzhu
exec setpriv --reuid=wenzhu --regid=wenzhu --clear-groups --no-new-privs \
  /opt/wenzhu/venv/bin/wenzhu "$@"
