"""The register's events of a member of a family, as the EPO collects them from all offices (INPADOC)."""

from collections.abc import Iterator
from datetime import date

from yuzhi.engines.formats.energy import CONVEYANCES, REGISTER
from yuzhi.engines.formats.ops import LEGAL, OPS
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.records import Fault, Record, Value
from yuzhi.engines.reading.sources import Outcome
from yuzhi.kernel.chinese import parse_day
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.packs.ep.legal_codes import legal_codes

_ANNOUNCED, _EFFECTIVE, _COUNTRY = "L007EP", "L525EP", "L001EP"
_DETAILS = "L500EP"
Name = tuple[str, date, str]
"""What an event is told apart by: event in our words, day, office's code."""


def events(member: Element, origin: Origin, key: str) -> Iterator[Outcome]:
    """The events of the member, each (event, day, code) once with all that is said of it; faults for days that are none."""
    gathered: dict[Name, tuple[list[str], date]] = {}
    for number, legal in enumerate(member.iterchildren(f"{{{OPS}}}{LEGAL}"), start=1):
        code = (legal.get("code") or "").strip()
        try:
            announced = parse_day(_text(legal, _ANNOUNCED))
            effective = _text(legal, f"{_DETAILS}/{{{OPS}}}{_EFFECTIVE}")
            day = parse_day(effective) if effective else announced
        except BadValue as bad:
            yield Fault(origin, f"{LEGAL}[{number}]", code, bad.sentence)
            continue
        said = _said(legal)
        gathered.setdefault((event_word(_text(legal, _COUNTRY), code, said), day, code), ([], announced))[0].append(said)
    for (word, day, code), (told, announced) in gathered.items():
        values: dict[str, Value] = {
            "event": word, "effective_on": day, "announced_on": announced, "code": code,
            "detail": "\n".join(dict.fromkeys(told)),
        }
        paths = {
            "event": f"{LEGAL}/@code", "code": f"{LEGAL}/@code", "detail": LEGAL,
            "effective_on": f"{LEGAL}/{_DETAILS}/{_EFFECTIVE}", "announced_on": f"{LEGAL}/{_ANNOUNCED}",
        }
        origins = {name: FieldOrigin(path, "register") for name, path in paths.items()}
        if day == announced:
            origins["effective_on"] = origins["announced_on"]
        yield Record("patent_events", key, f"{key}|{word}|{day.isoformat()}|{code}", values, origin, origins, true_from=day)


def event_word(office: str, code: str, said: str) -> str:
    """The event in our words where that is certain."""
    if (office, code) == ("US", "AS"):
        return next((word for text, word in CONVEYANCES.items() if text in said.upper()), "other")
    return REGISTER.get((office, code)) or legal_codes().word(office, code) or "other"


def _said(legal: Element) -> str:
    """The office's words for the event, and its particulars."""
    told = [" ".join((legal.get("desc") or "").split())]
    details = legal.find(f"{{{OPS}}}{_DETAILS}")
    for one in details if details is not None else ():
        name = one.get("desc") or ""
        if name and not str(one.tag).endswith(_EFFECTIVE):
            told.append(f"{name}：{' '.join((one.text or '').split())}")
    return "；".join(told)


def _text(element: Element, path: str) -> str:
    found = element.find(f"{{{OPS}}}{path}")
    return (found.text or "").strip() if found is not None else ""
