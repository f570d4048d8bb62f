"""News of court papers through the real route: counted, kept once, listed, taken back."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers import deadlines
from handlers.messages import Reply, Stage
from tests.doors.httpdoor import NAME
from tests.reading.drawing import receipt
from tests.whole.house import House
from tests.whole.test_dialogue import action, actions
from tests.whole.test_repayment_talk import THREAT, Hands, Somebody, labels

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
"""Thursday, ten in the morning in Beijing."""


@pytest.fixture
def home(place: House, clock: Hands, request: pytest.FixtureRequest) -> Somebody:
    clock.at = NOW
    return Somebody(place, clock, request.node.name)


async def lasts(home: Somebody) -> list[str]:
    """The last days that stand, each with what it is for."""
    async with home.house.rooms.store.snapshot() as view:
        known = await view.identity(NAME, home.name)
        assert known is not None
        standing = await deadlines.still_open(view, known[0])
    return [f"{one.step.value} {one.last:%m-%d}" for _, one in standing.found]


async def told(home: Somebody, text: str) -> Reply:
    """The last thing that is said to it."""
    return (await home.say(text))[-1]


async def ticked(home: Somebody, day: date) -> Reply:
    """The reminder of that morning."""
    home.clock.at = datetime.combine(day, time(1), tzinfo=UTC)
    before = len(await home.house.replies(home.name))
    await home.house.rooms.clockwork.tick()
    found = (await home.house.replies(home.name))[before:]
    assert len(found) == 1
    return found[0][1]


async def test_a_summons_told_in_words_is_counted_and_kept(home: Somebody) -> None:
    reply = await told(home, "昨天收到传票，12月20日开庭")
    assert reply.grave
    assert "向法院交答辩状" in reply.text
    assert "开庭" in reply.text
    assert "第二天算第 1 天" in reply.text
    done = [one for one in actions(reply) if one.startswith("deadline-done:")]
    assert len(done) == 2
    assert labels(reply) == ["答辩状已交", "庭已开过"]
    (taken,) = await home.press(action(reply, "deadline-done"))
    assert "不再提醒" in taken.text
    assert "向法院交答辩状" in taken.text
    assert await lasts(home) == ["hearing 12-20"]


async def test_without_a_day_it_asks_for_it(home: Somebody) -> None:
    reply = await told(home, "收到一张法院的传票")
    assert "哪天收到" in reply.text
    assert reply.buttons == ()


@pytest.mark.parametrize("answer", ["昨天", "是11月25日收到的", "25号签收", "昨天收的。"])
async def test_the_day_may_be_answered_by_itself(home: Somebody, answer: str) -> None:
    await told(home, "收到传票和支付令，12月20日开庭")
    assert "12月10日星期四" in (await told(home, answer)).text
    assert await lasts(home) == ["answer 12-10", "objection 12-10", "hearing 12-20"]
    assert "12月10日" not in (await told(home, answer)).text


async def test_a_day_long_after_the_question_is_no_answer(home: Somebody) -> None:
    await told(home, "收到一张传票")
    assert "还没到" in (await told(home, "12月1日")).text
    home.clock.at += timedelta(days=4)
    await told(home, "昨天")
    assert await lasts(home) == []


async def test_words_with_a_picture_of_the_paper_are_news_too(home: Somebody) -> None:
    picture = io.BytesIO()
    receipt().save(picture, "PNG")
    replies = await home.house.send(
        picture.getvalue(), "paper.png", person=home.name, text="昨天收到的传票，12月20日开庭"
    )
    assert any("E-0001" in one.text for one in replies)
    assert any("向法院交答辩状" in one.text for one in replies)
    assert await lasts(home) == ["answer 12-10", "hearing 12-20"]


async def test_a_question_about_papers_is_answered_not_kept(home: Somebody) -> None:
    reply = await told(home, "收到支付令要在几天内提异议")
    assert "十五日" in reply.text or "15 天" in reply.text
    assert not [one for one in actions(reply) if one.startswith("deadline-done:")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("昨天收到传票和支付令", ["answer 12-10", "objection 12-10"]),
        ("11月20日收到起诉状副本，11月25日收到支付令", ["answer 12-07", "objection 12-10"]),
        ("11月20日收到支付令，11月25日收到传票", ["objection 12-07", "answer 12-10"]),
        (
            "昨天收到两张传票，12月20日和12月28日开庭",
            ["answer 12-10", "hearing 12-20", "hearing 12-28"],
        ),
        ("12月20日开庭改到1月8日开庭了，传票昨天收到", ["answer 12-10", "hearing 01-08"]),
        ("大前天收到支付令", ["objection 12-08"]),
    ],
)
async def test_every_paper_and_every_hearing_is_kept(
    home: Somebody, text: str, kept: list[str]
) -> None:
    reply = await told(home, text)
    assert await lasts(home) == kept
    assert len(set(labels(reply))) == len(kept)
    assert "E-0" not in reply.text


async def test_a_day_that_is_not_over_is_asked_for(home: Somebody) -> None:
    reply = await told(home, "12月1日收到传票，11月24日收到支付令")
    assert "2026年12月1日星期二收到，这一天还没到" in reply.text
    assert await lasts(home) == ["objection 12-09"]
    reply = await told(home, "2025年12月1日收到传票")
    assert "2025年12月16日" in reply.text


async def test_the_same_is_kept_once(home: Somebody) -> None:
    await told(home, "昨天收到传票，12月20日开庭")
    reply = await told(home, "昨天收到传票，12月20日开庭")
    assert len(reply.buttons) == 2
    assert "没有重复记" in reply.text
    assert await lasts(home) == ["answer 12-10", "hearing 12-20"]
    assert len((await told(home, "昨天收到两张传票")).buttons) == 2
    assert await lasts(home) == ["answer 12-10", "answer 12-10", "hearing 12-20"]


async def test_a_hearing_that_was_moved_is_spoken_of_no_more(home: Somebody) -> None:
    await told(home, "昨天收到传票，12月20日开庭")
    other = await told(home, "昨天收到支付令，12月28日开庭")
    assert "以前记过的这些还在提醒" in other.text
    assert "12月20日星期日" in other.text
    reply = await told(home, "12月20日开庭改到1月8日了")
    assert "12月20日星期日的开庭改了日子" in reply.text
    assert "2027年1月8日" in reply.text
    kept = ["answer 12-10", "objection 12-10", "hearing 12-28", "hearing 01-08"]
    assert await lasts(home) == kept


async def test_what_a_collector_threatens_beside_it_loses_no_day(home: Somebody) -> None:
    replies = await home.say(f"昨天收到传票。{THREAT}")
    assert any("E-0001" in reply.text for reply in replies)
    assert "向法院交答辩状" in replies[-1].text
    assert await lasts(home) == ["answer 12-10"]


async def test_deadlines_are_listed_before_the_plans(home: Somebody) -> None:
    await told(home, "昨天收到传票，12月20日开庭")
    for words in ("/计划", "我的期限", "有哪些期限"):
        reply = await told(home, words)
        assert reply.segments[0].text.startswith("法院的事有 2 件")
        assert "12月10日" in reply.text
        assert labels(reply)[:2] == ["答辩状已交", "庭已开过"]


async def test_there_are_never_more_buttons_than_fit(home: Somebody) -> None:
    for number, bank in enumerate(("招商银行", "平安银行", "浦发银行", "中信银行")):
        table = await told(home, f"欠{bank}2000，分2期，每月10号还1000")
        await home.press(action(table, "plan-save"))
        await told(home, f"11月1{number}日收到传票，12月2{number}日开庭")
    reply = await told(home, "/计划")
    assert reply.segments[0].text.startswith("法院的事有 8 件")
    assert len(reply.buttons) == 8
    assert [one.action.partition(":")[0] for one in reply.buttons].count("deadline-done") == 5


async def test_hidden_on_the_screen_it_is_found_behind_the_button(home: Somebody) -> None:
    await told(home, "昨天收到支付令")
    await home.press("plan-wish:neutral:on")
    reminder = await ticked(home, date(2026, 12, 7))
    assert reminder.segments[0].text.startswith("重要：")
    assert "法院" not in reminder.text
    (shown,) = await home.press(action(reminder, "plans"))
    assert "对支付令提出书面异议" in shown.text
    assert "还有 3 天" in shown.text
    assert "异议已提" in labels(shown)


async def test_in_a_digest_it_keeps_its_words_and_its_button(home: Somebody) -> None:
    await told(home, "昨天收到支付令")
    table = await told(home, "欠某某银行2000，分2期，每月10号还1000")
    await home.press(action(table, "plan-save"))
    digest = await ticked(home, date(2026, 12, 10))
    assert digest.segments[0].text.startswith("有 2 件")
    assert "申请强制执行" in digest.text
    assert labels(digest) == ["异议已提", "看详情"]


async def test_done_said_in_words_and_taken_back(home: Somebody) -> None:
    assert "办好" not in (await told(home, "答辩状已交")).text
    await told(home, "昨天收到传票，12月20日开庭")
    which = await told(home, "已办好")
    assert labels(which) == ["答辩状已交", "庭已开过"]
    reply = await told(home, "答辩状已经交了")
    assert "记为已经办好" in reply.text
    assert await lasts(home) == ["hearing 12-20"]
    (back,) = await home.press(action(reply, "deadline-back"))
    assert "12月10日" in back.text
    assert await lasts(home) == ["answer 12-10", "hearing 12-20"]
    home.clock.at += timedelta(days=5)
    reminder = await ticked(home, date(2026, 12, 3))
    assert "还有 7 天" in reminder.text
    (done,) = await home.press(action(reminder, "deadline-done"))
    assert "不再提醒" in done.text
    assert await lasts(home) == ["hearing 12-20"]


async def test_who_took_it_for_him_is_no_reason_to_worry(home: Somebody) -> None:
    replies = await home.say("我妈昨天替我签收了传票")
    assert not [one for one in replies if one.stage is Stage.CRISIS]
    assert await lasts(home) == ["answer 12-10"]


async def test_a_hearing_is_off_only_after_a_button(home: Somebody) -> None:
    assert "不开" not in (await told(home, "12月20日的开庭取消了")).text
    await told(home, "昨天收到传票，12月20日开庭")
    await told(home, "12月28日开庭，提醒我")
    reply = await told(home, "12月20日的开庭取消了")
    assert labels(reply) == ["12月20日星期日不开了"]
    assert "12368" in reply.text
    assert await lasts(home) == ["answer 12-10", "hearing 12-20", "hearing 12-28"]
    (off,) = await home.press(action(reply, "deadline-off"))
    assert "12月20日星期日的开庭不再提醒" in off.text
    assert await lasts(home) == ["answer 12-10", "hearing 12-28"]
    await home.press(action(off, "deadline-back"))
    assert await lasts(home) == ["answer 12-10", "hearing 12-20", "hearing 12-28"]
    both = await told(home, "法院说开庭延期了，另行通知")
    assert labels(both) == ["12月20日星期日不开了", "12月28日星期一不开了"]
    (stale,) = await home.press("deadline-off:" + "0" * 32)
    assert "不再提醒" not in stale.text


async def test_a_hearing_moved_without_its_old_day_asks_for_that(home: Somebody) -> None:
    await told(home, "昨天收到传票，12月20日开庭")
    reply = await told(home, "开庭改到1月8日了")
    assert await lasts(home) == ["answer 12-10", "hearing 12-20", "hearing 01-08"]
    assert labels(reply) == ["12月20日星期日不开了", "庭已开过"]
    await home.press(action(reply, "deadline-off"))
    assert await lasts(home) == ["answer 12-10", "hearing 01-08"]


STORY = (
    "我跟你说说我的事，去年在一家平台借了八千块，一直按月还，今年六月厂里停工，工资拖了三个月，"
    "平台的人天天打电话，我也接，也说明了情况，还都录了音。后来换了一个号，说话也还算客气。"
    "{news}家里人还不知道这件事，我白天照常去打零工，手机也一直开着的。"
)


async def test_news_inside_a_story_is_offered_not_kept(home: Somebody) -> None:
    replies = await home.say(STORY.format(news="昨天我收到法院寄来的传票，12月25日开庭。"))
    (offer,) = [one for one in replies if "papers" in str(actions(one)) or "一句" in one.text]
    assert "“昨天我收到法院寄来的传票，12月25日开庭”" in offer.text
    assert labels(offer) == ["记下这个日子"]
    assert await lasts(home) == []
    home.clock.at += timedelta(days=2)
    (kept,) = await home.press(action(offer, "deadline-from"))
    assert "12月10日" in kept.text
    assert await lasts(home) == ["answer 12-10", "hearing 12-25"]
    (again,) = await home.press(action(offer, "deadline-from"))
    assert "没有重复记" in again.text
    (stranger,) = await home.press("deadline-from:1")
    assert "向法院" not in stranger.text


async def test_in_a_story_without_news_nothing_is_offered(home: Somebody) -> None:
    replies = await home.say(STORY.format(news="他们说要去法院告我，我也不知道真假。"))
    assert not [one for reply in replies for one in actions(reply) if "deadline" in one]


async def test_that_a_hearing_is_off_is_heard_in_a_story_too(home: Somebody) -> None:
    await told(home, "昨天收到传票，12月20日开庭")
    replies = await home.say(STORY.format(news="昨天法院打电话，说12月20日的开庭取消了。"))
    assert labels(replies[-1]) == ["12月20日星期日不开了"]
