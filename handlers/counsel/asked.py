"""Whether somebody asks, in his own words, rather than pasting what a collector wrote.

A collector writes to somebody: 您, 你, a name in 【】. Whoever asks speaks of himself and of them.
"""

from __future__ import annotations

import re

LONGEST = 300
"""Characters of a question with its story; what is longer is looked at as a message."""

_ADDRESSES = re.compile("【|[你妳您](?!们|好)|尊敬的|先生|女士|本人.{0,6}通知")
_POLITE = re.compile(
    "(?:请问|麻烦|谢谢|辛苦|求助|请教|告诉)[你您]|[你您](?:好|帮我|说|觉得|能|知道)"
)
_TO_US = re.compile("^(?:请问)?[你您](?:们)?.{1,10}(?:吗|么|不|呢|什么|谁)[？?]?$")
_ASKS = re.compile(
    r"[？?]|吧$|(?P<verb>.)[不没](?P=verb)|吗|呢|么$|不$|没$|咋|啥|什么|怎么|怎样|如何|哪|谁|几|多少|多久|是不是|是否|能不能|可不可以|"
    r"要不要|该不该|会不会|有没有|行不行|算不算|合不合|对不对|可以.{0,10}不|合法|违法|犯法|怎办|办法|要紧不"
)


def is_own(plain: str) -> bool:
    """Whether it is said by the person himself, as far as the words tell."""
    if len(plain) > LONGEST:
        return False
    return bool(_TO_US.match(plain)) or not _ADDRESSES.search(_POLITE.sub("", plain))


def is_question(plain: str) -> bool:
    """Whether it asks anything."""
    return bool(_ASKS.search(plain))
