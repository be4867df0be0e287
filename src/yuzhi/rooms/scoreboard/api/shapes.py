"""What is asked of figures, and the shapes of the answers."""

from datetime import date

from pydantic import Field

from yuzhi.records.datasets.shapes import Amount, Day, Offset, Shape, StatementOrigin, Top


class Goal(Shape):
    """指标所对照的目标。"""

    id: str = Field(description="目标编号。")
    value: Amount = Field(description="目标值。")
    by: date = Field(description="到哪一天。")
    judged_on: date = Field(description="按哪一天的数判断：规划进行中为所问的一天，结束后为期末。")
    judged: Amount = Field(description="判断所用的全市的数；没有数据为 null。")
    share: Amount = Field(description="判断所用的数占目标的比例，1 为全部；没有数据为 null。")
    verdict: str = Field(description="判断，如 进度正常、期末未达成。")


class IndicatorShape(Shape):
    """一项指标：定义、各地区的值、没有值的理由、用到的数据。"""

    name: str = Field(description="指标名称（英文）。")
    label: str = Field(description="指标的中文名。")
    unit: str = Field(description="单位。")
    method: int = Field(description="计算方法的版本。")
    cite: str = Field(description="依据。")
    values: dict[str, Amount] = Field(description="地区代码 → 值；市的代码为全市，空代码为本市未分县。")
    reasons: dict[str, str] = Field(description="地区代码 → 没有值的理由。")
    days: dict[str, date] = Field(description="地区代码 → 值是哪一天的，只列与 as_of 不同的：金额对公众只给到月末。")
    inputs: dict[str, str] = Field(description="用到的数据集 → 内容摘要。")
    missing: str = Field(description="缺漏如何处理。")
    target: Goal | None = Field(description="对照的目标；没有为 null。")


class IndicatorsAnswer(Shape):
    """各项指标在一天的值。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    future: bool | None = Field(default=None, description="这一天还没有到时为 true：值只含已知的权利到那一天的状态，不含以后新增的。")
    indicators: list[IndicatorShape] = Field(description="指标。")


class IndicatorAnswer(Shape):
    """一项指标在一天的值。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    indicator: IndicatorShape = Field(description="指标。")


class Behind(Shape):
    """值背后的一条记录。"""

    key: str = Field(description="记录的键。")
    value: Amount = Field(description="计入的数。")


class Part(Shape):
    """比值的一部分：分子或分母。"""

    indicator: str = Field(description="指标名称。")
    label: str = Field(description="指标的中文名。")
    value: Amount = Field(description="值；没有为 null。")
    unit: str = Field(description="单位。")
    reason: str | None = Field(description="没有值的理由；有值为 null。")


class StatedBy(Shape):
    """分母所依据的一条公布的数。"""

    key: str = Field(description="记录的键。")
    year: int | None = Field(description="哪一年的数。")
    basis: str = Field(description="口径，如 年末。")
    source_label: str = Field(description="数据源的中文名。")
    origin: StatementOrigin = Field(description="出处。")


class RatioShape(Shape):
    """比值的构成：分子 ÷ 分母 × 倍数。"""

    numerator: Part = Field(description="分子；records 列出的就是它的记录。")
    denominator: Part = Field(description="分母。")
    scale: int = Field(description="乘以多少，如每万人为 10000。")
    stated_by: list[StatedBy] = Field(description="分母依据的公布的数。")


class MergeUsedShape(Shape):
    """这个数所依据的一项归并：两个名称按一个主体计。"""

    key: str = Field(description="被归并者的键。")
    name: str = Field(description="被归并者的名称。")
    into_name: str = Field(description="归入者的名称。")
    reason: str = Field(description="归并理由。")
    known_from: str = Field(description="何时起按它计，UTC。")
    leaf: str = Field(description="归并这一行为的存证叶的摘要。")


class RecordsAnswer(Shape):
    """一个值背后的记录；各条之和就是这个值，比值的则是它的分子。"""

    indicator: str = Field(description="指标名称。")
    area: str = Field(description="地区代码；市的代码为全市，空为本市未分县。")
    area_name: str = Field(description="地区的名称，或 全市、本市未分县。")
    as_of: date = Field(description="截至哪一天。")
    value: Amount = Field(description="值。")
    unit: str = Field(description="单位。")
    reason: str | None = Field(description="没有值的理由；有值为 null。")
    ratio: RatioShape | None = Field(description="比值的分子和分母；不是比值为 null。")
    merges: list[MergeUsedShape] = Field(description="按哪些归并计；不按主体计的指标没有。")
    total: int = Field(description="记录总数，没有权限查看的也计算在内。")
    records: list[Behind] = Field(description="记录，按键排列；没有权限查看的合同不列出。")


class TargetShape(Shape):
    """一个目标和它在一天的进度。"""

    id: str = Field(description="目标编号。")
    plan: str = Field(description="规划期。")
    label: str = Field(description="目标的中文名。")
    value: Amount = Field(description="目标值。")
    unit: str = Field(description="单位。")
    by: date = Field(description="到哪一天。")
    cite: str = Field(description="依据。")
    indicator: str | None = Field(description="所对照的指标；还不能计算时为 null。")
    beside: list[str] = Field(description="一并参看的指标。")
    reached: Amount = Field(description="全市在所问的一天的值。")
    judged_on: date = Field(description="按哪一天的数判断：规划进行中为所问的一天，结束后为期末。")
    judged: Amount = Field(description="判断所用的全市的数。")
    share: Amount = Field(description="判断所用的数占目标的比例，1 为全部。")
    verdict: str = Field(description="判断，如 进度正常、期末未达成。")
    reason: str = Field(description="这样判断的理由。")
    pending: str = Field(description="还不能计算的原因。")
    note: str = Field(description="说明。")
    frozen: int | None = Field(description="判断所用的数是第几次冻结的；没有冻结为 null。")


class PlanPeriodShape(Shape):
    """一个规划期：首日和末日都在其内。"""

    name: str = Field(description="规划期的名称。")
    first: date = Field(description="首日。")
    last: date = Field(description="末日。")
    note: str = Field(description="首日、末日的来历；没有为空。")


class TargetsAnswer(Shape):
    """全部目标在一天的进度。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    plans: list[PlanPeriodShape] = Field(description="规划期，早的在前；各期没有重叠的日子。")
    targets: list[TargetShape] = Field(description="目标。")


class AskedDay(Shape):
    """哪一天。"""

    as_of: Day | None = Field(None, description="截至这一天；默认今天。")


class AskedFigures(AskedDay):
    """哪一天、哪个地区。"""

    area: str = Field("", max_length=40, description=(
        "县（市、区）的名称或代码；市的名称或“全市”为全市，“本市未分县”为只写明本市的；默认全市（列表时为全市和各县）。"
    ))


class AskedRecords(AskedFigures):
    """哪一天、哪个地区、列出哪些记录。"""

    top: Top = 100
    offset: Offset = 0


class AskedFrozen(Shape):
    """要哪个规划期冻结的数。"""

    plan: str = Field(description="规划期的名称。")
    area: str = Field(default="", description="县（市、区）的名称或代码、全市、本市未分县；默认全市和各县。")
    number: int | None = Field(default=None, ge=1, description="第几次冻结的；默认最近一次。")


class FreezingShape(Shape):
    """一次冻结：谁在何时按哪一版数据，存证在哪里。"""

    number: int = Field(description="第几次；之后的一次是更正，写明理由。")
    as_of: date = Field(description="规划期末日。")
    edition: int = Field(description="数据版本号。")
    document: str = Field(description="冻结文件的 SHA-256。")
    leaf: str = Field(description="存证叶的哈希。")
    reason: str = Field(description="更正的理由；第一次为空。")
    made_at: str = Field(description="时间，UTC。")


class FrozenFigureShape(Shape):
    """一个冻结的数，旁边是按最新数据重新计算的数。"""

    indicator: str = Field(description="指标名称。")
    label: str = Field(description="指标的中文名。")
    unit: str = Field(description="单位。")
    as_of: date = Field(description="截至哪一天。")
    area: str = Field(description="地区代码；市的代码为全市，空为本市未分县。")
    value: Amount = Field(description="冻结的数；没有为 null。")
    reason: str | None = Field(description="没有值的理由；有值为 null。")
    records: int = Field(description="由多少条记录构成；比值为 0。")
    list: str | None = Field(description="全市记录清单的 SHA-256；比值没有，为 null。")
    recount: Amount = Field(description="按最新数据重新计算的数；没有为 null。")


class FrozenAnswer(Shape):
    """一个规划期冻结的期末数；没有冻结的，freezings 和 figures 为空。"""

    plan: PlanPeriodShape = Field(description="规划期。")
    edition: int | None = Field(description="重新计算所按的数据版本号。")
    freezings: list[FreezingShape] = Field(description="历次冻结，最近的在前。")
    figures: list[FrozenFigureShape] = Field(description="冻结的数。")


class FindingShape(Shape):
    """核对的一项。"""

    what: str = Field(description="核对什么：leaf、document、rows，或 指标@日期。")
    verdict: str = Field(description="match 一致 · mismatch 不一致 · absent 缺失。")
    said: str = Field(description="一句话的说明。")


class FrozenCheckAnswer(Shape):
    """对冻结的核对。"""

    plan: str = Field(description="规划期的名称。")
    number: int = Field(description="第几次冻结。")
    verdict: str = Field(description="最差的一项：match、absent 或 mismatch。")
    findings: list[FindingShape] = Field(description="逐项。")
