"""What must hold before the closing figures of a plan are frozen."""

from datetime import date

from yuzhi.engines.indicators.declared import Plan


def refusal(plan: Plan, today: date, times: int, reason: str, edition: int | None) -> str:
    """Why the plan cannot be frozen now, in Chinese; blank where it can. `times` is how often it has been frozen.

    >>> refusal(Plan(date(2021, 1, 1), date(2025, 12, 31), "十四五"), date(2025, 12, 31), 0, "", 3)
    '“十四五”到 2025-12-31 才结束，没有冻结。请在次日（2026-01-01）起办理。'
    """
    if today <= plan.last:
        following = date.fromordinal(plan.last.toordinal() + 1)
        return f"“{plan.name}”到 {plan.last} 才结束，没有冻结。请在次日（{following}）起办理。"
    if edition is None:
        return f"还没有发布过任何数据，“{plan.name}”没有可以冻结的数。请先导入数据。"
    if times and not reason.strip():
        return f"“{plan.name}”已经冻结过，没有再次冻结。确需更正的，请写明理由：更正另立一次，原来的仍可查看。"
    return ""
