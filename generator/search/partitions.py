"""Part the terms of large segments, so that each part fits into memory and workers can share the work.

A part always begins a block. So that the index follows from the content alone, the
borders are fixed: they are first characters of terms that part Chinese texts into
portions of similar size. How many of them count depends on the number of posts.
"""

from __future__ import annotations

from functools import cache

#: First characters of terms, in the order of their code points.
_BORDERS = (
    "12abcdefghijklmnopqrstuvwxyzаぁ一丁万丈上下不与且丛严丫丰丱主举乌乔乞乳"
    "二亏互井亥亵亿仇仓仪仰仿伙伤伸何佚佝侜俐俦倔倚偈僄兆免八六关兵具冈农冰冷几击刀切刍删刬刻剗劝务努勉北"
    "匙千升协卖博卮厄厝又发叔叙古叫台叱司合吉名吐吟吹呱咎咿哩啕喝嘟回囤图圩场坑垣堰墨备外夜天太夭夷奈奕奶"
    "如妃妈姜嫣孑学守宕宠容寂寡寺尉少尔尹尾屈山岁巡巫巾席平年幸序庖廊弃弗弸弼录彩徇徙德必忘态怠怱恳悌惇惹"
    "愣成我所才扎托扭抑抚抨拂拊拜拼挈挪捣掘插搕摸撮收政敖敦文斗斫於旌既旦旬昏映昵晰曝曷有朋期未术杀杞杨枋"
    "枞柩栓格梅椒槽樯歇此武歼毓毡氢永汆汤沛沤沼泣泾洲浃浑浸淀淳渐溃滔漠灞灵炼烷煞燥版牟犄狭猴玩球瑰甚甥申"
    "甸番症百皁皖盗盯盹眚着瞬矩矮矸砚碍磬祥禅秃秧稀空穿竖竽筋箅籁糅索繇纣纫线绊绔绠缆罄美翦考耍聒肚肪胎能"
    "脐腱臭舀艰芋苇苦茎荧莼葆蒜薅藩虮蜂衅衍补衽裘覃观规觐觥訇詈讯讼诌询诵课谊谹贡账贷赚起足距踪躬轧轮轼辔"
    "迁迈返远违迸送逖逦遗遨郄酖重野釜钢铃铸锤閒闪闵阖陀限隐雀雄雪雷霸靠靦韶颇飒飞飡饯馥驭骖骰髻魁鲈鸢鹏黍"
    "鼓龃가"
)
#: So many posts, and every how many-th border counts from there on.
_STEPS = ((32_768, 1), (6_000, 8), (1_500, 64))


@cache
def borders(posts: int) -> tuple[str, ...]:
    """Return the characters that begin a part, but for the first part, in a segment of so many posts."""
    for least, step in _STEPS:
        if posts >= least:
            return tuple(_BORDERS[step - 1 :: step])
    return ()
