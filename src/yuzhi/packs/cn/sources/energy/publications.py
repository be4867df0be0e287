"""What all readers of the collection share: a publication is the key, and a title says its language."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yuzhi.engines.formats.energy import QUERY_RULE
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.rules import RULES
from yuzhi.kernel.classes import Cpc, Ipc
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import PublicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.publishing import is_grant

_HAN, _KANA_HANGUL = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3040-\u30ff\uac00-\ud7af]")


def json_list(text: str) -> list[Any]:
    """The list that a JSON text spells. Raises BadValue."""
    try:
        told = json.loads(text)
    except ValueError:
        told = None
    if not isinstance(told, list):
        raise BadValue(f"“{text[:80]}”不是列表：请向来源核对。")
    return told


def _query_classes(text: str) -> list[str]:
    """The classes that were searched for: one, or a list. Raises BadValue."""
    asked = json_list(text) if text.startswith("[") else [text]
    return list(dict.fromkeys(str(Ipc.parse(str(one))) for one in asked))


def _cpc_classes(text: str) -> list[str]:
    return list(dict.fromkeys(str(Cpc.parse(str(one))) for one in json_list(text)))


QUERY_CLASSES = Rule(QUERY_RULE, _query_classes)
CPC_CLASSES = Rule("cpc_list", _cpc_classes)


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese characters and in nothing of Japan or Korea."""
    return bool(_HAN.search(text)) and not _KANA_HANGUL.search(text)


def take_publication(row: Row, column: str, values: dict[str, Any]) -> PublicationNumber | None:
    """The publication that a row is about; fills in office, publication and kind of right."""
    found: PublicationNumber | None = row.take(
        column, RULES["publication_number"], required=True, field="publication")
    if found is None:
        return None
    values["publication"], values["office"] = str(found), found.office
    row.fields["office"] = row.fields["publication"]
    if found.right_kind is not None:
        values["right_kind"] = found.right_kind
        row.fields["right_kind"] = FieldOrigin(column, "kind_of_publication")
    return found


def take_title(row: Row, column: str, values: dict[str, Any]) -> None:
    """The title, in the field of its language."""
    title = row.take(column, RULES["text"], field="title")
    if title and is_chinese(title):
        values["title"] = title
    elif title:
        values["title_en"], row.fields["title_en"] = title, row.fields.pop("title")


def take_published(row: Row, column: str, publication: PublicationNumber | None, values: dict[str, Any]) -> None:
    """The day of publication, which is the day of grant where the document announces one."""
    day: date | None = row.take(column, RULES["day"], field="published_on")
    if day is None:
        return
    values["published_on"] = day
    if publication is not None and is_grant(publication, day):
        values["granted_on"] = day
        row.fields["granted_on"] = FieldOrigin(column, "grant_of_kind")


def outcomes(row: Row, publication: PublicationNumber | None, values: Mapping[str, Any]) -> Iterator[Record | Fault]:
    """The record of a row about a publication, or the faults that keep it out."""
    if row.faults or publication is None:
        yield from row.faults
        return
    told = {name: value for name, value in values.items() if value is not None}
    yield Record(
        "patents", publication.key, str(publication), told, row.origin, dict(row.fields),
        true_from=values.get("published_on"),
    )
