"""What the events of offices' registers do to an application or a patent, by INPADOC's codes, from a declared table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

EFFECTS: Mapping[str, str] = {
    "granted": "授权",
    "maintained": "维持（缴费或复审、异议后维持）",
    "restored": "恢复权利",
    "revived": "恢复申请",
    "refused": "驳回",
    "withdrawn": "撤回",
    "deemed_withdrawn": "视为撤回",
    "discontinued": "申请终止",
    "fee_lapsed": "未缴年费终止",
    "expired": "期满终止",
    "abandoned": "放弃专利权",
    "invalidated": "撤销或宣告全部无效",
    "partly_invalidated": "部分无效",
    "ended": "权利终止",
    "ended_in_part": "在一个缔约国终止",
    "none": "不改变状态",
}
"""Effect → its words: a closed list."""

CERTAIN = frozenset({
    "restored", "refused", "withdrawn", "deemed_withdrawn", "fee_lapsed", "expired", "abandoned", "invalidated",
    "partly_invalidated",
})
"""Effects that are events in the lake's own words."""


@dataclass(frozen=True, slots=True)
class LegalCodes:
    """The table: (office, code) → effect, and the version of INPADOC's table that it was made from."""

    version: str
    effects: Mapping[tuple[str, str], str]

    @property
    def offices(self) -> frozenset[str]:
        """The offices whose codes are all known."""
        return frozenset(office for office, _ in self.effects)

    def effect(self, office: str, code: str) -> str | None:
        """What an event of that code does; None for a code that the table does not have.

        >>> legal_codes().effect("US", "LAPS"), legal_codes().effect("EP", "PG25"), legal_codes().effect("US", "?")
        ('fee_lapsed', 'ended_in_part', None)
        """
        return self.effects.get((office, code.strip()))

    def word(self, office: str, code: str) -> str | None:
        """The event in the lake's words, where the code alone makes that certain; None where it does not.

        A grant is certain by its code in China alone: elsewhere the register may note it on a later day.

        >>> legal_codes().word("KR", "LAPS"), legal_codes().word("US", "STCF"), legal_codes().word("CN", "GR01")
        ('fee_lapsed', None, 'granted')
        """
        effect = self.effect(office, code)
        return effect if effect in CERTAIN or (effect == "granted" and office == "CN") else None


@lru_cache(maxsize=1)
def legal_codes() -> LegalCodes:
    """The table as it is declared. Raises ValueError for an effect that is not in the closed list, or a code told twice."""
    declared: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "legal_codes.yml").read_text(encoding="utf-8"))
    effects: dict[tuple[str, str], str] = {}
    for office, by_effect in declared["codes"].items():
        for effect, codes in by_effect.items():
            if effect not in EFFECTS:
                raise ValueError(f"legal_codes.yml: {effect} is no effect")
            for code in codes:
                if not isinstance(code, str) or (office, code) in effects:
                    raise ValueError(f"legal_codes.yml: {office} {code!r} is no text, or told twice")
                effects[office, code] = effect
    return LegalCodes(str(declared["version"]), effects)
