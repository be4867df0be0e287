"""The table of register codes: closed, of one version, and complete for every code met in real registers."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from yuzhi.packs.ep import legal_codes as module
from yuzhi.packs.ep.legal_codes import EFFECTS, legal_codes

_LEGAL = re.compile(r'<ops:legal code="([^"]*)".*?L001EP[^>]*>([A-Z]{2})<', re.DOTALL)


def test_every_code_of_the_real_registers_is_known(shared: Path) -> None:
    met = Counter[tuple[str, str]]()
    for path in (shared / "data/office_xml/epo_ops").rglob("*.xml"):
        for code, office in _LEGAL.findall(path.read_text(encoding="utf-8", errors="replace")):
            met[office, code.strip()] += 1
    with gzip.open(shared / "data/patents_energy/details_text_no_citations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            met.update((told["id"][:2], (event.get("code") or "").strip()) for event in told.get("legal") or ())
    assert met.total() > 65_000
    assert [one for one in met if legal_codes().effect(*one) is None] == []


def test_the_file_names_its_source_version_and_date() -> None:
    declared = yaml.safe_load((Path(module.__file__).parent / "legal_codes.yml").read_text(encoding="utf-8"))
    assert "INPADOC" in declared["source"] and (declared["version"], declared["dated"]) == ("2024/17", "2024-W17")
    assert set(declared["codes"]) == {"CN", "US", "EP", "WO", "JP", "KR", "DE"}


def test_every_effect_is_used_and_has_its_words() -> None:
    assert set(legal_codes().effects.values()) == set(EFFECTS)


@pytest.mark.parametrize(("office", "code", "effect"), [
    ("CN", "CF01", "fee_lapsed"), ("CN", "IW01", "invalidated"), ("CN", "RA01", "restored"), ("US", "MAFP", "maintained"),
    ("EP", "PG25", "ended_in_part"), ("EP", "GRAA", "none"), ("JP", "R250", "maintained"), ("KR", "REGI", "granted"),
    ("DE", "R071", "expired"), ("WO", "WA", "withdrawn"), ("CN", "CF01 ", "fee_lapsed"), ("FR", "ST", None), ("CN", "", None),
])
def test_a_code_does_what_its_office_says(office: str, code: str, effect: str | None) -> None:
    assert legal_codes().effect(office, code) == effect
