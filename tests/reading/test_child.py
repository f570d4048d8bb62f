"""The child as a process: killed, hung, starved, orphaned, confined."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image

from bot.reading.limits import Limits
from bot.reading.parent import ChildReader
from storage import inside
from storage.errors import InsideTransaction
from tests.reading.drawing import SMS, encoded, long_screen, medium, plain, sms

SLOW = encoded(long_screen(150)[0])
ROOT = Path(__file__).parents[2]


def gone(pid: int) -> bool:
    """Whether a process has ended, waiting a little for it."""
    for _ in range(100):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def pid_of(reader: ChildReader) -> int | None:
    """The child at this moment; asked anew each time."""
    return reader.pid


def limits_of(pid: int | None) -> str:
    """What the kernel allows a process."""
    return Path(f"/proc/{pid}/limits").read_text()


async def reads_well(reader: ChildReader) -> bool:
    content = encoded(sms())
    reading = await reader.read(medium(content), content)
    return plain("".join(SMS)) in plain(reading.text)


async def kill_busy_child(reader: ChildReader, other_than: int | None) -> int:
    """Kill the child while it reads, once it is a new one; its process id."""
    while reader.pid is None or reader.pid == other_than:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3)
    pid = reader.pid
    os.kill(pid, signal.SIGKILL)
    return pid


async def test_a_child_killed_once_is_replaced_and_the_picture_read() -> None:
    async with ChildReader() as reader:
        assert await reader.warm()
        reading = asyncio.create_task(reader.read(medium(SLOW), SLOW))
        killed = await kill_busy_child(reader, None)
        assert (await reading).failed is None
        assert (await reading).text.count("\n") == 149
        assert reader.pid != killed


async def test_a_child_that_died_between_two_pictures_is_replaced() -> None:
    async with ChildReader() as reader:
        assert await reader.warm()
        idle = pid_of(reader)
        assert idle is not None
        os.kill(idle, signal.SIGKILL)
        assert await reads_well(reader)
        assert pid_of(reader) != idle


async def test_a_picture_that_ends_the_child_twice_is_answered_and_the_next_read() -> None:
    async with ChildReader() as reader:
        assert await reader.warm()
        reading = asyncio.create_task(reader.read(medium(SLOW), SLOW))
        killed = await kill_busy_child(reader, None)
        await kill_busy_child(reader, killed)
        assert (await reading).failed == "damaged"
        assert await reads_well(reader)


async def test_a_picture_that_takes_too_long_is_answered_and_the_next_read() -> None:
    limits = Limits(seconds_per_megabyte=0, seconds_in_all=0.2)
    async with ChildReader(seconds=0.2, limits=limits) as reader:
        assert await reader.warm()
        first = reader.pid
        assert first is not None
        started = time.monotonic()
        assert (await reader.read(medium(SLOW), SLOW)).failed == "timeout"
        assert time.monotonic() - started < 5
        assert gone(first)
        assert await reader.thumbnail(encoded(Image.new("RGB", (60, 40)))) is not None


async def test_a_picture_that_takes_too_much_memory_is_answered_and_the_next_read() -> None:
    content = encoded(Image.effect_noise((7000, 5600), 80).convert("RGB"), "JPEG", quality=40)
    async with ChildReader(memory_mb=700) as reader:
        assert (await reader.read(medium(content), content)).failed == "too_large"
        assert await reads_well(reader)


async def test_giving_up_waiting_ends_the_child() -> None:
    async with ChildReader() as reader:
        assert await reader.warm()
        first = reader.pid
        assert first is not None
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(medium(SLOW), SLOW), 0.3)
        assert gone(first)
        assert await reads_well(reader)


async def test_many_ask_at_once_and_each_gets_his_own_answer() -> None:
    pictures = [encoded(sms([f"第{number}号账单已经逾期"])) for number in range(4)]
    async with ChildReader() as reader:
        readings = await asyncio.gather(*(reader.read(medium(p), p) for p in pictures))
    for number, reading in enumerate(readings):
        assert f"第{number}号账单" in reading.text


async def test_a_turn_is_one_at_a_time_and_thumbnails_need_none() -> None:
    order = []
    async with ChildReader() as reader:

        async def take(name: str) -> None:
            async with reader.turn():
                order.append(name)
                assert await reads_well(reader)
                order.append(name)

        await asyncio.gather(take("a"), take("b"), reader.thumbnail(encoded(sms())))
    assert order == ["a", "a", "b", "b"]


async def test_leaving_ends_the_child_and_reading_starts_none_without_need() -> None:
    async with ChildReader() as reader:
        content = "只是文字".encode()
        await reader.read(medium(content), content)
        assert pid_of(reader) is None
        assert await reader.warm()
        pid = pid_of(reader)
        assert pid is not None
    assert gone(pid)


async def test_reading_inside_a_transaction_is_refused() -> None:
    mark = inside.enter()
    try:
        async with ChildReader() as reader:
            with pytest.raises(InsideTransaction):
                await reader.read(medium(b"x"), b"x")
            with pytest.raises(InsideTransaction):
                await reader.thumbnail(b"x")
    finally:
        mark.open = False


async def test_a_child_that_is_not_ready_in_time_is_no_exception_for_warm() -> None:
    async with ChildReader(limits=Limits(start_seconds=0.05)) as reader:
        assert not await reader.warm()
        assert reader.pid is None


async def test_the_child_does_not_see_our_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "rapidocr.py").write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    async with ChildReader() as reader:
        assert await reader.warm()


async def test_the_running_child_can_neither_write_nor_open_files() -> None:
    async with ChildReader() as reader:
        assert await reader.warm()
        table = limits_of(pid_of(reader))
    bounds = {row[:26].strip(): row[26:].split() for row in table.splitlines()}
    assert bounds["Max file size"][:2] == ["0", "0"]
    assert bounds["Max core file size"][:2] == ["0", "0"]
    assert int(bounds["Max open files"][1]) < 12
    assert int(bounds["Max address space"][1]) < 4_500_000_000


CONFINED = """
import os, socket, sys
from bot.reading.confinement import confine_at_start, confine_for_reading
folder = sys.argv[1]
already_open = open(folder + "/open", "wb", buffering=0)
confine_at_start(os.getppid())
confine_for_reading(10**9)
attempts = {
    "file": lambda: open(folder + "/new", "wb"),
    "read": lambda: open(folder + "/secret", "rb"),
    "socket": lambda: socket.socket(),
    "write": lambda: already_open.write(b"x"),
    "memory": lambda: bytearray(2 * 10**9),
}
for name, attempt in attempts.items():
    try:
        attempt()
    except (OSError, MemoryError):
        continue
    os.write(1, name.encode())
"""


def test_confinement_holds(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(tmp_path)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    assert done.stdout == b""
    assert (tmp_path / "open").stat().st_size == 0
    assert not (tmp_path / "new").exists()


PARENT = """
import asyncio, sys
from bot.reading.parent import ChildReader
from tests.reading.drawing import encoded, long_screen, medium

async def main():
    async with ChildReader() as reader:
        await reader.warm()
        content = encoded(long_screen(250)[0])
        print(reader.pid, flush=True)
        await reader.read(medium(content), content)

asyncio.run(main())
"""


def test_the_child_dies_with_its_killed_parent_in_the_middle_of_a_picture() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.5)
        assert psutil.pid_exists(pid)
        parent.kill()
    assert gone(pid)


READING = """
import asyncio, sys, tempfile
from pathlib import Path
from bot.reading.parent import ChildReader
from tests.reading.drawing import encoded, long_screen, medium, scanned_pdf, sms

async def main():
    async with ChildReader() as reader:
        for content in (encoded(long_screen(60)[0]), scanned_pdf([sms()]), encoded(sms())):
            task = asyncio.create_task(reader.read(medium(content), content))
            while not task.done():
                assert not list(Path(tempfile.gettempdir()).iterdir())
                await asyncio.sleep(0.02)
            assert "还款" in (await task).text or "逾期" in (await task).text
            assert await reader.thumbnail(content)

asyncio.run(main())
"""


def test_nothing_is_written_while_reading(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", READING],
        check=True,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert not list(tmp_path.iterdir())


def test_the_parent_loads_no_decoder() -> None:
    script = (
        "import sys, bot.reading.kinds, bot.reading.parent, bot.reading.command\n"
        "heavy = {'rapidocr', 'cv2', 'numpy', 'PIL', 'onnxruntime', 'pypdfium2', 'sqlalchemy'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
