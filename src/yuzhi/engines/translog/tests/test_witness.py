"""Witnesses co-sign what continues a log and nothing else; proof files hold under a policy and fail with the reason."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.translog.asking import cosigned
from yuzhi.engines.translog.checkpoints import Checkpoint, read_checkpoint
from yuzhi.engines.translog.errors import BadProof, LogDamaged
from yuzhi.engines.translog.keys import CosignatureSigner, Ed25519Signer
from yuzhi.engines.translog.layout import entries_of
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.notes import Note, read_note, signed
from yuzhi.engines.translog.policy import Known, read_policy, written_policy
from yuzhi.engines.translog.proof_files import LeafProof, check_checkpoint, check_proof, read_proof
from yuzhi.engines.translog.tests.city import LOG_KEY, Held, log_in, numbered
from yuzhi.engines.translog.trusting import verifier_of
from yuzhi.engines.translog.witness import Witness, asked
from yuzhi.engines.translog.witness_server import served
from yuzhi.kernel.errors import BadValue

NAMES = ("city", "notary", "court")


def signer(name: str) -> CosignatureSigner:
    return CosignatureSigner(f"{name}.example", name.encode().ljust(32, b"."), lambda: 1_700_000_000)


def witness_in(folder: Path, name: str = "notary") -> Witness:
    return Witness(folder, signer(name), [LOG_KEY.verifier])


def asks(log: Log, old: int) -> bytes:
    head = log.head()
    assert head is not None
    return asked(old, log.tree().consistency(old) if old <= head[0].size else [], head[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[list[Known]]:
    """Three witnesses, each behind its own address."""
    known, servers = [], []
    for name in NAMES:
        server = served(witness_in(tmp_path / name, name), "127.0.0.1", 0)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        known.append(Known(name, signer(name).verifier, f"http://127.0.0.1:{server.server_address[1]}"))
    yield known
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_log_that_grows_is_cosigned_each_time(tmp_path: Path) -> None:
    log, witness, size = log_in(tmp_path / "log"), witness_in(tmp_path / "notary"), 0
    for count in (0, 1, 5, 300, 300, 70_000):
        log.integrate(Held(numbered(count)))
        reply = witness.add(asks(log, size))
        assert reply.status == 200
        head = log.head()
        assert head is not None
        note = read_note(head[1].written + reply.body)
        assert note.signed_by([signer("notary").verifier]) == [signer("notary").verifier]
        size = count
    newest = witness.newest(LOG_KEY.name)
    assert newest is not None and read_checkpoint(newest.text).size == 70_000
    assert len(newest.signatures) == 2


def test_a_witness_says_where_it_stands_to_whoever_begins_elsewhere(tmp_path: Path) -> None:
    log, witness = log_in(tmp_path / "log"), witness_in(tmp_path / "notary")
    log.integrate(Held(numbered(9)))
    assert witness.add(asks(log, 0)).status == 200
    again = witness.add(asks(log, 3))
    assert (again.status, again.body, again.kind) == (409, b"9\n", "text/x.tlog.size")


def test_a_log_that_was_rolled_back_or_rewritten_is_not_cosigned(tmp_path: Path) -> None:
    witness = witness_in(tmp_path / "notary")
    honest, shorter, other = (log_in(tmp_path / name) for name in ("honest", "shorter", "other"))
    honest.integrate(Held(numbered(300)))
    assert witness.add(asks(honest, 0)).status == 200
    shorter.integrate(Held(numbered(200)))
    assert witness.add(asks(shorter, 0)).status == 409
    assert witness.add(asks(shorter, 200)).status == 409
    assert witness.add(asks(shorter, 300)).status == 400
    for count in (300, 400):
        other.integrate(Held([*numbered(100), b"rewritten", *numbered(count)[101:]]))
        assert witness.add(asks(other, 300)).status == 422
    newest = witness.newest(LOG_KEY.name)
    assert newest is not None and read_checkpoint(newest.text).size == 300


def test_a_witness_answers_no_strangers_and_no_forgeries(tmp_path: Path) -> None:
    witness = witness_in(tmp_path / "notary")
    text = Checkpoint(LOG_KEY.name, 1, bytes(32)).text
    stranger = signed(Checkpoint("elsewhere.example", 1, bytes(32)).text, [Ed25519Signer("elsewhere.example", bytes(32))])
    assert witness.add(asked(0, [], stranger)).status == 404
    assert witness.add(asked(0, [], signed(text, [Ed25519Signer(LOG_KEY.name, bytes(32))]))).status == 403
    good = signed(text, [LOG_KEY])
    assert witness.add(asked(0, [], Note(Checkpoint(LOG_KEY.name, 2, bytes(32)).text, good.signatures))).status == 403
    assert witness.add(asked(0, [], signed(Checkpoint(LOG_KEY.name, 0, bytes(32)).text, [LOG_KEY]))).status == 422
    assert witness.add(asked(0, [bytes(32)], good)).status == 422
    for body in (b"", b"old 0\n\n", b"old 00\n\n" + good.written, b"new 0\n\n" + good.written, "旧 0\n\n".encode()):
        assert witness.add(body).status == 400
    assert witness.told("../notary").status == 404
    assert witness.newest(LOG_KEY.name) is None


def test_two_histories_that_come_at_once_are_not_both_cosigned(tmp_path: Path) -> None:
    witness = witness_in(tmp_path / "notary")
    logs = [log_in(tmp_path / str(number)) for number in range(8)]
    for number, log in enumerate(logs):
        log.integrate(Held([f"history {number}".encode()]))
    replies: list[int] = []
    threads = [threading.Thread(target=lambda log=log: replies.append(witness.add(asks(log, 0)).status)) for log in logs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(replies) == [200] + [409] * 7


def test_three_witnesses_sign_and_a_stranger_checks_one_leaf_without_a_connection(tmp_path: Path, running: list[Known]) -> None:
    log = log_in(tmp_path / "log")
    for count in (3, 500):
        log.integrate(Held(numbered(count)))
        head = log.head()
        assert head is not None
        answers = cosigned(running, *head, log.tree())
        assert [answer.reason for answer in answers] == ["", "", ""]
    note = log.add_signatures(head[0], [mark for answer in answers for mark in answer.signatures])
    assert note is not None and len(note.signatures) == 4
    policy = read_policy(written_policy([LOG_KEY.verifier.written], running))
    proof = LeafProof(41, tuple(log.tree().inclusion(41)), note, numbered(500)[41])
    read = read_proof(proof.written)
    assert read == proof
    proven = check_proof(read, read.extra, policy)
    assert [name for name, _ in proven.witnesses] == list(NAMES) and proven.witnesses[0][1].timestamp() == 1_700_000_000
    with pytest.raises(BadProof, match="根与签名的根不同"):
        check_proof(read, b"another entry", policy)
    with pytest.raises(BadProof, match="没有日志"):
        check_proof(read, read.extra, read_policy(written_policy([Ed25519Signer("other", bytes(32)).verifier.written], running)))
    with pytest.raises(BadProof, match="见证不足：签过的有 city"):
        check_checkpoint(Note(note.text, note.signatures[:2]), policy)


def test_every_changed_byte_of_a_proof_file_is_caught(tmp_path: Path, running: list[Known]) -> None:
    log = log_in(tmp_path / "log")
    log.integrate(Held(numbered(5)))
    head = log.head()
    assert head is not None
    note = head[1].with_signatures([mark for answer in cosigned(running, *head, log.tree()) for mark in answer.signatures])
    policy = read_policy(written_policy([LOG_KEY.verifier.written], running).replace("witnesses 2", "witnesses 3"))
    entry, written = numbered(5)[3], LeafProof(3, tuple(log.tree().inclusion(3)), note).written
    check_proof(read_proof(written), entry, policy)
    for place in range(len(written)):
        changed = written[:place] + bytes([written[place] ^ 1]) + written[place + 1 :]
        with pytest.raises(BadProof):
            check_proof(read_proof(changed), entry, policy)


def test_witnesses_that_are_away_or_saw_more_are_told(tmp_path: Path, running: list[Known]) -> None:
    longer, shorter = log_in(tmp_path / "longer"), log_in(tmp_path / "shorter")
    longer.integrate(Held(numbered(9)))
    shorter.integrate(Held(numbered(4)))
    away = Known("away", signer("away").verifier, "http://127.0.0.1:9")
    wrong = Known("wrong", signer("wrong").verifier, running[0].url)
    heads = [longer.head(), shorter.head()]
    assert heads[0] and heads[1]
    first = cosigned([*running[:1], away, wrong], *heads[0], longer.tree())
    assert not first[0].reason and "连不上" in first[1].reason and "没有它自己的签名" in first[2].reason
    told = cosigned(running[:1], *heads[1], shorter.tree())[0]
    assert told.alarm and "已见过 9 条，本日志只有 4 条" in told.reason


@pytest.mark.parametrize(("written", "why"), [
    ("", "缺少 quorum"),
    ("quorum none\nquorum none\n", "第 2 行"),
    ("quorum nobody\n", "须在前面定义"),
    ("log nonsense\nquorum none\n", "不是公钥"),
    (f"log {signer('a').verifier.written}\n", "是见证方的公钥"),
    (f"witness a {LOG_KEY.verifier.written}\n", "不是见证方的公钥"),
    (f"witness a {signer('a').verifier.written}\nwitness b {signer('a').verifier.written}\n", "写了两次"),
    (f"witness a {signer('a').verifier.written}\ngroup g 2 a\n", "要不了 2 家"),
    (f"witness a {signer('a').verifier.written}\ngroup g any a\ngroup h any a\n", "已属于别的组"),
    (f"witness none {signer('a').verifier.written}\n", "不能用"),
    ("group g any\n", "不是 log"),
    (f"witness a {signer('a').verifier.written}\ngroup g many a\n", "第 2 行"),
])
def test_what_is_no_policy_is_refused_with_its_line(written: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        read_policy(written)


def test_a_policy_of_groups_decides_as_the_specification_says() -> None:
    lines = [f"witness {name} {signer(name).verifier.written}" for name in ("x1", "x2", "x3", "y1")]
    policy = read_policy("\n".join(["# whom we trust", "", *lines, "group X 2 x1 x2 x3", "group both all X y1", "quorum\tboth", ""]))
    assert policy.enough(frozenset({"x1", "x3", "y1"}))
    assert not policy.enough(frozenset({"x1", "y1"})) and not policy.enough(frozenset({"x1", "x2", "x3"}))


@pytest.mark.parametrize("written", [
    b"", b"c2sp.org/tlog-proof@v2\nindex 0\n\n", b"c2sp.org/tlog-proof@v1\n\n", b"c2sp.org/tlog-proof@v1\nindex 00\n\n",
    b"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n", b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n", "证\n\n".encode(),
    b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n",
])
def test_what_is_no_proof_file_is_refused(written: bytes) -> None:
    with pytest.raises(BadProof):
        read_proof(written)


@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from([
    b"c2sp.org/tlog-proof@v1", b"index 0", b"extra AA==", b"old 0", b"", "— a AAAAAAAA".encode(), b"9" * 5000, b"log", b"1", b"A" * 43 + b"=",
    b"witness a b", b"group g 99999999999999999999 a", b"quorum none", b"\x00\x05abc",
])).map(b"\n".join)))
def test_whatever_bytes_come_are_read_or_refused_in_a_sentence(tmp_path_factory: pytest.TempPathFactory, written: bytes) -> None:
    text = written.decode("latin-1")
    readers: list[Callable[[], object]] = [
        lambda: read_note(written), lambda: read_proof(written), lambda: read_checkpoint(written.decode(errors="replace").encode()),
        lambda: read_policy(text), lambda: verifier_of(text), lambda: list(entries_of(written)),
    ]
    for read in readers:
        with contextlib.suppress(BadProof, BadValue, LogDamaged):
            read()
    assert witness_in(tmp_path_factory.getbasetemp() / "any").add(written).status in (400, 403, 404)
