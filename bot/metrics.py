"""Counts for those who watch the service, in Prometheus' text format; nothing about anybody.

Labels are names from our own tables only: doors, ways, outcomes, severities, states, and short
codes of failures. A code that does not look like one is counted as "other".
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import __version__
from handlers.messages import Media
from handlers.ports import Clock, Reader, Reading
from handlers.verdicts import Verdict
from storage.errors import StorageError
from storage.records import OutboxState
from storage.store import Store

ADDRESS = "/metrics"
_CODE = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}|[1-5][0-9]{2}")
_SECONDS = (0.1, 0.3, 1, 2, 5, 10, 20, 30, 60)
NOT_YET = -1
PUT_OFF = frozenset({"pace", "flood"})
"""Reasons of doors that only keep to a platform's limits; nothing is wrong then."""


class Metrics:
    """What this process has counted since its start. One per service, with its own registry."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"wenzhu_{name}", meaning, labels, registry=self.registry)

        def gauge(name: str, meaning: str, *labels: str) -> Gauge:
            return Gauge(f"wenzhu_{name}", meaning, labels, registry=self.registry)

        gauge("info", "Version of the program.", "version").labels(__version__).set(1)
        self._came = counter("incoming_total", "Deliveries handled.", "door", "way")
        self._not_kept = counter("not_kept_total", "Deliveries given up.", "door", "code")
        self._judged = counter("judged_total", "Messages judged.", "outcome", "severity")
        self._unjudged = counter("unjudged_total", "Readings and judgements that failed.", "code")
        self._delivered = counter("delivered_total", "Replies handed over.", "door")
        self._put_off = counter("put_off_total", "Replies that wait for a limit.", "door")
        self._unreachable = counter("unreachable_total", "Replies to who blocked us.", "door")
        self._undelivered = counter(
            "delivery_failures_total", "Attempts to hand a reply over that failed.", "door", "code"
        )
        self._reminded = counter("reminders_total", "Reminders said.")
        self._reminded_late = counter("reminders_late_total", "Reminders said late.")
        self._reading = Histogram(
            "wenzhu_reading_seconds",
            "Time to read one medium.",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._unread = counter("unread_total", "Media in which nothing could be read.", "code")
        self.waiting = gauge("queue_waiting", "How many wait in a queue.", "queue")
        self.oldest = gauge("queue_oldest_seconds", "Age of the oldest in a queue.", "queue")
        self.outbox = gauge("outbox", "Replies by state.", "state")
        self.doubts = gauge("in_doubt", "Replies that may have been sent a second time.")
        self.evidence = gauge("evidence", "Originals kept.")
        self.persons = gauge("persons", "Persons who were not erased.")
        self.free = gauge("disk_free_bytes", "Free room where the data lie.")
        self.up = gauge("database_up", "Whether the database could be read.")
        self._verified = gauge("verify_result", "0 fine, 1 damaged, 2 not verifiable, -1 not yet.")
        self._verified_at = gauge("verify_time_seconds", "When it was last verified.")
        self._verified.set(NOT_YET)

    def came(self, door: str, way: str) -> None:
        """A delivery was handled."""
        self._came.labels(door, way).inc()

    def not_kept(self, door: str, reason: str) -> None:
        """A delivery was given up."""
        self._not_kept.labels(door, _code(reason)).inc()

    def judged(self, verdict: Verdict) -> None:
        """A message was judged."""
        self._judged.labels(verdict.outcome.value, verdict.severity.value).inc()

    def unjudged(self, reason: str) -> None:
        """Reading or judging failed, for the time being or for good."""
        self._unjudged.labels(_code(reason)).inc()

    def handed_over(self, door: str, state: OutboxState, reason: str | None) -> None:
        """A reply was handed over, or not."""
        if state is OutboxState.SENT:
            self._delivered.labels(door).inc()
        elif state is OutboxState.BLOCKED:
            self._unreachable.labels(door).inc()
        elif reason in PUT_OFF:
            self._put_off.labels(door).inc()
        else:
            self._undelivered.labels(door, _code(reason or state.value)).inc()

    def reminded(self, *, said: int, late: int) -> None:
        """Reminders were put into the outbox, some of them later than they should."""
        self._reminded.inc(said)
        self._reminded_late.inc(late)

    def read(self, reading: Reading) -> None:
        """A medium was read."""
        self._reading.observe(reading.seconds)
        if reading.failed is not None:
            self._unread.labels(_code(reading.failed)).inc()

    def verified(self, result: int, at: datetime) -> None:
        """A verification ended with this exit code."""
        self._verified.set(result)
        self._verified_at.set(at.timestamp())

    def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)


def _code(reason: str) -> str:
    return reason if _CODE.fullmatch(reason) else "other"


class CountingReader:
    """A reader whose readings are counted."""

    def __init__(self, reader: Reader, metrics: Metrics) -> None:
        self._reader = reader
        self._metrics = metrics

    def turn(self) -> AbstractAsyncContextManager[None]:
        """As the reader's."""
        return self._reader.turn()

    async def thumbnail(self, content: bytes) -> bytes | None:
        """As the reader's."""
        return await self._reader.thumbnail(content)

    async def read(self, media: Media, content: bytes) -> Reading:
        """As the reader's, counted."""
        reading = await self._reader.read(media, content)
        self._metrics.read(reading)
        return reading


async def look(metrics: Metrics, store: Store, clock: Clock, free: Callable[[], int]) -> None:
    """Fill in what stands in the database at this moment."""
    metrics.free.set(free())
    now = clock.now()
    try:
        async with store.snapshot() as view:
            counts, backlog = await view.counts(), await view.backlog(now)
            due, due_since = view.plans.late(now), view.plans.next_at()
    except StorageError:
        metrics.up.set(0)
        return
    metrics.up.set(1)
    for state in OutboxState:
        metrics.outbox.labels(state.value).set(counts.outbox.get(state, 0))
    queued = counts.outbox.get(OutboxState.QUEUED, 0)
    for queue, depth, oldest in (
        ("inbox", counts.inbox_waiting, backlog.inbox),
        ("steps", counts.steps_waiting, backlog.steps),
        ("outbox", queued, backlog.outbox),
        ("reminders", due, due_since),
    ):
        metrics.waiting.labels(queue).set(depth)
        age = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
        metrics.oldest.labels(queue).set(age)
    metrics.doubts.set(counts.doubts)
    metrics.evidence.set(counts.evidence)
    metrics.persons.set(counts.persons)


def metrics_route(metrics: Metrics, filled: Callable[[], Awaitable[None]]) -> Route:
    """The address Prometheus asks; the guard lets only this machine in without a session.

    Args:
        filled: brings the numbers up to date.
    """

    async def answer(_: Request) -> Response:
        await filled()
        return Response(metrics.page(), media_type=None, headers=_TYPE)

    return Route(ADDRESS, answer, methods=["GET"])


_TYPE = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
