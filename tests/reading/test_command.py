"""`wenzhu read` as scripts call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.reading import command
from tests.reading.drawing import SMS, encoded, plain, scanned_pdf, sms


def test_files_become_lines_of_json_and_faults_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upright, turned, paper = tmp_path / "短信.png", tmp_path / "-b.jpg", tmp_path / "c.pdf"
    broken, voice, nothing = tmp_path / "d.png", tmp_path / "e.ogg", tmp_path / "f.png"
    upright.write_bytes(encoded(sms()))
    turned.write_bytes(encoded(sms().rotate(180), "JPEG"))
    paper.write_bytes(scanned_pdf([sms()]))
    broken.write_bytes(encoded(sms())[:2000])
    voice.write_bytes(b"OggS\0\x02")
    nothing.write_bytes(b"")
    files = [upright, tmp_path / "absent.png", turned, paper, broken, voice, nothing, tmp_path]
    code = command.run([str(file) for file in files])
    shapes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 1
    assert [shape["file"] for shape in shapes] == [str(file) for file in files]
    assert ["error" in shape for shape in shapes] == [
        False, True, False, False, True, True, True, True,
    ]  # fmt: skip
    assert set(shapes[0]) == {"file", "text", "lines", "seconds"}
    assert set(shapes[0]["lines"][0]) == {"text", "box", "confidence"}
    assert plain("".join(SMS)) in plain(shapes[0]["text"])
    assert shapes[2]["turned"] == 180
    assert (shapes[3]["pages"], shapes[3]["pages_read"]) == (1, 1)
    assert shapes[5]["error"] == "语音和视频暂不能听写。"


def test_only_readable_files_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("已逾期", encoding="utf-8")
    assert command.run([str(tmp_path / "a.txt")]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "已逾期"


def test_no_file_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run([]) == 64
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("用法")


def test_the_program_tells_options_from_files(tmp_path: Path) -> None:
    (tmp_path / "-b.txt").write_text("已逾期", encoding="utf-8")
    root = Path(__file__).parents[2]
    for arguments, code in ((["--jsonl"], 64), ([], 64), (["--", "-b.txt"], 0)):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "read", *arguments],
            check=False,
            capture_output=True,
            cwd=tmp_path,
            env={"PYTHONPATH": str(root)},
        )
        assert done.returncode == code, arguments


def test_the_installed_command_speaks_utf8_whatever_the_locale(tmp_path: Path) -> None:
    file = tmp_path / "短信.txt"
    file.write_text("已逾期", encoding="gb18030")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "read", str(file)],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={"LC_ALL": "C", "PATH": ""},
    )
    shape = json.loads(done.stdout.decode("utf-8"))
    assert (shape["file"], shape["text"]) == (str(file), "已逾期")
