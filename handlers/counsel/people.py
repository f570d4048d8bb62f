"""Who is asking: the debtor, somebody close who is hounded too, or somebody who owes with him.

A relative has no duty to pay; a guarantor has one. The words decide, and where they do not, the
person is taken for the debtor himself.
"""

from __future__ import annotations

import re

from handlers.counsel.matter import Role

_KIN = (
    "(?:老公|老婆|丈夫|妻子|媳妇|爱人|配偶|对象|男朋友|女朋友|爸爸|妈妈|爸|妈|父亲|母亲|父母|儿子|女儿|"
    "孩子|哥哥|哥|弟弟|弟|姐姐|姐|妹妹|妹|叔叔|叔|舅舅|舅|姑姑|姨|侄子|外甥|表哥|表弟|表姐|堂弟|堂哥|"
    "公公|婆婆|岳父|岳母|小舅子|小叔子|前夫|前妻|亲戚|家里人|家人)"
)
_OWES = "(?:欠|借了|借的|借款|逾期|网贷|贷了|贷款|刷爆|透支|还不上|还不起|跑路|失联)"
_BETWEEN = "[^，。！？我俺]{0,7}"
_GUARANTOR = re.compile(
    r"(?:我|俺)[^，。！？]{0,6}(?:担保|做保|作保|当保人|做了保|保证人)|担保人是我|担保的是我|我是.{0,4}担保"
    r"|帮(?:人|他|她|朋友|亲戚|同事)[^，。]{0,4}担保|给.{0,6}(?:做|当|作)(?:了)?(?:个)?(?:担保|保人|保证)"
    r"|共同借款|共借人|一起签的?字"
)
_STANDS_BAIL = re.compile(
    "担保人|担保(?:合同|协议|书|责任|期)|做的?担保|保人|保证(?:人|期间|方式|责任)|作保|做的?保|担的保|签的保"
    "|担保的[那这]?笔|连带(?:还|清偿)"
)
_STANDS_NO_BAIL = re.compile(
    "联系人|(?:融资担保|担保公司|担保费)|上门|提供担保|写担保"
    "|(?:不是|非|没给|没做|没签|没要|从没|未作|没签过|多出)[^，。？]{0,5}(?:担保|保证人|保人)|成了担保(?!人)"
)
"""Who asks whether he is one, or was called one, speaks for himself."""
_COLLEAGUE = re.compile(
    r"(?:同事|前同事|下属|手下|工友|(?:我们|咱)?(?:公司|单位|店里|厂里)(?:有)?(?:的)?(?:个)?(?:员工|同事|人)|前员工|离职员工)"
    + _BETWEEN
    + _OWES
    + r"|我是.{0,6}(?:同事|hr|人事|领导|老板|前台)"
)
_FAMILY = re.compile(
    rf"(?:我|俺|咱|我们家|我家){_KIN}{_BETWEEN}{_OWES}|{_KIN}(?:自己)?{_BETWEEN}欠的"
    rf"|我是(?:他|她|借款人|欠款人|当事人).{{0,3}}{_KIN}|替{_KIN}还|帮{_KIN}还"
)


def role(plain: str) -> Role:
    """Who speaks in a question.

    Args:
        plain: the question in its normal form.
    """
    bail = _GUARANTOR.search(plain) or _STANDS_BAIL.search(plain)
    if bail and not _STANDS_NO_BAIL.search(plain):
        return Role.GUARANTOR
    if _COLLEAGUE.search(plain):
        return Role.COLLEAGUE
    if _FAMILY.search(plain):
        return Role.FAMILY
    return Role.SELF
