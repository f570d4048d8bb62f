"""Every sentence an operator reads when verifying."""

from __future__ import annotations

from typing import Final

TITLES: Final = {
    "database": "数据库文件",
    "triggers": "防改锁",
    "key": "主密钥",
    "bytes": "记录原文",
    "links": "前后相连",
    "head": "链尾",
    "columns": "索引栏",
    "numbers": "证据编号",
    "parts": "密封件",
    "content": "内容校验",
    "erased": "删除",
    "extra": "来路不明",
    "times": "时间次序",
    "stamps": "时间戳",
}

STATES: Final = {
    "ok": "完好",
    "altered": "被改动",
    "missing": "缺失",
    "unverifiable": "无法核验",
}

FINE: Final = {
    "database": "可以读取，结构版本 {version}，文件本身没有损坏。",
    "triggers": "禁止修改和删除记录的锁都在。",
    "key": "与这个数据库相符。",
    "bytes": "{entries} 条记录逐字节规范，摘要相符。",
    "links": "{ledgers} 本账首尾相连，次序没有间断。",
    "head": "每本账的链尾和条数与登记相符。",
    "columns": "每一栏都与记录原文一致。",
    "numbers": "{originals} 件证据的编号连续。",
    "parts": "{parts} 个密封件都在，摘要相符。",
    "content": "{opened} 个密封件都能打开，内容与记录相符。",
    "erased": "{erased} 件应要求删除，钥匙确已销毁；其余钥匙都在。",
    "extra": "没有冒充证据的东西。",
    "times": "已查看。",
    "stamps": "已查看。",
}

FAULTS: Final = {
    "no-database": "这里没有数据库。",
    "cannot-open": "数据库打不开，可能没有读取权限。",
    "not-a-database": "文件已损坏，读不下去，其后各项没有查完。",
    "unsound": "文件内部有损坏：{detail}",
    "no-schema": "这不是稳住的数据库。",
    "unknown-schema": "结构版本 {version} 不认得，可能由更新的版本写成，其余各项没有查。",
    "trigger-missing": "锁 {name} 不见了，记录可能被人改过。",
    "trigger-altered": "锁 {name} 被换过，记录可能被人改过。",
    "trigger-unknown": "多出一把不认得的锁 {name}，它可能暗中改动数据。",
    "key-missing": "没有主密钥，内容无法核验。",
    "key-wrong": "主密钥与这个数据库不符，内容无法核验。",
    "key-check-altered": "主密钥能打开内容，但数据库里的密钥核对值被改过。",
    "person-key": "此人的钥匙打不开，属于此人的内容都无法读取。",
    "address": "此账的收件地址打不开，或与登记不符。",
    "malformed": "记录原文不是规范的格式。",
    "digest": "记录原文与登记的摘要不符。",
    "gap": "这一条记录不见了。",
    "broken-link": "与后一条记录所记的摘要不符，两条之中有一条被改动。",
    "wrong-genesis": "第一条记录没有接在这本账的起点上。",
    "wrong-reference": "所指的记录不存在，或不属于同一件证据。",
    "length": "登记有 {claimed} 条，实有 {found} 条。",
    "wrong-head": "登记的链尾与最后一条记录不符。",
    "numbers-claimed": "登记给出 {claimed} 个编号，实有 {found} 个。",
    "no-ledger": "记录属于一本不存在的账。",
    "column": "索引栏 {name} 与记录原文不一致。",
    "number": "编号应为 {expected}，记录写的是 {found}。",
    "part-missing": "密封件 {slot} 不见了。",
    "retired-there": "记录说密封件 {slot} 已按期限销毁，它却还在。",
    "part-altered": "密封件 {slot} 被改动。",
    "part-swapped": "密封件 {slot} 登记的摘要与记录不符。",
    "item-key": "此件的钥匙打不开。",
    "unsealable": "密封件 {slot} 打不开，密文或钥匙被改动。",
    "mac": "密封件 {slot} 打开后的内容与记录不符。",
    "destroyed": "钥匙已被销毁，却没有删除记录。",
    "still-there": "有删除记录，钥匙却还在。",
    "pretender": "密封件 {slot} 冒充证据的一部分，记录里没有它。",
    "no-delivery": "有一件内容找不到它的收件记录。",
    "plan-gap": "有一个计划的经过不完整，中间缺了记录。",
    "delivery": "收件记录 {id} 与密封的内容不符。",
}

REMARKS: Final = {
    "retired": "有 {count} 个密封件已照记录销毁（按保存期限，或同组的另一件被删除），不是缺失。",
    "backwards": "这一条的时间早于前一条，可能是当时调整过时钟。",
    "orphans": "有 {count} 个文件没有谁用到，多半是中断的上传留下的，只是密文，下次启动会清理。",
    "never-stamped": (
        "从未加盖可信时间戳：链尾被截去只能靠账上登记发现，保管数据的人若把整本账重写，则发现不了。"
    ),
}

EXTRA_DETAIL: Final = "{place}：{sentence}"
ENTRY: Final = "账 {ledger} 第 {seq} 条"
NUMBERED: Final = "{number}（账 {ledger} 第 {seq} 条）"
LEDGER: Final = "账 {ledger}"
LINE: Final = "{number:>2} {title}：{state}。{sentence}"
FAULT_LINE: Final = "   · {sentence}"
REMARK_LINE: Final = "   * {sentence}"
FOUND: Final = "发现 {count} 处。"
ALL_FINE: Final = "结论：全部完好。"
DAMAGED: Final = "结论：有改动或缺失，见上。"
INCOMPLETE: Final = "结论：没有发现改动，但有内容无法核验。"
NOWHERE = "找不到这个数据库，旁边也没有数据文件夹的其他东西。请检查路径。"
USAGE: Final = "用法：python -m storage.verify 数据库文件 [--key 主密钥文件]"
