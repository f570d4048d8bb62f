"""How a person wants to be reminded: shown, and changed by buttons or in words.

Buttons name the state they lead to, not the change, so that a second press does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Final

from handlers import account, plans, wishes
from handlers.calls import Call
from handlers.language.clocks import Span
from handlers.messages import Button, Look, Reply, Segment
from handlers.repayment.reminding import Moment
from handlers.texts.paragraphs import button, said
from handlers.texts.texts import Texts
from handlers.wishes import Wishes

ON: Final = "on"
OFF: Final = "off"
_TO: Final = "-"
"""Between the bounds of quiet hours in a button."""
HOURS: Final = ("08:00", "09:00", "12:00", "20:00")
"""Hours of the clock offered for reminders."""
A_DAY: Final = date(2026, 1, 15)
"""A day like any other: at which hour something is said, not on which day."""
QUIET: Final = (time(22), time(8))
ADVANCE: Final[Mapping[int, Moment]] = {
    0: Moment.ON_DAY,
    1: Moment.ONE_BEFORE,
    3: Moment.THREE_BEFORE,
}
"""The reminder so many days ahead."""
AROUND: Final[Mapping[int, Moment]] = {**ADVANCE, -1: Moment.AFTER_MISS}
"""The same, and the one on the day after."""
ZONES: Final = (
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)


async def shown(call: Call, _: str = "") -> Reply:
    """The wishes that hold."""
    return state(call.desk.texts, await wishes.of(call.change, call.row.person))


async def press(call: Call, argument: str) -> Reply:
    """One setting: "moment:on", "neutral:off", "quiet:off", "at:09:00", "zone:name"."""
    what, _, value = argument.partition(":")
    if not what:
        return await shown(call)
    if what == "hours":
        return hours(call.desk.texts)
    if what == "zones":
        return zones(call.desk.texts)
    before = await wishes.of(call.change, call.row.person)
    try:
        after = changed(before, what, value)
    except ValueError:
        return account.stale_button(call.desk.texts)
    return await kept(call, after)


def guessed(texts: Texts, reply: Reply, hours: Span) -> Reply:
    """The reply with how 12点到2点 was taken, and the button for those who meant the night."""
    first, last = _clock(hours.first), _clock(hours.last)
    other = hours.otherwise
    night = f"plan-wish:quiet:{_clock(other.first)}{_TO}{_clock(other.last)}"
    return replace(
        reply,
        segments=(said(texts, "wish.noon", first=first, last=last), *reply.segments),
        buttons=(button(texts, "wish_night", night), *reply.buttons),
    )


def _clock(at: time | None) -> str:
    return "" if at is None else at.strftime("%H:%M")


async def kept(call: Call, after: Wishes) -> Reply:
    """Wishes that hold from now on; all that waits is worked out anew."""
    await plans.wish(call.change, call.row.ledger, call.row.person, after, at=call.row.received_at)
    reply = state(call.desk.texts, after)
    return Reply((said(call.desk.texts, "wish.noted"), *reply.segments), reply.buttons)


def changed(before: Wishes, what: str, value: str) -> Wishes:
    """The wishes with one thing set.

    Raises:
        ValueError: no such setting, or a value it cannot have.
    """
    if what == "at":
        return replace(before, at=time.fromisoformat(value))
    if what == "zone":
        return replace(before, zone=value)
    if what == "quiet":
        return _quiet(before, value)
    if value not in {ON, OFF}:
        raise ValueError("no such value")
    on = value == ON
    if what == "all":
        return replace(before, moments=tuple(Moment) if on else ())
    if what == "neutral":
        return replace(before, neutral=on)
    moment = Moment(what)
    chosen = {*before.moments, moment} if on else {*before.moments} - {moment}
    return replace(before, moments=tuple(one for one in Moment if one in chosen))


def _quiet(before: Wishes, value: str) -> Wishes:
    """Quiet hours: the usual ones, none, or from one hour to another."""
    usual = {ON: QUIET, OFF: (time(0), time(0))}
    hours = usual.get(value) or tuple(time.fromisoformat(one) for one in value.split(_TO))
    first, last = hours
    return replace(before, quiet_from=first, quiet_until=last)


def state(texts: Texts, wanted: Wishes) -> Reply:
    """What holds, with a button for each thing that can be set."""
    return Reply(
        (
            Segment("\n".join(lines(texts, wanted)), look=Look.LEAD),
            said(texts, "wish.words", look=Look.SMALL),
        ),
        tuple(_buttons(texts, wanted)),
    )


def lines(texts: Texts, wanted: Wishes) -> Iterator[str]:
    """What holds, line by line."""
    if not wanted.moments:
        yield texts.say("wish.silent")
    else:
        names = "、".join(texts.word("wish_moment", one.value) for one in wanted.moments)
        clock = wanted.at.strftime("%H:%M")
        yield texts.say("wish.lead", words=names, clock=clock)
        spoken = wanted.speaks(A_DAY).astimezone(wanted.tz).strftime("%H:%M")
        if wanted.quiet_at(wanted.at):
            yield texts.say("wish.moved", first=clock, clock=spoken)
    if wanted.quiet_from == wanted.quiet_until:
        yield texts.say("wish.never_quiet")
    else:
        first, last = wanted.quiet_from.strftime("%H:%M"), wanted.quiet_until.strftime("%H:%M")
        yield texts.say("wish.quiet", first=first, last=last)
    yield texts.say("wish.neutral" if wanted.neutral else "wish.open")
    yield texts.say("wish.zone", name=zone_name(texts, wanted.zone))
    if wanted.zone != wishes.ZONE:
        yield texts.say("wish.away")


def zone_name(texts: Texts, zone: str) -> str:
    """A zone as people call it; others by their own name."""
    key = zone.rpartition("/")[2].lower()
    return texts.word("wish_zone", key) if texts.has("wish_zone", key) else zone


def _buttons(texts: Texts, wanted: Wishes) -> Iterator[Button]:
    for moment in Moment:
        on = moment in wanted.moments
        yield _switch(texts, texts.word("wish_moment", moment.value), moment.value, on=on)
    quiet = wanted.quiet_from != wanted.quiet_until
    yield _switch(texts, texts.word("wish_label", "quiet"), "quiet", on=quiet)
    yield _switch(texts, texts.word("wish_label", "neutral"), "neutral", on=wanted.neutral)
    yield button(texts, "wish_hours", "plan-wish:hours")
    yield button(texts, "wish_zones", "plan-wish:zones")


def _switch(texts: Texts, name: str, what: str, *, on: bool) -> Button:
    label = texts.say("wish.switch_off" if on else "wish.switch_on", name=name)
    return Button(label, f"plan-wish:{what}:{OFF if on else ON}")


def unclear(texts: Texts, wanted: Wishes) -> Reply:
    """Something is to be said less often; what can be switched off, and that nothing was."""
    reply = state(texts, wanted)
    everything = button(texts, "wish_stop", f"plan-wish:all:{OFF}")
    first = said(texts, "wish.unclear", look=Look.LEAD)
    return Reply((first, *reply.segments), (*reply.buttons, everything))


def hours(texts: Texts) -> Reply:
    """At which hour reminders speak: asked."""
    return Reply(
        (said(texts, "wish.ask_hour"),),
        tuple(Button(hour, f"plan-wish:at:{hour}") for hour in HOURS),
    )


def once_or_always(texts: Texts, hour: str) -> Reply:
    """晚上8点提醒我, out of the blue: for all reminders, or of which instalment."""
    always = Button(texts.say("wish.always", clock=hour), f"plan-wish:at:{hour}")
    plans = button(texts, "plan_list", "plans")
    return Reply((said(texts, "wish.once_or_always", clock=hour),), (always, plans))


def zones(texts: Texts) -> Reply:
    """In which zone he lives: asked."""
    return Reply(
        (said(texts, "wish.ask_zone"),),
        tuple(Button(zone_name(texts, zone), f"plan-wish:zone:{zone}") for zone in ZONES),
    )
