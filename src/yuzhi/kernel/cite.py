"""The place in an instrument that a value or a rule rests on."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import Interval

Confidence = Literal["verified", "memory"]

_INSTRUMENT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Cite:
    """An article of an instrument, how surely it is known, and the days on which it is in force.

    `instrument` is the key of a law, standard or notice (`cn.patent_law`), `article` the number as text
    (`"42"`, `"5(2)"`, `"二"`), empty where the instrument as a whole is meant. `confidence` is `verified` where
    the text was read and `memory` where it was not: pages show the difference.

    >>> str(Cite("cn.patent_law", "42", "verified"))
    'cn.patent_law:42'
    """

    instrument: str
    article: str
    confidence: Confidence
    valid: Interval = field(default_factory=Interval)

    def __post_init__(self) -> None:
        if _INSTRUMENT.fullmatch(self.instrument) is None:
            raise BadValue(f"引用的文件“{self.instrument}”写法不对：应为点分的小写键名，例如 cn.patent_law。")
        if self.confidence not in ("verified", "memory"):
            raise BadValue(f"引用的可信度“{self.confidence}”不对：应为 verified（核对过原文）或 memory（凭记忆）。")

    @classmethod
    def parse(cls, text: str, confidence: Confidence) -> "Cite":
        """The cite of a text such as `cn.patent_law:42`; its article may be missing."""
        instrument, _, article = text.strip().partition(":")
        return cls(instrument, article.strip(), confidence)

    def in_force(self, day: date) -> bool:
        """True where the cited article was in force on that day."""
        return day in self.valid

    def __str__(self) -> str:
        return f"{self.instrument}:{self.article}" if self.article else self.instrument
