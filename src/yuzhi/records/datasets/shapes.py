"""What answers are made of, for the API and the command line alike: one declared shape, one way to write it as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from yuzhi.kernel.chinese import parse_day
from yuzhi.kernel.errors import BadValue, YuzhiError

MOST = 1000
"""The most entries of a list that one answer holds."""
DEEPEST = 100_000
"""The furthest entry from which a list can be asked."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Shape(Schema):
    """A part of an answer. A field that was not given is left out of the JSON; one that is None is null."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Any) -> Any:
        """As given: ninja's own wraps the values so that fields that were not given look as if they were."""
        return handler(values)


def asked_day(text: str | date) -> date:
    """A day in any spelling of the offices, between 1900 and 2199.

    Raises: BadValue.
    """
    day = text if isinstance(text, date) else parse_day(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadValue(f"日期“{text}”超出范围：应在 {_FIRST_YEAR} 年至 {_LAST_YEAR} 年之间。")
    return day


Day = Annotated[date, BeforeValidator(asked_day), WithJsonSchema({"type": "string", "format": "date"})]
Top = Annotated[int, Field(ge=0, le=MOST, description=f"最多列出几条，不超过 {MOST}。")]
Offset = Annotated[int, Field(ge=0, le=DEEPEST, description="从第几条起，0 为第一条。")]

Value = Annotated[Any, WithJsonSchema({
    "type": ["string", "integer", "boolean", "array", "null"], "items": {"type": "string"},
    "description": "文字、整数、是否、日期（ISO 文本）、金额（整数或两位小数的文本）或文字列表。",
})]
Amount = Annotated[Decimal | int | None, WithJsonSchema({
    "type": ["integer", "string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
    "description": "件数等为整数；元和比值带小数位，为精确的十进制文本；没有数据为 null，不等于零。",
})]


class StatementOrigin(Shape):
    """一条陈述的出处：哪个来源的哪个文件的哪个位置，以及两个时间。"""

    source: str = Field(description="数据源名称，如 cn.cnipa_xml；yuzhi.acts 为本平台工作人员的更正。")
    file: str | None = Field(description="原始文件的 sha256。")
    place: str | None = Field(description="文件内的位置：工作表与行号、行号或元素。")
    load: str = Field(description="哪一批读入，如 L0000012。")
    true_from: date | None = Field(description="从哪一天起为真；来源未载为 null。")
    true_to: date | None = Field(description="到哪一天不再为真；来源未载为 null。")
    known_from: datetime = Field(description="本平台何时得知（UTC）。")
    path: str | None = Field(None, description="列名或元素路径；只在单个字段的出处中给出。")
    rule: str | None = Field(None, description="读取规则；repair:编号 表示由工作人员修复。")


class SourceCoverage(Shape):
    """一个数据源已收录到哪一天。"""

    source: str = Field(description="数据源名称。")
    label: str = Field(description="数据源的中文名。")
    covered_to: date | None = Field(description="数据说到的最后一天。")
    last_load: datetime | None = Field(description="最近一次成功读入的时间。")
    records: int = Field(description="历次新增的记录数。")


class Coverage(Shape):
    """平台现有数据的范围。"""

    edition: int | None = Field(description="数据版本号；还没有数据时为 null。")
    published_at: datetime | None = Field(description="这一版本的发布时间。")
    covered_to: date | None = Field(description="数据说到的最后一天。")
    sources: list[SourceCoverage] = Field(description="各数据源的范围。")


def statement_origin(row: Mapping[str, Any], **more: str) -> StatementOrigin:
    """The origin of a lake row; `path` and `rule` where one field is meant."""
    return StatementOrigin(
        source=row["source"], file=row["file"], place=row["place"], load=row["load"], true_from=row["true_from"],
        true_to=row["true_to"], known_from=instant(row["known_from"]), **more,
    )


def instant(told: str | datetime) -> datetime:
    """A stored instant, in UTC."""
    return (datetime.fromisoformat(told) if isinstance(told, str) else told).astimezone(UTC)


def plain(shape: Schema) -> dict[str, Any]:
    """The shape as dicts and lists, with what was not given left out."""
    return shape.model_dump(exclude_unset=True)


def json_text(told: Any, *, indent: int | None = None) -> str:
    """JSON with Chinese as it is; days and instants are ISO texts, values with decimal places exact texts, others whole numbers."""
    return json.dumps(told, ensure_ascii=False, indent=indent, default=_written, allow_nan=False)


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value) if value.as_tuple().exponent in range(-30, 0) else int(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def complaints(errors: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with each part of a question, in Chinese; the value itself is repeated only in our own words."""
    for error in errors:
        name = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
        told = error.get("ctx", {})
        reason = told.get("error")
        if isinstance(reason, YuzhiError):
            yield f"参数 {name}：{reason.sentence.rstrip('。')}"
        else:
            expected = str(told.get("expected", "")).replace(" or ", "、").replace("'", "")
            words = _WORDS.get(error["type"], "写法不对")
            yield f"参数 {name} {words.format(**{**told, 'expected': expected})}"


_WORDS = {
    "missing": "没有给出",
    "int_parsing": "应为整数",
    "int_parsing_size": "数字太大",
    "int_type": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "不能超过 {max_length} 个字",
    "string_type": "应为文字",
    "too_long": "不能超过 {max_length} 个",
    "literal_error": "应为 {expected} 之一",
}
