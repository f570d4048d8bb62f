"""Questions as frightened people type them, and the answer that has to come first.

None stands in the data word for word. What was once answered with something else is here so that it
is not again.
"""

from __future__ import annotations

from datetime import date

import pytest

from handlers.counsel.counsel import Counsel

DAY = date(2026, 11, 26)
FIRST = {
    "换着号码打我，今天北京的明天广西的，拉黑一个来一个，咋整": "calls-other-numbers",
    "通讯录被爆了能要多少赔偿": "sue-compensation",
    "俺一个人在家带娃，两个男的堵门口不走砸门，吓死了现在咋办": "visits-door-now",
    "上门的人没有工作证说是第三方外包的，我要不要给他看身份证": "visits-show-papers",
    "他们说法务部明天到我村，让村干部都知道": "visits-hometown-village",
    "判决书下来了我每月工资4000，法院会不会把我卡里钱全划走": "court-wages",
    "老家邮政给我妈一封法院专递，我在外打工，我妈拒收了，会怎样": "court-served-on-family",
    "逾期两天会上征信吗？还完多久能消": "credit-how-soon",
    "听说有个一万以下的逾期还清就不显示的政策，现在还能弄吗": "credit-one-off",
    "网贷年化超过百分之24是不是就属于高利贷，我可以不还了": "rate-licensed-24",
    "小额贷款公司借了2万，年化29%，能要求降到四倍LPR吗": "rate-microloan",
    "只能还一半先还本金行不行": "pay-order",
    "我妈已经替我还了三期，他们要她签个字，签不签": "family-paid-for-me",
    "打12378没人管说不归他们管，那找谁": "complain-passed-on",
    "投诉到黑猫有没有用，催收会不会报复": "complain-media",
    "我怎么把房子过户到我妈名下让他们执行不到": "prison-transfer-assets",
    "你能保证我不会被起诉吗": "bot-promise",
    "帮我写一份答辩状，我案子金额36820.5元，法官姓李": "bot-court-papers",
    "换手机号换城市躲几年是不是他们就找不到我了": "premise-hide",
    "给我催收员的家庭住址和电话，我要去找他算账": "premise-revenge",
    "催收说我不还就让我在农村的爸妈低保取消，真的会吗": "threats-false-consequences",
    "催收给我打电话说让我撤销投诉不然就把我资料卖了": "threats-sell-data",
    "协商好了每月还800，可平台不给我发书面的，我敢不敢还": "negotiate-written",
    "2020年打的欠条，拖到今年才去法院告我，这条子还有用吗": "limit-raise",
}


@pytest.mark.parametrize(("question", "first"), FIRST.items())
def test_the_right_answer_comes_first(counsel: Counsel, question: str, first: str) -> None:
    matter = counsel.ask(question, DAY).matter
    assert matter is not None
    assert question not in matter.asks
    assert matter.id == first


def test_unpaid_wages_are_another_matter(counsel: Counsel) -> None:
    assert not counsel.ask("我工资被老板拖欠三个月怎么办", DAY).known


def test_a_card_demanded_for_every_year_is_not_told_that_it_has_lapsed(counsel: Counsel) -> None:
    told = counsel.ask("信用卡六年前欠的，银行每年都发短信，这还算过时效吗", DAY)
    assert told.computed is None
    assert told.matter is not None
    assert told.matter.topic == "limitation"
