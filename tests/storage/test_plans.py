"""Plans, reminders, sheets and tokens as storage keeps them, forgets them and checks them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from storage import errors, schema
from storage.planned import PlanRow, ReminderState
from storage.records import Draft, InboxRow
from storage.store import Store
from storage.verify import verify
from tests.storage.builders import LATER, NOW, a_delivery, kept
from tests.storage.test_erase import everything

DAY = timedelta(days=1)


async def a_person(store: Store, address: str = "borrower", door: str = "local") -> InboxRow:
    return await store.deliver(a_delivery(b"hello", address=address, door=door))


async def a_plan(store: Store, row: InboxRow, key: str = "made", body: bytes = b"one") -> PlanRow:
    async with store.transaction() as change:
        plan, _ = await change.plans.add(row.ledger, "repayment", key=key, body=body, at=NOW)
    return plan


async def test_an_event_happens_once(store: Store) -> None:
    row = await a_person(store)
    async with store.transaction() as change:
        plan, new = await change.plans.add(row.ledger, "repayment", key="k", body=b"a", at=NOW)
        again, newer = await change.plans.add(row.ledger, "repayment", key="k", body=b"b", at=NOW)
        assert (new, newer, again) == (True, False, plan)
        assert await change.plans.append(plan.plan, "paid", b"c", LATER)
        assert not await change.plans.append(plan.plan, "paid", b"d", LATER)
        second, _ = await change.plans.add(row.ledger, "deadline", key="l", body=b"e", at=NOW)
    async with store.snapshot() as view:
        events = await view.plans.events(plan.plan)
        assert [(event.seq, event.key, event.body) for event in events] == [
            (0, "k", b"a"),
            (1, "paid", b"c"),
        ]
        assert (plan.number, second.number) == (1, 2)
        assert view.plans.of_person(row.person) == (plan, second)
        assert view.plans.numbered(row.person, 2) == second == view.plans.by_event("l")


async def test_only_open_plans_are_asked_for(store: Store) -> None:
    row = await a_person(store)
    plan = await a_plan(store, row)
    async with store.transaction() as change:
        change.plans.mark(plan.plan, is_open=False)
    async with store.snapshot() as view:
        assert view.plans.of_person(row.person, only_open=True) == ()
        assert [one.open for one in view.plans.of_person(row.person)] == [False]


async def test_settling_says_nothing_twice(store: Store) -> None:
    row = await a_person(store)
    plan = await a_plan(store, row)
    wanted = {"a": NOW, "b": NOW + DAY, "c": NOW + 2 * DAY}
    async with store.transaction() as change:
        change.plans.settle(plan, wanted)
        change.plans.settle(plan, wanted)
        (first,) = change.plans.due_to([row.person], NOW)
        change.plans.said([(first, "remind:1")], NOW)
        change.plans.settle(plan, {"a": NOW + DAY, "c": NOW + DAY})
    async with store.snapshot() as view:
        rows = view.plans.reminders(plan.plan)
        assert {(one.key, one.due_at, one.state) for one in rows} == {
            ("a", NOW, ReminderState.SAID),
            ("c", NOW + DAY, ReminderState.WAITING),
        }
        assert view.plans.next_at() == NOW + DAY
        assert [one.key for one in view.plans.due(NOW + DAY, 10)] == ["c"]
        assert view.plans.late(NOW) == 0


@given(
    due=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=14, unique=True),
    limit=st.integers(1, 16),
    now=st.integers(0, 9),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
async def test_whoever_is_due_is_due_with_all_he_has(
    tmp_path: Path, due: list[tuple[int, int]], limit: int, now: int
) -> None:
    """Whatever the limit: those who have waited longest, whole, in order of time."""
    at = NOW + now * DAY
    async with await Store.open(tmp_path / os.urandom(4).hex()) as store:
        plans = [await a_plan(store, await a_person(store, f"p{n}"), f"k{n}") for n in range(4)]
        async with store.transaction() as change:
            for person, plan in enumerate(plans):
                wanted = {str(day): NOW + day * DAY for whose, day in due if whose == person}
                change.plans.settle(plan, wanted)
        async with store.snapshot() as view:
            found = view.plans.due(at, limit)
    waiting = sorted((day, whose) for whose, day in due if day <= now)
    whose = {plan.plan: number for number, plan in enumerate(plans)}
    told = [(int(one.key), whose[one.plan]) for one in found]
    heard = {person for _, person in told}
    assert [day for day, _ in told] == sorted(day for day, _ in told)
    assert sorted(told) == [one for one in waiting if one[1] in heard]
    assert len(told) >= min(limit, len(waiting))
    left = [day for day, person in waiting if person not in heard]
    assert not left or min(left) >= waiting[limit - 1][0]


async def test_what_is_put_off_keeps_its_instant(store: Store) -> None:
    row = await a_person(store)
    plan = await a_plan(store, row)
    async with store.transaction() as change:
        change.plans.settle(plan, {"a": NOW})
        change.plans.put_off([(one, NOW + DAY) for one in change.plans.due_to([row.person], NOW)])
        assert change.plans.due_to([row.person], NOW) == ()
        (late,) = change.plans.due_to([row.person], NOW + DAY)
        assert (late.due_at, late.not_before) == (NOW, NOW + DAY)
        change.plans.dropped([late], NOW + DAY)
        assert change.plans.next_at() is None


async def test_erasing_a_plan_erases_every_reply_that_spoke_of_it(store: Store, data: Path) -> None:
    row = await a_person(store)
    plan, other = await a_plan(store, row), await a_plan(store, row, "other")
    async with store.transaction() as change:
        change.plans.settle(plan, {"a": NOW})
        change.plans.settle(other, {"a": NOW})
        for copy in ("remind:1", "remind:1:2", "remind:12"):
            await change.say(row.ledger, other.plan, Draft(copy, b"both"), NOW)
        change.plans.said(
            ((one, "remind:1") for one in change.plans.due_to([row.person], NOW)), NOW
        )
        await change.plans.erase(plan.plan)
    async with store.snapshot() as view:
        assert view.plans.of_person(row.person) == (other,)
        assert [reply.key for reply in await view.outbox_of(row.ledger, 10)] == ["remind:12"]
        assert view.plans.plan(plan.plan) is None
    async with store.transaction() as change:
        with pytest.raises(errors.Missing):
            await change.plans.erase(plan.plan)
        with pytest.raises((errors.Missing, errors.Erased)):
            await change.plans.append(plan.plan, "late", b"", NOW)
    await store.close()
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_nothing_of_a_plan_outlives_its_person(store: Store, data: Path) -> None:
    row = await a_person(store)
    plan = await a_plan(store, row)
    async with store._database.snapshot() as connection:
        wrapped = (await connection.execute(text("SELECT wrapped FROM items"))).all()
    async with store.transaction() as change:
        change.plans.settle(plan, {"a": NOW})
        await change.write_sheet(row.ledger, "draft", b"half a sentence")
        await change.issue_token(row.person, "feed", "secret")
        await change.erase_person(row.person, LATER)
    async with store.snapshot() as view:
        assert view.plans.of_person(row.person) == ()
        assert view.plans.next_at() is None
        assert await view.sheet(row.person, "draft") is None
        assert await view.token_holder("feed", "secret", NOW) is None
    await store.close()
    assert not [one for (one,) in wrapped if one in everything(data)]
    assert (await verify(data / "wenzhu.db")).exit_code() == 0


async def test_no_word_of_a_plan_lies_there_in_the_clear(store: Store, data: Path) -> None:
    row = await a_person(store)
    await a_plan(store, row, body="某某银行 每月五百".encode())
    async with store.transaction() as change:
        await change.write_sheet(row.ledger, "draft", "微粒贷".encode())
        await change.issue_token(row.person, "feed", "the-secret")
    await store.close()
    kept_bytes = everything(data)
    for word in ("某某银行", "微粒贷", "the-secret"):
        assert word.encode() not in kept_bytes


async def test_a_sheet_is_written_over_and_dropped(store: Store) -> None:
    row = await a_person(store)
    async with store.transaction() as change:
        assert await change.sheet(row.person, "draft") is None
        await change.write_sheet(row.ledger, "draft", b"one")
        await change.write_sheet(row.ledger, "draft", b"two")
        assert await change.sheet(row.person, "draft") == b"two"
        await change.drop_sheet(row.person, "draft")
        await change.drop_sheet(row.person, "draft")
        assert await change.sheet(row.person, "draft") is None


async def test_a_secret_stands_for_one_person_for_a_while(store: Store) -> None:
    row = await a_person(store)
    async with store.transaction() as change:
        await change.issue_token(row.person, "feed", "old")
        await change.issue_token(row.person, "feed", "new")
        await change.issue_token(row.person, "link", "code", LATER)
        assert await change.token_holder("feed", "old", NOW) is None
        assert await change.token_holder("feed", "new", NOW) == row.person
        assert await change.token_holder("link", "new", NOW) is None
        assert await change.token_holder("link", "code", NOW) == row.person
        assert await change.token_holder("link", "code", LATER) is None
        assert await change.revoke_token(row.person, "feed")
        assert not await change.revoke_token(row.person, "feed")
        assert await change.token_holder("feed", "new", NOW) is None


async def test_two_persons_become_one_and_every_chain_stays(store: Store, data: Path) -> None:
    staying, _ = await kept(store, b"one", address="a")
    leaving, second = await kept(store, b"two", address="b")
    plan, own = await a_plan(store, leaving), await a_plan(store, staying, "own")
    async with store.transaction() as change:
        change.plans.settle(plan, {"a": NOW})
        await change.write_sheet(leaving.ledger, "draft", b"theirs")
        await change.write_sheet(staying.ledger, "draft", b"mine")
        await change.write_sheet(leaving.ledger, "wishes", b"theirs")
        await change.issue_token(leaving.person, "feed", "theirs")
        await change.issue_token(staying.person, "feed", "mine")
        await change.issue_token(leaving.person, "link", "code", LATER)
        await change.join_persons(leaving.person, staying.person)
        with pytest.raises(errors.Refused):
            await change.join_persons(staying.person, staying.person)
    async with store.snapshot() as view:
        assert await view.identity("local", "b") == (staying.person, leaving.ledger)
        assert await view.address(leaving.ledger) == ("local", "b")
        assert set(await view.ledgers(staying.person)) == {staying.ledger, leaving.ledger}
        assert dict(view.doors(staying.person)) == {
            staying.ledger: "local",
            leaving.ledger: "local",
        }
        assert await view.part(second.entry.item, second.entry.slots[0]) == b"two"
        owned = view.plans.of_person(staying.person)
        assert [(one.plan, one.number) for one in owned] == [(own.plan, 1), (plan.plan, 2)]
        assert [event.body for event in await view.plans.events(plan.plan)] == [b"one"]
        assert {one.person for one in view.plans.due(NOW, 9)} == {staying.person}
        assert len(view.plans.due_to([staying.person], NOW)) == len(view.plans.due(NOW, 9))
        assert await view.sheet(staying.person, "draft") == b"mine"
        assert await view.sheet(staying.person, "wishes") == b"theirs"
        assert await view.token_holder("feed", "theirs", NOW) == staying.person
        assert await view.token_holder("feed", "mine", NOW) == staying.person
        assert await view.token_holder("link", "code", NOW) is None
    more = await store.deliver(a_delivery(b"three", address="b"))
    assert (more.person, more.ledger, more.first) == (staying.person, leaving.ledger, False)
    async with store.transaction() as change:
        await change.erase_person(staying.person, LATER)
    await store.close()
    report = await verify(data / "wenzhu.db")
    assert report.exit_code() == 0, report.lines()


async def test_a_door_is_added_to_its_person_only(store: Store) -> None:
    row, other = await a_person(store), await a_person(store, "other")
    async with store.transaction() as change:
        ledger = await change.add_door(row.person, "email", "a@example.org")
        assert await change.add_door(row.person, "email", "a@example.org") == ledger
        with pytest.raises(errors.Conflict):
            await change.add_door(other.person, "email", "a@example.org")
        assert await change.address(ledger) == ("email", "a@example.org")


async def test_verify_misses_what_was_taken_from_a_plan(store: Store, data: Path) -> None:
    row = await a_person(store)
    plan = await a_plan(store, row)
    async with store.transaction() as change:
        await change.plans.append(plan.plan, "paid", b"c", LATER)
        await change.write_sheet(row.ledger, "draft", b"half")
    fine = await verify(data / "wenzhu.db")
    assert fine.exit_code() == 0, fine.lines()
    async with store.transaction() as change:
        events = schema.plan_events
        await change._session.write(delete(events).where(events.c.seq == 0))
    assert (await verify(data / "wenzhu.db")).exit_code() == 1
