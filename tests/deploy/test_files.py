"""The files in deploy/: what they name exists, and the tools that read them accept them."""

from __future__ import annotations

import dataclasses
import os
import re
import runpy
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from bot.settings import PREFIX, Settings
from tests.whole.program import ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("wenzhu.service", "wenzhu-backup.service", "wenzhu-backup.timer")
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
SYSTEMD = shutil.which("systemd-analyze")
EXPOSURE = 1.5
"""What `systemd-analyze security` may say at most, of 10; the network is the rest of it."""


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def run(*words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What install.sh puts on a machine, in a folder, with stand-ins for the programs."""
    root = tmp_path_factory.mktemp("machine")
    done = run(DEPLOY / "install.sh", "--no-packages", DESTDIR=str(root))
    assert done.returncode == 0, done.stderr
    program = root / "opt/wenzhu/venv/bin/wenzhu"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return root


def test_the_example_names_every_setting_as_the_code_does() -> None:
    written = runpy.run_path(str(DEPLOY / "settings_example.py"))["example"]()
    assert text("settings.example.env") == written, "run: python deploy/settings_example.py"


def test_the_example_can_be_read_by_a_shell_and_means_the_defaults() -> None:
    lines = [line for line in text("settings.example.env").splitlines() if line.startswith("#WENZ")]
    assert len(lines) == len(dataclasses.fields(Settings))
    settable = "\n".join(line.removeprefix("#") for line in lines)
    shown = run("/bin/sh", "-c", f"set -a\n{settable}\nenv -0").stdout
    environment = dict(pair.partition("=")[::2] for pair in shown.split("\0") if pair)
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    assert Settings.read(ours) == Settings()


def test_installing_is_safe_to_repeat(installed: Path) -> None:
    settings = installed / "etc/wenzhu/settings.env"
    settings.write_text("WENZHU_PORT=9999\n")
    (installed / "var/lib/wenzhu/wenzhu.db").write_text("data")
    done = run(DEPLOY / "install.sh", "--no-packages", DESTDIR=str(installed))
    assert done.returncode == 0, done.stderr
    assert settings.read_text() == "WENZHU_PORT=9999\n"
    assert (installed / "var/lib/wenzhu/wenzhu.db").read_text() == "data"
    assert run(DEPLOY / "install.sh", "--sing", DESTDIR=str(installed)).returncode == 64


def test_what_is_installed_is_closed_to_others(tmp_path: Path) -> None:
    assert run(DEPLOY / "install.sh", "--no-packages", DESTDIR=str(tmp_path)).returncode == 0

    def mode(name: str) -> int:
        return (tmp_path / name).stat().st_mode & 0o777

    for folder in ("var/lib/wenzhu", "var/lib/wenzhu-backups", "etc/wenzhu"):
        assert mode(folder) == 0o700
    assert mode("etc/wenzhu/settings.env") == 0o600
    assert mode("usr/local/bin/wenzhu") == mode("opt/wenzhu/bin/backup") == 0o755


def test_units_name_only_what_is_installed(installed: Path) -> None:
    for unit in UNITS:
        shown = (installed / "etc/systemd/system" / unit).read_text(encoding="utf-8")
        for path in re.findall(r"(?:ExecStart=|file://)(/\S+)", shown):
            assert (installed / path[1:]).exists(), path
    for script in (installed / "opt/wenzhu/bin/backup", installed / "usr/local/bin/wenzhu"):
        assert "/opt/wenzhu/venv/bin/wenzhu" in script.read_text(encoding="utf-8")


def test_scripts_are_shell(installed: Path) -> None:
    for script in DEPLOY.glob("*.sh"):
        shell = script.read_text(encoding="utf-8").splitlines()[0].rsplit("/", 1)[-1].split()[-1]
        assert run(shell, "-n", script).returncode == 0
        assert os.access(script, os.X_OK)
    assert installed.exists()


def test_systemd_accepts_the_units(installed: Path, tmp_path: Path) -> None:
    if SYSTEMD is None:
        assert all("[Unit]" in text(unit) for unit in UNITS)
        return
    for unit in UNITS:  # without a root of its own it would look for the programs on this machine
        moved = text(unit).replace("=/opt/wenzhu", f"={installed}/opt/wenzhu")
        (tmp_path / unit).write_text(moved, encoding="utf-8")
    done = run(SYSTEMD, "verify", "--man=no", *(tmp_path / unit for unit in UNITS))
    said = [line for line in done.stderr.splitlines() if "wenzhu" in line]
    assert (done.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", UNITS[:2])
def test_systemd_finds_little_exposed(unit: str) -> None:
    if SYSTEMD is None:
        assert "ProtectSystem=strict" in text(unit)
        return
    done = run(SYSTEMD, "security", "--offline=true", "--no-pager", DEPLOY / unit)
    level = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= EXPOSURE, done.stdout


def test_nginx_accepts_the_sample(tmp_path: Path) -> None:
    shown = text("nginx.conf")
    assert _targets(shown) == {"127.0.0.1:8735"}
    if NGINX is None:
        assert shown.count("{") == shown.count("}")
        return
    _self_signed(tmp_path)
    shown = re.sub(r"/etc/letsencrypt\S+/(\w+\.pem)", rf"{tmp_path}/\1", shown)
    (tmp_path / "sample.conf").write_text(shown, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ include {tmp_path}/sample.conf; }}\n"
    )
    done = run(NGINX, "-t", "-e", tmp_path / "error.log", "-c", tmp_path / "nginx.conf")
    assert done.returncode == 0, done.stderr


def test_proxies_publish_the_webhook_and_nothing_else() -> None:
    port, page = Settings().webhook_port, Settings().port
    for name in ("Caddyfile", "nginx.conf"):
        code = "\n".join(line.split("#")[0] for line in text(name).splitlines())
        assert _targets(code) == {f"127.0.0.1:{port}"}
        assert str(page) not in code
        assert "/telegram" in code
        assert "404" in code
    assert text("Caddyfile").count("{") == text("Caddyfile").count("}")


def _targets(shown: str) -> set[str]:
    return set(re.findall(r"(?:proxy_pass http://|reverse_proxy )([0-9.:]+)", shown))


def _self_signed(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot.example.org")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def test_old_backups_go_only_after_a_new_one(tmp_path: Path) -> None:
    folder, program = tmp_path / "backups", tmp_path / "wenzhu"
    folder.mkdir()
    old, fresh, other = (
        folder / name for name in ("wenzhu-1Z.backup", "wenzhu-2Z.backup", "mine.backup")
    )
    for file in (old, fresh, other):
        file.write_text("x")
    for file in (old, other):
        os.utime(file, (time.time() - 20 * 86400,) * 2)
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    failed = run(DEPLOY / "backup.sh", folder, "14", WENZHU_PROGRAM=str(program))
    assert failed.returncode == 1
    assert old.exists()
    program.write_text('#!/bin/sh\n[ "$1 $2" = "backup -o" ] && touch "$3/wenzhu-3Z.backup"\n')
    assert run(DEPLOY / "backup.sh", folder, "14", WENZHU_PROGRAM=str(program)).returncode == 0
    left = {path.name for path in folder.iterdir()}
    assert left == {"wenzhu-2Z.backup", "wenzhu-3Z.backup", "mine.backup"}


def _stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's instructions by stage, continued lines joined."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text("Dockerfile")))
    found: list[list[tuple[str, str]]] = [[]]
    for line in filter(None, (line.strip() for line in joined.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append((word, rest))
    return found[1:]


def test_the_image_is_small_and_not_root() -> None:
    build, final = _stages()
    assert dict(build)["FROM"].endswith("AS build")
    assert "--require-hashes" in str(build)
    assert dict(final)["USER"] == "10001:10001"
    assert all("pip" not in rest for word, rest in final if word == "RUN")
    assert "/readyz" in dict(final)["HEALTHCHECK"]
    copied = {source for word, rest in build if word == "COPY" for source in rest.split()[:-1]}
    assert all((ROOT / source).exists() for source in copied)
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if "!" in line}
    assert copied <= let_in


def test_the_container_may_write_only_its_data() -> None:
    compose: dict[str, Any] = yaml.safe_load(text("compose.yaml"))
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] == "10001:10001"
    assert service["tmpfs"][0].partition(":")[0] == "/" + "tmp"
    targets = {volume.partition(":")[2] for volume in service["volumes"]}
    assert targets == {"/data", "/backups"}
    assert all(f"{target}" in text("Dockerfile") for target in targets)
    assert {volume.partition(":")[0] for volume in service["volumes"]} == set(compose["volumes"])
    assert "ports" not in service
    assert service["network_mode"] == "host"
    assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).is_file()


PLACES = {"/opt/wenzhu/source", "/var/lib/wenzhu.old", "/var/lib/wenzhu.old/master.key"}
"""What the runbook tells the operator to make himself."""


def test_the_runbook_names_what_exists(installed: Path) -> None:
    book = text("runbook.md")
    made = {"wenzhu.db", "wenzhu-"}  # by the service and by backups
    for path in set(re.findall(r"/(?:opt|etc|usr|var)/[A-Za-z0-9_./-]*[a-z-]", book)) - PLACES:
        assert (installed / path[1:]).exists() or path.rpartition("/")[2] in made, path
    names = set(re.findall(r"WENZHU_[A-Z_]+", book))
    assert {name.removeprefix(PREFIX).lower() for name in names} <= {
        field.name for field in dataclasses.fields(Settings)
    }
    shown = run(sys.executable, "-m", "bot", "--help").stdout
    commands = set(re.findall(r"(?:`|^)wenzhu ([a-z]+)", book, re.MULTILINE))
    assert {"doctor", "keys", "restore", "verify"} <= commands
    assert [command for command in commands if f"    {command} " not in shown] == []
    metrics = set(re.findall(r"wenzhu_[a-z_]+", book)) - {"wenzhu_data"}
    source = (ROOT / "bot" / "metrics.py").read_text(encoding="utf-8")
    assert [name for name in metrics if name.removeprefix("wenzhu_") not in source] == []
