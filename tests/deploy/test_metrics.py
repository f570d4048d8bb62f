"""Metrics: they count what happens, show nothing of anybody, and only this machine sees them."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from telegram.error import RetryAfter

from bot.checking import Checker
from bot.clock import SystemClock
from bot.errors import TryLater
from bot.metrics import Metrics, look
from bot.telegram.errors import translated
from storage.folder import DataFolder
from storage.records import OutboxState
from storage.store import Store
from tests.console.house import House, asked, guest, house, wait_until
from tests.storage import damage
from tests.storage.builders import NOW, a_delivery, kept
from tests.whole.program import ROOT

THREAT = "张三你再不还钱，今晚就把你欠钱的事群发给你通讯录里所有的亲戚朋友，电话13800138000。"
ALERTS = ROOT / "deploy" / "alerts.yml"


def values(page: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    return {
        sample.name + "".join(f" {k}={v}" for k, v in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def page_of(running: House) -> str:
    status, page = asked(running, "/metrics", [("Host", f"127.0.0.1:{running.port}")])
    assert status == 200
    return page


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with (
        house(tmp_path_factory.mktemp("metrics") / "data") as started,
        guest(started) as someone,
    ):
        someone.say(THREAT)
        wait_until(lambda: values(page_of(started)).get("wenzhu_delivered_total door=local", 0))
        yield started


def test_the_service_counts_what_happens(running: House) -> None:
    found = values(page_of(running))
    assert found["wenzhu_incoming_total door=local way=threat"] == 1
    assert found["wenzhu_judged_total outcome=found severity=high"] == 1
    assert found["wenzhu_evidence"] == found["wenzhu_persons"] == 1
    assert found["wenzhu_database_up"] == 1
    assert found["wenzhu_verify_result"] == -1
    assert found["wenzhu_disk_free_bytes"] > 0
    assert {f"wenzhu_queue_waiting queue={queue}" for queue in ("inbox", "steps", "outbox")} <= set(
        found
    )


def test_metrics_say_nothing_about_anybody(running: House) -> None:
    page = page_of(running)
    assert not re.search(r"[^\x00-\x7f]", page)
    assert "13800138000" not in page
    assert not re.search(r"[0-9a-f]{8,}[^0-9.e+]", page), "an id"
    labels = set(re.findall(r'[{,](\w+)="', page))
    assert labels <= {
        "door",
        "way",
        "outcome",
        "severity",
        "state",
        "queue",
        "code",
        "version",
        "le",
    }


def test_only_this_machine_and_our_own_names(running: House) -> None:
    ours = ("Host", f"127.0.0.1:{running.port}")
    assert asked(running, "/metrics", [("Host", "evil.example")])[0] == 403
    forwarded = [ours, ("X-Forwarded-For", "203.0.113.9")]
    assert asked(running, "/metrics", forwarded)[0] == 401
    two = [ours, ("X-Forwarded-For", "127.0.0.1, 203.0.113.9")]
    assert asked(running, "/metrics", two)[0] == 401
    assert asked(running, "/metrics", [ours], "POST")[0] in {403, 405}
    assert httpx.get(f"{running.origin}/metrics").headers["content-type"].startswith("text/plain")


def test_every_alert_asks_for_a_metric_that_exists(running: House) -> None:
    rules = [
        rule
        for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
        for rule in group["rules"]
    ]
    assert len(rules) == 3
    families = {family.name for family in text_string_to_metric_families(page_of(running))}
    for rule in rules:
        names = re.findall(r"wenzhu_\w+", rule["expr"])
        assert names
        assert {name.removesuffix("_total") for name in names} <= families
        assert rule["annotations"]["summary"]


async def test_ages_are_those_of_the_oldest(tmp_path: Path) -> None:
    metrics = Metrics()

    class Later:
        def now(self) -> datetime:
            return NOW + timedelta(seconds=1000)

    async with await Store.open(tmp_path / "data") as store:
        await look(metrics, store, Later(), lambda: 5)
        assert values(metrics.page().decode())["wenzhu_queue_oldest_seconds queue=inbox"] == 0
        await store.deliver(a_delivery(received_at=NOW))
        await kept(store, b"one", address="other")
        await look(metrics, store, Later(), lambda: 5)
    found = values(metrics.page().decode())
    assert found["wenzhu_disk_free_bytes"] == 5
    assert found["wenzhu_queue_oldest_seconds queue=inbox"] == 1000
    assert found["wenzhu_queue_waiting queue=inbox"] == 1
    assert found["wenzhu_queue_oldest_seconds queue=steps"] == 1000
    assert found["wenzhu_queue_oldest_seconds queue=outbox"] == 700
    assert found["wenzhu_outbox state=queued"] == 1


async def test_a_closed_database_is_said_not_raised(tmp_path: Path) -> None:
    metrics = Metrics()
    store = await Store.open(tmp_path / "data")
    async with store:
        pass
    shutil.rmtree(tmp_path / "data")
    await look(metrics, store, SystemClock(), lambda: 0)
    assert values(metrics.page().decode())["wenzhu_database_up"] == 0


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("TimeoutError", "TimeoutError"),
        ("429", "429"),
        ("person-blocked", "person-blocked"),
        ("13800138000", "other"),
        ("张三", "other"),
        ("a b", "other"),
        (None, "queued"),
    ],
)
def test_failures_are_counted_by_short_codes(reason: str | None, code: str) -> None:
    metrics = Metrics()
    metrics.handed_over("telegram", OutboxState.QUEUED, reason)
    metrics.handed_over("telegram", OutboxState.SENT, None)
    found = values(metrics.page().decode())
    assert found[f"wenzhu_delivery_failures_total code={code} door=telegram"] == 1
    assert found["wenzhu_delivered_total door=telegram"] == 1


def test_limits_and_people_who_left_are_not_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # how the library will behave one day
    metrics = Metrics()
    limit = translated(RetryAfter(timedelta(seconds=5)))
    assert isinstance(limit, TryLater)
    for reason in (limit.reason, "pace"):
        metrics.handed_over("telegram", OutboxState.QUEUED, reason)
    metrics.handed_over("telegram", OutboxState.BLOCKED, "blocked")
    found = values(metrics.page().decode())
    assert found["wenzhu_put_off_total door=telegram"] == 2
    assert found["wenzhu_unreachable_total door=telegram"] == 1
    assert not [name for name in found if name.startswith("wenzhu_delivery_failures_total")]


async def test_verification_runs_by_itself_and_says_what_it_found(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    await damage.build(folder)
    metrics = Metrics()
    checker = Checker(DataFolder.at(folder), timedelta(seconds=0.2), metrics, SystemClock())
    running = asyncio.create_task(checker.run())

    async def until(result: int) -> float:
        async with asyncio.timeout(60):
            while True:
                found = values(metrics.page().decode())
                if found["wenzhu_verify_result"] == result:
                    return found["wenzhu_verify_time_seconds"]
                await asyncio.sleep(0.05)

    assert abs(await until(0) - datetime.now(UTC).timestamp()) < 60
    damage.blobs(folder)[0].unlink()
    await until(1)
    (folder / "master.key").rename(tmp_path / "away")
    (folder / "wenzhu.db").unlink()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_missing_key_is_not_fine(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    await damage.build(folder)
    place = DataFolder.at(folder, tmp_path / "nowhere")
    assert await Checker(place, timedelta(), Metrics(), SystemClock()).check() == 2


async def test_no_interval_means_never(tmp_path: Path) -> None:
    metrics = Metrics()
    checker = Checker(DataFolder.at(tmp_path), timedelta(), metrics, SystemClock())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await checker.run(timedelta())
    assert values(metrics.page().decode())["wenzhu_verify_result"] == -1
