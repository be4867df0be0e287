"""Legal days that decide about a right, each with the rule, the version of the rule and the day it was counted from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yuzhi.kernel.cite import Cite

MATTERS: Mapping[str, str] = {
    "fee_reduction": "请求减缴年费的最后一天",
    "annual_fee": "年费应缴日",
    "annual_fee_last": "年费补缴期末日",
    "renewal": "商标专用期届满日",
    "renewal_last": "商标宽展期末日",
}
"""What a legal day is about: the left side is stored, the right side is shown. `…_last` is the day after which the right is lost."""

LAST = "_last"


@dataclass(frozen=True, slots=True)
class Limit:
    """One legal day of a right, as the law in force counts it.

    `ordinal` is the patent year of a fee, and the year in which the term of a mark ends. `trigger_on` is the day counted from, named by `event`;
    `nominal_on` the day before any roll and `last_on` the last day on which one can act. `provisional` says that the
    year's working days are not known yet, so that the last day may still move to a later one.
    """

    matter: str
    ordinal: int
    rule: str
    rule_since: date
    event: str
    trigger_on: date
    nominal_on: date
    last_on: date
    provisional: bool
    cite: Cite

    @property
    def decides(self) -> bool:
        """Whether the right is lost when this day passes unused."""
        return self.matter.endswith(LAST)
