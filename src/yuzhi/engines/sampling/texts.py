"""Titles, abstracts, claims and descriptions of made-up patents, from the words of a topic."""

from dataclasses import dataclass

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.plan import Topic

_RELATIONS = ("固定连接", "可拆卸连接", "通过法兰连接", "转动连接", "滑动配合", "电性连接", "相连通")
_SPOTS = ("上方", "下方", "一侧", "内部", "外壁", "底部", "进口端", "出口端")
_MEASURES = (
    ("温度", "℃", 40, 680),
    ("压力", "MPa", 1, 12),
    ("间距", "mm", 5, 400),
    ("转速", "r/min", 20, 900),
    ("厚度", "mm", 2, 60),
    ("倾角", "°", 3, 60),
    ("时间", "min", 5, 180),
)
_SOFT = ("方法", "模型", "平台", "系统")
_MATTER = ("催化剂", "材料", "板材", "代乳料", "稀释液", "有机肥", "酒", "饮料", "茶", "改良剂", "挂面", "粉条", "陶粒")
_MAKING, _USING = ("的制备方法", "及其制备方法", "及其制备工艺"), ("及其使用方法", "的控制方法", "及其控制方法")
"""Things that are no shape (utility models protect shapes only), and how a method about a thing is called."""
SECTIONS = ("技术领域", "背景技术", "发明内容", "附图说明", "具体实施方式")
"""The five sections of a description, in order."""


@dataclass(frozen=True, slots=True)
class Idea:
    """What one patent is about: the noun, its class, and the words chosen for it."""

    topic: Topic
    kind: str
    title: str
    noun: str
    main_class: str
    parts: tuple[str, ...]
    effects: tuple[str, ...]
    scene: str
    method: bool


def idea(chance: Chance, topic: Topic, kind: str) -> Idea:
    """What a patent of that kind in that topic could be about."""
    scene, feature = chance.pick(topic.scenes), chance.pick(topic.features)
    effects = tuple(chance.some(topic.effects, 2, 2))
    if kind == "design":
        noun, locarno = chance.pick(topic.products)
        style = chance.pick(("", "（新型）", f"（{feature}）", "（大）", "（小）", "（A款）", "（B款）", "（套件）"))
        return Idea(topic, kind, f"{noun}{style}", noun, locarno, (), effects, scene, False)
    noun, ipc = chance.pick([o for o in topic.objects if kind == "invention" or not o[0].endswith(_SOFT + _MATTER)])
    parts = tuple(chance.some(topic.parts, 4, 5))
    method = kind == "invention" and (noun.endswith(_SOFT) or chance.happens(0.4))
    if method:
        ends = ("",) if noun.endswith(_SOFT) else _MAKING if noun.endswith(_MATTER) else _USING
        title = chance.pick(
            (f"一种{feature}{noun}", f"一种基于{chance.pick(topic.techs)}的{noun}", f"一种{scene}用{noun}")
        ) + chance.pick(ends)
    else:
        title = chance.pick(
            (
                f"一种{feature}{noun}",
                f"一种{scene}用{noun}",
                f"一种带有{parts[0]}的{noun}",
                f"一种{feature}的{scene}{noun}",
                f"一种基于{chance.pick(topic.techs)}的{noun}",
            )
        )
    return Idea(topic, kind, title, noun, ipc, parts, effects, scene, method)


def abstract(chance: Chance, it: Idea) -> str:
    """Its abstract: what it is, of what it consists, what it is good for."""
    if it.kind == "design":
        return (
            f"1.本外观设计产品的名称：{it.title}。2.本外观设计产品的用途：用于{it.scene}。3.本外观设计产品的设计要点："
            f"在于形状。4.最能表明设计要点的图片或照片：立体图。"
        )
    word = "本发明" if it.kind == "invention" else "本实用新型"
    if it.method:
        body = (
            f"包括以下步骤：S1、准备{it.parts[0]}与{it.parts[1]}；S2、将物料送入{it.parts[2]}，控制{_measure(chance)}；"
            f"S3、经{it.parts[3]}处理后得到产品。"
        )
    else:
        body = (
            f"包括{_listed(it.parts)}，所述{it.parts[0]}与{it.parts[1]}{chance.pick(_RELATIONS)}，所述{it.parts[2]}设于"
            f"{it.parts[0]}的{chance.pick(_SPOTS)}，所述{it.parts[3]}与{it.parts[2]}{chance.pick(_RELATIONS)}。"
        )
    return f"{word}公开了{it.title}，属于{it.topic.field}技术领域。{body}{word}{it.effects[0]}，{it.effects[1]}，适用于{it.scene}。"


def claims(chance: Chance, it: Idea) -> tuple[str, ...]:
    """Its claims, numbered; none for a design."""
    if it.kind == "design":
        return ()
    if it.method:
        first = (
            f"1.{it.title}，其特征在于，包括以下步骤：S1、将{it.parts[0]}与{it.parts[1]}装配；S2、通过{it.parts[2]}"
            f"进行处理，控制{_measure(chance)}；S3、由{it.parts[3]}收集产物。"
        )
    else:
        first = (
            f"1.{it.title}，其特征在于：包括{_listed(it.parts)}，所述{it.parts[0]}与{it.parts[1]}{chance.pick(_RELATIONS)}，"
            f"所述{it.parts[2]}设置于所述{it.parts[0]}的{chance.pick(_SPOTS)}。"
        )
    told = [first]
    for number in range(2, chance.number(3, 6)):
        part = chance.pick(it.parts)
        told.append(
            f"{number}.根据权利要求{chance.number(1, number - 1)}所述的{it.title.removeprefix('一种')}，其特征在于：所述{part}的"
            f"{_measure(chance)}。"
        )
    return tuple(told)


def description(chance: Chance, it: Idea) -> tuple[tuple[str, ...], ...]:
    """Its description: five sections of paragraphs; none for a design."""
    if it.kind == "design":
        return ()
    word = "本发明" if it.kind == "invention" else "本实用新型"
    field = (f"{word}涉及{it.topic.field}技术领域，具体涉及{it.title}。",)
    background = (
        f"在{it.scene}中，{it.noun}得到了广泛应用。",
        f"现有的{it.noun}存在{it.parts[0]}易损坏、运行不稳定的问题，难以满足{it.scene}的要求，因此有必要加以改进。",
    )
    disclosure = (
        f"{word}的目的在于提供{it.title}，以解决上述背景技术中提出的问题。",
        f"为实现上述目的，{word}采用如下技术方案：包括{_listed(it.parts)}，其中{it.parts[0]}与{it.parts[1]}"
        f"{chance.pick(_RELATIONS)}。",
        f"与现有技术相比，{word}的有益效果是：{it.effects[0]}，{it.effects[1]}。",
    )
    figures = (f"图1为{word}的整体结构示意图；", f"图2为{it.parts[0]}的局部放大图。")
    modes = tuple(
        f"实施例{n}：参照图{min(n, 2)}，所述{it.parts[0]}位于{it.parts[1]}的{chance.pick(_SPOTS)}，{_measure(chance)}，"
        f"{it.parts[2]}与{it.parts[3]}{chance.pick(_RELATIONS)}，工作时先启动{it.parts[1]}，再调节{it.parts[2]}，"
        f"经测试，{chance.pick(it.effects)}，较对比例改善{chance.number(5, 38)}％。"
        for n in range(1, chance.number(2, 4) + 1)
    )
    return field, background, disclosure, figures, modes


def _listed(parts: tuple[str, ...]) -> str:
    return "、".join(parts[:-1]) + "和" + parts[-1]


def _measure(chance: Chance) -> str:
    name, unit, low, high = chance.pick(_MEASURES)
    start = chance.number(low, high)
    return f"{name}为{start}～{start + chance.number(1, max(2, high // 4))}{unit}"
