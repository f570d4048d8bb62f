"""The calendar on the page's port: by its own secret, or as a file for the session."""

from __future__ import annotations

import re

import ics

from tests.console.house import Guest, House, wait_until


def address(visitor: Guest, number: int) -> str:
    """What the page was told the n-th time it asked for a calendar."""

    def found() -> list[str]:
        said = [str(message) for message in visitor.messages()]
        return [match for text in said for match in re.findall(r"/calendar/[\w-]+\.ics", text)]

    wait_until(lambda: len(found()) >= number)
    return found()[number - 1]


def test_a_phone_reads_it_until_it_is_revoked(running: House, visitor: Guest) -> None:
    visitor.say("日历")
    first = address(visitor, 1)
    with running.stranger() as phone:
        read = phone.get(first)
        assert read.status_code == 200
        assert read.headers["content-type"] == "text/calendar; charset=utf-8"
        assert "no-store" in read.headers["cache-control"]
        ics.Calendar(read.text)
        assert phone.get("/api/calendar.ics").status_code == 401
        assert phone.get(f"/calendar/{'x' * 43}.ics").status_code == 404
        assert phone.get("/calendar/x.ics").status_code == 401
        assert phone.get(first, headers={"Host": "evil.example"}).status_code == 403
        visitor.say("日历")
        second = address(visitor, 2)
        assert phone.get(first).status_code == 404
        assert phone.get(second).status_code == 200
        visitor.say("停用日历")
        wait_until(lambda: phone.get(second).status_code == 404)
    own = visitor.client.get("/api/calendar.ics")
    assert own.status_code == 200
    assert "attachment" in own.headers["content-disposition"]
