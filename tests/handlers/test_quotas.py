"""When limits begin anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.beijing import beijing, beijing_day
from handlers.quotas import renewal

INSTANTS = st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1))  # noqa: DTZ001 - hypothesis wants bounds without a zone


@given(INSTANTS.filter(lambda at: at.year < 9999))
def test_limits_begin_anew_at_the_next_midnight_in_beijing(at: datetime) -> None:
    again = renewal(at)
    assert beijing(again).time().isoformat() == "00:00:00"
    assert timedelta() < again - at <= timedelta(days=1)
    assert beijing_day(again) == beijing_day(at) + timedelta(days=1)
