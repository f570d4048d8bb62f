"""Utterances put together from parts: the same wish in many wordings, in a fixed order.

What people ask of a reminder, an export or a plan varies in names, numbers and days far more than
in wording. The models learn from every second frame; figures are taken on the others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_SEED = 20261126
_PARTS: dict[str, tuple[str, ...]] = {
    "creditor": ("某某消金", "惠某贷", "老李", "城某银行", "信用卡", "车贷", "借某宝", "我表哥"),
    "sum": ("500", "800块", "一千二", "1,250元", "两千", "3000", "六百五", "1.2万", "888.88元"),
    "n": ("3", "6", "十二", "24", "十", "36", "九"),
    "d": ("1", "5", "8号", "十五", "20", "二十五", "28"),
    "days": ("一", "两", "三", "五", "七", "2", "3"),
    "clock": ("早上八点", "上午九点半", "中午十二点", "晚上八点", "21点", "18:30"),
    "late": ("晚上十点", "22:00", "夜里十一点", "21点半"),
    "month": ("九月", "10月", "上个月", "十一月份", "这个月", "去年12月"),
    "kin": ("我妈", "我爸", "我老婆", "我同事", "我领导", "我表姐", "我闺女", "我前夫"),
    "what": ("短信", "微信", "截图", "语音", "通话录音", "聊天记录"),
    "use": ("律师", "派出所", "法院", "投诉用", "仲裁委", "银保监"),
    "past": ("昨天下午", "今早七点", "前天晚上十点", "刚才", "10月3号", "上周五"),
    "bad": (
        "再不还钱就去你单位",
        "你全家都知道你是骗子",
        "今天之内处理，否则上门",
        "尊敬的客户，您已逾期",
        "你躲得过初一躲不过十五",
    ),
    "please": ("", "请", "帮我", "麻烦", "能不能", "我想"),
    "tail": ("", "谢谢", "可以吗", "哈", "，急", "🙏"),
}
_FRAMES: dict[str, tuple[str, ...]] = {
    "repayment_plan": (
        "欠{creditor}{sum}，分{n}期，每月{d}还",
        "{creditor}每月{d}还{sum}，还{n}个月",
        "跟{creditor}谈好了，每期{sum}，共{n}期，下个月{d}开始",
        "从下月起每月还{creditor}{sum}，一共{n}期",
        "下周五还{creditor}{sum}",
        "每周还{sum}，还{n}周，{creditor}的",
        "{please}记一下：{creditor}，{sum}，分{n}期，{d}",
        "先还{sum}，剩下的分{n}个月，每月{d}",
        "月底一次性还清{creditor}的{sum}",
        "每两周还{creditor}{sum}，共{n}次",
        "打算每个月还{creditor}{sum}左右",
        "{n}期 每期{sum} {d} {creditor}",
    ),
    "reminder_control": (
        "{please}提前{days}天提醒我还{creditor}{tail}",
        "{creditor}的提醒取消{tail}",
        "{please}把提醒改到{clock}{tail}",
        "{creditor}这期我还了，别提醒",
        "{late}以后别给我发消息{tail}",
        "{please}把{creditor}那笔标成已还",
        "{please}{clock}再提醒我一次",
        "过{days}天再提醒我还{creditor}",
        "我{creditor}下一期是哪天还",
        "{please}暂停{creditor}的提醒{days}个月",
        "{creditor}本期{sum}已付，不用催了",
        "{please}看看{creditor}还要提醒几次",
    ),
    "export_evidence": (
        "{please}导出{month}的{what}{tail}",
        "{please}把{what}都导出来，给{use}",
        "{please}打包全部证据，{use}要",
        "{month}的证据做成PDF给我{tail}",
        "{use}让我交材料，{please}把记录打包",
        "{please}下载{creditor}的全部{what}",
        "要一份带时间的证据清单，交给{use}",
        "{please}把{what}和{what}一起导成一个压缩包",
    ),
    "delete_my_data": (
        "{please}删除{month}的{what}{tail}",
        "{please}把我的{what}全部删掉{tail}",
        "刚才那条{what}发错了，删掉{tail}",
        "{please}撤回刚刚发的{what}",
        "{please}删掉{creditor}的还款计划，别的留着",
        "我不用了，{please}把我的资料都清空",
        "{please}注销账号并删除所有{what}",
        "按个人信息保护法{please}删除我的{what}",
    ),
    "evidence_forward": (
        "{past}收到的：{bad}",
        "{past}他们给{kin}打电话说：{bad}",
        "这是{past}发给{kin}的{what}",
        "[图片] {past}发到{kin}那里的{what}",
        "{kin}收到的{what}，你看：{bad}",
        "{what}转给你，{past}的",
        "又发来了：“{bad}”",
        "{past}的{what}，内容是“{bad}”",
    ),
    "question": (
        "{creditor}{past}给{kin}打电话合法吗",
        "欠{creditor}{sum}逾期{n}个月会被起诉吗",
        "{what}能当证据吗，{use}认不认",
        "{creditor}要我还{sum}罚息合理吗",
        "借{creditor}{sum}每月还{sum}，利息超标没有",
        "向{use}举报{creditor}要带什么",
        "{creditor}的债{kin}要不要还",
        "怎么跟{creditor}谈分{n}期",
    ),
}


def made() -> Iterator[tuple[str, str, int]]:
    """Intent, utterance and number of the frame; every frame many times."""
    draw = random.Random(_SEED)
    for intent, frames in _FRAMES.items():
        for number, frame in enumerate(frames):
            seen = set()
            for _ in range(24):
                text = frame
                while (at := text.find("{")) >= 0:
                    name = text[at + 1 : text.index("}")]
                    text = text.replace("{" + name + "}", draw.choice(_PARTS[name]), 1)
                seen.add(text)
            yield from ((intent, text, number) for text in sorted(seen))
