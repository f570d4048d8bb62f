"""Texts that have nothing to do with collecting a debt: everyday ones, put together from parts.

Different ones in a fixed order. Trigger words stand in them on purpose: friends threaten each
other in jest, couriers come to the door at night. The model learns from texts made with every
second frame (`everyday.jsonl`); the figure of false alarms is taken on the other frames.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_SEED = 20260301
_PARTS: dict[str, tuple[str, ...]] = {
    "bank": ("某某银行", "农商银行", "某某信用卡", "城市银行", "邮政储蓄"),
    "shop": ("某某超市", "优选生鲜", "某某书店", "家具城", "宠物店", "眼镜店", "运动户外"),
    "who": ("我妈", "我爸", "我老婆", "室友", "同事", "班长", "表弟", "邻居", "老板", "闺蜜"),
    "name": ("小李", "张哥", "王姐", "阿强", "老周", "婷婷", "大鹏", "刘老师"),
    "place": ("楼下", "公司门口", "小区南门", "学校东门", "你家", "地铁口", "单位前台", "村口"),
    "day": ("今天", "明天", "后天", "周五", "周末", "下周一", "月底", "今晚"),
    "clock": ("8点", "下午三点", "晚上十点半", "12:30", "23:10", "早上七点", "凌晨一点", "17:45"),
    "sum": ("12.5元", "88元", "300元", "1,299.00元", "两百块", "4500元", "一万二", "36.9元"),
    "thing": ("雨伞", "充电宝", "钥匙", "作业", "合同", "发票", "蛋糕", "电动车", "身份证复印件"),
    "game": ("王者", "吃鸡", "狼人杀", "斗地主", "篮球赛", "副本", "足球联赛"),
    "mood": ("累死了", "笑死", "气死我了", "烦死了", "开心", "好困", "饿死了"),
}
_FRAMES = (
    "【{bank}】您尾号{n4}的账户于{clock}支出{sum}，余额{sum}。",
    "【{bank}】您的信用卡账单已生成，应还{sum}，到期还款日{day}，请留意。",
    "【{bank}】您已成功还款{sum}，感谢您的使用。",
    "【{bank}】谨防诈骗：不要向陌生人透露验证码，不要向个人账户转账。",
    "【{bank}】{day}将从您尾号{n4}的卡自动扣款{sum}，请保证余额充足。",
    "【{bank}】您的验证码为{n6}，请勿告诉他人。",
    "【{shop}】会员日全场五折，{day}截止，退订回T",
    "【{shop}】您预订的{thing}已到店，请{day}来取。",
    "【快递】您的包裹已放在{place}，取件码{n4}。",
    "【快递】骑手{clock}到{place}，请保持电话畅通。",
    "【物业】{day}{clock}起停水检修，请提前储水。",
    "【物业】您有{sum}物业费未缴，请{day}前到服务中心办理。",
    "【电力】您的电费余额不足，请及时充值，以免影响用电。",
    "【医院】您预约了{day}{clock}的门诊，请携带身份证。",
    "【学校】各位家长，{day}{clock}召开家长会，请从东门进。",
    "【图书馆】您借的书已逾期，请{day}前归还。",
    "【保险】您的车险{day}到期，续保可享优惠，退订回T",
    "【交管】您的车辆{day}年检到期，请及时办理。",
    "{day}{clock}到{place}接我，别迟到",
    "{who}让你{day}把{thing}带过来",
    "{name}，{day}去{place}吃饭吗，我请客",
    "我在{place}，你下来拿一下{thing}",
    "到{place}了给我打电话，我{clock}出门",
    "{who}刚打电话来，说{day}来家里住几天",
    "{mood}，{game}又输了，队友真菜",
    "{game}里被对面打爆了，队友全是废物，{mood}",
    "你再不来开{game}我就打断你的腿哈哈",
    "{thing}是不是你拿走了，赶紧还我哈哈",
    "借我的{thing}什么时候还呀，{day}要用",
    "欠我的奶茶{day}该还了吧，{mood}",
    "上次AA的{sum}转你微信了，收一下",
    "{day}房租{sum}记得转给房东",
    "饭钱{sum}，你转我支付宝就行",
    "花呗{day}还，还差{sum}，{mood}",
    "信用卡{day}还款日，别忘了",
    "{who}问你{sum}的报销单交了没",
    "公司{day}开会，带上{thing}，领导要看",
    "客户{day}{clock}到公司，前台登记一下",
    "货款{sum}{day}能到账吗，财务在催",
    "发票开好寄到{place}，合同{day}签",
    "你家狗又把我的{thing}咬坏了，{mood}",
    "{who}摔了一跤，在医院拍片，没有骨折",
    "孩子{clock}放学，{who}去接，你放心上班",
    "孩子在学校门口等你，快点过去",
    "路上小心，下雨路滑，到家说一声",
    "睡了吗，{mood}，{game}看到{clock}",
    "{clock}了还不睡，{day}起得来吗",
    "昨晚电影里那个杀手太狠了，{mood}",
    "小说看到第{n2}章，反派终于死了，{mood}",
    "新闻说警方抓了一个诈骗团伙，大家小心",
    "记者从市公安局获悉，{day}起整治电动车违停。",
    "法院{day}公开拍卖一批车辆，{place}看样。",
    "{name}考上公务员了，政审都过了，{mood}",
    "征信报告网上就能查，不用去柜台",
    "房贷利率下调，每月少还{sum}",
    "基金又跌了{n2}%，{mood}，不想活了哈哈",
    "蚊子太多了，打死一个又来一个，{mood}",
    "前男友真是个骗子，渣男，{mood}",
    "楼上天天半夜拖椅子，吵死了，我去敲门",
    "隔壁装修从早上七点敲到晚上，{mood}",
    "司机已到{place}，车牌尾号{n4}，请尽快上车。",
    "您的外卖放{place}了，祝用餐愉快",
    "师傅{day}上门修空调，上门费{sum}",
    "搬家公司{day}{clock}上门，家具都搬走",
    "开锁换锁，24小时上门，{sum}起",
    "急用钱？凭身份证最高可借{sum}，秒到账，退订回T",
    "代办停息挂账、征信修复，免费咨询",
    "招聘{place}附近兼职，日结{sum}，加微信",
    "恭喜您获得{sum}红包，点击链接领取",
    "妈，我手机坏了，先转{sum}到这个号",
    "老板拖欠工资{sum}，我要去劳动局",
    "借{name}的{sum}我{day}发工资就还，谢谢",
    "{name}结婚随礼{sum}，你随多少",
    "爷爷的花圈和挽联订好了，{day}出殡",
    "社区通知：{day}{clock}在{place}免费体检。",
    "村委通知：{day}交医保，{sum}一人。",
    "派出所提醒：出租房屋请登记，民警{day}入户走访。",
    "把{game}的号借我玩两天，{day}还你",
    "你今天穿的红裙子真好看，在{place}看到你了",
    "定位发我，我到{place}找你",
    "群里发{thing}的照片，大家都看看",
    "{day}群发一下通知，所有人都要收到",
    "{who}的电话发我一下，我联系他",
    "别忘了给{who}打电话，{mood}",
    "合同盖章了，{day}寄到你单位",
    "投诉那个客服，态度太差，{mood}",
    "二手{thing}转让，{sum}，{place}面交",
    "微信转你{sum}了，{thing}的钱",
)


def _filled(draw: random.Random, frames: tuple[str, ...]) -> str:
    values = {key: draw.choice(choices) for key, choices in _PARTS.items()}
    digits = {f"n{size}": f"{draw.randrange(10**size):0{size}d}" for size in (2, 4, 6)}
    return draw.choice(frames).format(**values, **digits)


def ordinary(count: int = 2000, *, learned: bool = False) -> Iterator[str]:
    """Different everyday texts, the same ones every time."""
    draw = random.Random(_SEED)
    frames = _FRAMES[::2] if learned else _FRAMES[1::2]
    seen: set[str] = set()
    while len(seen) < count:
        text = _filled(draw, frames)
        if text not in seen:
            seen.add(text)
            yield text
