"""Words for a made-up news archive. Towns, papers, people and events are invented."""

from __future__ import annotations

import itertools

TOWNS = {
    "qingwan": "青湾", "baitang": "白塘", "luxi": "鹭溪", "songpu": "松浦", "yanqiao": "雁桥",
    "heting": "荷汀", "meiling": "梅岭", "zhuzhou": "竹洲", "dengta": "灯塔", "lanting": "兰汀",
    "xingsha": "星砂", "yuegang": "月港", "fengdu": "枫渡", "liuyuan": "柳园", "taoxi": "桃溪",
    "shanhu": "杉湖", "yunshan": "云杉", "gulou": "鼓楼", "lucao": "芦草", "haitang": "海棠",
}  # fmt: skip
PAPERS = {
    "ribao": "日报", "wanbao": "晚报", "zhoukan": "周刊", "kuaixun": "快讯", "shangbao": "商报",
    "tongxun": "通讯", "guangbo": "广播", "chenbao": "晨报", "dushu": "读书报", "nongshi": "农事报",
}  # fmt: skip

SUBJECTS = [
    "老渡口", "纸灯节", "橘子季", "旧书市集", "石桥夜航", "湿地步道",
    "钟楼广场", "春季花展", "河岸球场", "木偶剧团", "风筝协会", "露天影院",
]  # fmt: skip
EVENTS = [
    "如期开张", "添了新面孔", "推迟三天", "完成修缮", "招募志愿者",
    "公布时刻表", "迎来第十年", "办到半夜", "收到四百封来信", "换上新招牌",
]  # fmt: skip

_WHEN = [
    "今天清晨", "昨日午后", "上个周末", "本月上旬", "雨停之后",
    "早市开张前", "灯会散场时", "潮水退去后", "入冬以来", "开学第一周",
]  # fmt: skip
_WHO = [
    "渡口的值班员", "橘园的三位农户", "旧书店的店主", "城南小学的学生", "图书馆的志愿者", "气象站的观测员",
    "修钟的老师傅", "菜市场的管理员", "陶艺社的学徒", "民俗馆的讲解员", "巡堤的居民", "邮局的投递员",
]  # fmt: skip
_WHAT = [
    "清点了沿岸的一百二十盏纸灯", "把新印的时刻表贴到站牌上", "在长廊里晾开了受潮的旧报",
    "量了码头石阶上的水痕", "给两百株树苗系好标签", "试了试刚换过齿轮的大钟",
    "登记了三十七件失物", "拍下了今年的第一群白鹭", "抄完了最后一册借阅簿",
    "把风筝比赛的线轴逐一称过", "煮了一大锅姜汤分给过路的人", "为下个月的展览挑出了四十张照片",
]  # fmt: skip
_THEN = [
    "前后花了不到半天。", "记录本上因此多了两行。", "结果将在布告栏上公布。", "这比去年早了六天。",
    "围观的人说“和小时候一样”。", "余下的部分留到下周再做。", "有人当场画了一张草图。",
    "天黑以前一切都收拾妥当。", "数目与上一次的核对无误。", "消息随渡船传到了对岸。",
]  # fmt: skip
SENTENCES = [
    f"{when}，{who}{what}，{then}" for when, who, what, then in itertools.product(_WHEN, _WHO, _WHAT, _THEN)
]
