"""Sentences typed in pinyin without a Chinese keyboard: fen 6 qi，mei qi 950，mei yue 11 hao."""

from __future__ import annotations

import re

_WORDS = {
    "xin yong ka": "信用卡",
    "mei ge yue": "每个月",
    "mei liang zhou": "每两周",
    "mei ji du": "每季度",
    "xia ge yue": "下个月",
    "zhe ge yue": "这个月",
    "yi ci xing": "一次性",
    "kai shi": "开始",
    "yi gong": "一共",
    "zong gong": "总共",
    "sheng xia": "剩下",
    "huan qing": "还清",
    "huan wan": "还完",
    "shou fu": "首付",
    "shou qi": "首期",
    "mei yue": "每月",
    "mei qi": "每期",
    "mei ci": "每次",
    "mei bi": "每笔",
    "mei zhou": "每周",
    "mei tian": "每天",
    "mei nian": "每年",
    "yue di": "月底",
    "nian di": "年底",
    "ming tian": "明天",
    "jin tian": "今天",
    "hou tian": "后天",
    "ming nian": "明年",
    "jin nian": "今年",
    "xia yue": "下月",
    "xia zhou": "下周",
    "ben yue": "本月",
    "zhe zhou": "这周",
    "yuan dan": "元旦",
    "chun jie": "春节",
    "chu xi": "除夕",
    "guo nian": "过年",
    "gong zi": "工资",
    "fa gong zi": "发工资",
    "ban nian": "半年",
    "ge yue": "个月",
    "zui hou": "最后",
    "ping tai": "平台",
    "tong yi": "同意",
    "ben jin": "本金",
    "qi shu": "期数",
    "fen qi": "分期",
    "fen cheng": "分成",
    "kuai qian": "块钱",
    "ci huan": "次还",
    "qi huan": "期还",
    "yin hang": "银行",
    "ji bai": "几百",
    "ji qian": "几千",
}
_SYLLABLES = {
    "fen": "分",
    "qi": "期",
    "mei": "每",
    "yue": "月",
    "hao": "号",
    "ri": "日",
    "huan": "还",
    "hai": "还",
    "kuai": "块",
    "yuan": "元",
    "ci": "次",
    "bi": "笔",
    "ge": "个",
    "tian": "天",
    "zhou": "周",
    "nian": "年",
    "cong": "从",
    "qu": "起",
    "dao": "到",
    "di": "第",
    "gong": "共",
    "xian": "先",
    "qian": "欠",
    "le": "了",
    "qing": "清",
    "yi": "一",
    "er": "二",
    "liang": "两",
    "san": "三",
    "si": "四",
    "wu": "五",
    "liu": "六",
    "ba": "八",
    "jiu": "九",
    "shi": "十",
    "bai": "百",
    "wan": "万",
    "ling": "零",
    "mao": "毛",
    "de": "的",
}
_DIGITS = "一二两三四五六七八九"
_LATIN = re.compile(r"[a-z]+(?:\s+[a-z]+)*")
_PIECES = sorted(
    {*_SYLLABLES, *(word for words in _WORDS for word in words.split())}, key=len, reverse=True
)
_SURE = 3
"""So many syllables of repayment words make a text pinyin."""


def to_hanzi(text: str) -> str:
    """The text with its pinyin read as repayment words; other texts come back untouched."""
    if any("\u4e00" <= one <= "\u9fff" for one in text):
        return text
    runs = [syllables for run in _LATIN.findall(text) if (syllables := _split(run))]
    if sum(len(run) for run in runs) < _SURE:
        return text
    return _numerals(_LATIN.sub(lambda match: _read(match.group()), text))


def _split(run: str) -> list[str]:
    """Known syllables of a run; empty if a word of it is none."""
    found: list[str] = []
    for word in run.split():
        position = 0
        while position < len(word):
            piece = next((one for one in _PIECES if word.startswith(one, position)), None)
            if piece is None:
                break
            found.append(piece)
            position += len(piece)
    return found


def _read(run: str) -> str:
    syllables = _split(run)
    out = []
    index = 0
    while index < len(syllables):
        for width in (3, 2):
            words = " ".join(syllables[index : index + width])
            if words in _WORDS:
                out.append(_WORDS[words])
                index += width
                break
        else:
            out.append(_SYLLABLES.get(syllables[index], ""))
            index += 1
    return "".join(out)


def _numerals(text: str) -> str:
    """欠 after a digit is 千, 期 before 百 or 千 is 七."""
    text = re.sub(rf"(?<=[{_DIGITS}\d])\s*欠", "千", text)
    text = re.sub(r"期(?=[百千万十])", "七", text)
    return re.sub(r"(?<=[百千万零])期(?=[块元百千])", "七", text)
