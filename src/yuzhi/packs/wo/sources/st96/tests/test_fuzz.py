"""Whatever happens to the bytes of a file in ST.96, reading ends in outcomes or in a refusal, and in nothing else."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from yuzhi.engines.formats.st96_writing import indication
from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document
from yuzhi.engines.reading.patents.tests.test_fuzz import CHANGES, Change, changed
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.wo.sources.st96 import SOURCE
from yuzhi.packs.wo.sources.st96.tests.test_st96 import SPACES, mark, patent

ORIGINALS = (
    f"<tmk:TrademarkBag {SPACES}>{mark()}{patent()}</tmk:TrademarkBag>".encode(),
    indication({"number": "AGI2016-03-1994", "name": "大明绿豆", "system": "agri_product"}, [{"user": "甲公司"}]).xml,
)


@given(changes=CHANGES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_file_is_read_or_refused(tmp_path: Path, changes: list[Change]) -> None:
    for original in ORIGINALS:
        try:
            found = list(SOURCE.read(document(tmp_path, changed(original, changes)), CONTEXT))
        except BadFile as bad:
            assert "请" in bad.sentence
            continue
        assert all(isinstance(one, Record | Fault | Skipped) for one in found)
        for one in found:
            if isinstance(one, Record):
                assert one.key and one.record and set(one.values) == set(one.origins)
