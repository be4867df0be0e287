"""What permissions are asked about: things with a kind, a county and the parties that they belong to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

KINDS: Mapping[str, str] = {
    "right": "知识产权",
    "party": "企业与单位",
    "person": "人才",
    "figure": "指标与统计",
    "source": "数据来源",
    "deal": "质押、许可与转让明细",
    "due": "期限与缴费",
    "contact": "联系方式",
    "load": "导入",
    "quarantine": "隔离行",
    "account": "账号",
    "grant": "角色授予",
    "audit": "审计记录",
    "exhibit": "证物",
    "saved": "保存的检索",
}
"""Kind → its name for people: a closed list."""

KIND_OF_TABLE: Mapping[str, str] = {
    "patents": "right",
    "patent_texts": "right",
    "patent_events": "right",
    "trademarks": "right",
    "works": "right",
    "indications": "right",
    "indication_users": "right",
    "varieties": "right",
    "centres": "party",
    "awards": "right",
    "pledges": "deal",
    "licences": "deal",
    "companies": "party",
    "agencies": "party",
    "outlets": "party",
    "talents": "person",
    "populations": "figure",
    "corrections": "right",
    "identities": "party",
}
"""Lake table → kind. A table that is missing here has no permission at all (a test compares with the lake's tables)."""


class Permissible(Protocol):
    """Anything that a permission can be asked about."""

    @property
    def kind(self) -> str:
        """One of KINDS."""

    @property
    def county(self) -> str:
        """The code of its county, "" where it has none."""

    @property
    def party_keys(self) -> tuple[str, ...]:
        """Keys of the parties whose own it is."""

    @property
    def owner(self) -> str:
        """The key of the account whose own it is alone, "" where it is no one person's."""


@dataclass(frozen=True, slots=True)
class Thing:
    """The least that a permission needs to know; a whole area of the site is a Thing without county."""

    kind: str
    county: str = ""
    party_keys: tuple[str, ...] = ()
    owner: str = ""

    @classmethod
    def of_row(cls, table: str, row: Mapping[str, object]) -> "Thing":
        """The thing that a row of the lake tells of: its kind by the table, its parties by their credit codes."""
        county = row.get("county")
        return cls(KIND_OF_TABLE[table], str(county or ""), tuple(_parties(row)))


def _parties(row: Mapping[str, object]) -> Iterator[str]:
    """Keys of everyone whose code stands in the row: applicants, holders, pledgors, givers and takers."""
    for name, value in row.items():
        if not value or name == "agency_code":
            continue
        if name == "code" or name.endswith("_code"):
            yield f"uscc/{value}"
        elif name.endswith("_codes") and isinstance(value, list | tuple):
            yield from (f"uscc/{code}" for code in value if code)
