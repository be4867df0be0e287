"""Whatever happens to the bytes of an answer of the EPO, reading ends in outcomes or in a refusal, and in nothing else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document
from yuzhi.engines.reading.patents.tests.test_fuzz import CHANGES, Change, changed
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.ep.sources.ops import BIBLIO, CLAIMS, FAMILY
from yuzhi.packs.ep.sources.ops.tests.test_ops import SPACES, answer, exchange, family, legal, parties

FULLTEXT = (f'<ops:world-patent-data {SPACES}><fulltext-documents><fulltext-document><bibliographic-data>'
            "<publication-reference><document-id><country>EP</country><doc-number>1000000</doc-number><kind>A1</kind>"
            '</document-id></publication-reference></bibliographic-data><claims lang="EN"><claim><claim-text>Claims\n1. A.\n'
            "2. B.</claim-text></claim></claims></fulltext-document></fulltext-documents></ops:world-patent-data>")
PAPERS = (
    (BIBLIO, answer(exchange(parties(("epodoc", "BOER [NL]"), ("original", "De Boer")), abstract="<abstract><p>a</p></abstract>"))),
    (CLAIMS, FULLTEXT),
    (FAMILY, family(legal("17Q", effective="20020423") + legal("18D"))),
)


@pytest.mark.parametrize("number", range(len(PAPERS)))
@given(changes=CHANGES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_answer_is_read_or_refused(tmp_path: Path, number: int, changes: list[Change]) -> None:
    source, text = PAPERS[number]
    try:
        found = list(source.read(document(tmp_path, changed(text.encode(), changes)), CONTEXT))
    except BadFile as bad:
        assert "请" in bad.sentence
        return
    assert all(isinstance(one, Record | Fault | Skipped) for one in found)
    for one in found:
        if isinstance(one, Record):
            assert one.key and one.record and set(one.values) == set(one.origins)
