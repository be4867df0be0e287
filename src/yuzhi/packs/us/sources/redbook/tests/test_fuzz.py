"""Whatever happens to the bytes of a Red Book file, reading ends in outcomes or in a refusal, and in nothing else."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from yuzhi.engines.reading.patents.tests.papers import CONTEXT, document
from yuzhi.engines.reading.patents.tests.test_fuzz import CHANGES, Change, changed
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.kernel.errors import BadFile
from yuzhi.packs.us.sources.redbook import SOURCE
from yuzhi.packs.us.sources.redbook.tests.test_redbook import grant

PARTIES = ("<us-parties><us-applicants><us-applicant app-type='applicant-inventor'><addressbook><last-name>Croy</last-name>"
           "<address><city>Bern</city></address></addressbook></us-applicant></us-applicants></us-parties>")


@given(changes=CHANGES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_file_is_read_or_refused(tmp_path: Path, changes: list[Change]) -> None:
    data = changed((grant(bibliography=PARTIES) + grant("13648030")).encode(), changes)
    try:
        found = list(SOURCE.read(document(tmp_path, data), CONTEXT))
    except BadFile as bad:
        assert "请" in bad.sentence
        return
    assert all(isinstance(one, Record | Fault | Skipped) for one in found)
    for one in found:
        if isinstance(one, Record):
            assert one.key and one.record and set(one.values) == set(one.origins)
