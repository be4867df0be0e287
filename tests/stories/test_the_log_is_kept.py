"""Acts become leaves, leaves enter the log, strangers check them; a database that lies or lost something is not signed."""

import os
import re
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client

from yuzhi.engines.translog.checkpoints import read_checkpoint
from yuzhi.engines.translog.errors import BadProof, Forked
from yuzhi.engines.translog.hashing import leaf_hash, root_of
from yuzhi.engines.translog.keys import CosignatureSigner
from yuzhi.engines.translog.notes import read_note
from yuzhi.engines.translog.policy import Known, read_policy
from yuzhi.engines.translog.proof_files import check_proof, read_proof
from yuzhi.engines.translog.proving import check_consistency
from yuzhi.engines.translog.stamping import checked_chain
from yuzhi.engines.translog.witness import Witness
from yuzhi.engines.translog.witness_server import served
from yuzhi.kernel.errors import NotFound, Refused
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.actions import sequence_leaves, witness
from yuzhi.records.evidence.guards import put_aside
from yuzhi.records.evidence.log import NumberedLeaves
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import body_of
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def tools(tmp_path, settings):
    """The deployment's toolbox over a folder of this test's own."""
    settings.HOME = tmp_path
    return toolbox(tmp_path)


def act(count, start=0):
    with transaction.atomic():
        for number in range(start, start + count):
            witness("file.received", f"L{number:07d}", by="operator/test", facts={"n": number}, at=AT + timedelta(seconds=number))


class FirstFour(NumberedLeaves):
    """The leaves as they were when there were four."""

    def size(self):
        return 4


@pytest.fixture
def three_witnesses(tools, tmp_path):
    """Three witnesses behind addresses of their own; the log knows and asks them."""
    if not tools.log.begun:
        tools.log.begin()
    servers = []
    for name in ("city", "notary", "court"):
        signer = CosignatureSigner(f"{name}.example", name.encode().ljust(32, b"."), lambda: 1_700_000_000)
        server = served(Witness(tmp_path / name, signer, tools.log.policy().logs), "127.0.0.1", 0)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        tools.log.know(Known(name, signer.verifier, f"http://127.0.0.1:{server.server_address[1]}"))
        servers.append(server)
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


def test_every_act_is_in_the_log_in_its_order(tools):
    act(300)
    assert evidence_log.integrate(tools).size == 300
    act(7, 300)
    checkpoint = evidence_log.integrate(tools)
    leaves = list(Leaf.objects.order_by("number"))
    assert checkpoint.root == root_of([bytes(leaf.leaf_hash) for leaf in leaves])
    assert tools.log.opened().tree().entry(306) == body_of(leaves[306])


def test_the_background_round_does_what_waits_and_then_nothing(tools, three_witnesses):
    act(3)
    assert evidence_log.keep_up(tools, ask_again=False)
    state = evidence_log.state(tools, made_up=False)
    assert (state.checkpoint.size, state.waiting, state.enough, state.since) == (3, 0, True, 3)
    assert [one.name for one in state.witnesses if one.at] == ["city", "notary", "court"]
    assert not evidence_log.keep_up(tools, ask_again=True)
    act(1, 3)
    assert evidence_log.state(tools, made_up=False).waiting == 1


def test_a_witness_that_was_away_signs_when_it_is_back_and_two_are_enough_meanwhile(tools, three_witnesses, tmp_path):
    three_witnesses[2].shutdown()
    three_witnesses[2].server_close()
    act(5)
    evidence_log.keep_up(tools, ask_again=False)
    state = evidence_log.state(tools, made_up=False)
    assert state.enough and "连不上" in state.witnesses[2].reason and not state.witnesses[2].alarm
    three_witnesses[1].shutdown()
    three_witnesses[1].server_close()
    act(5, 5)
    evidence_log.keep_up(tools, ask_again=False)
    state = evidence_log.state(tools, made_up=False)
    assert not state.enough and (state.checkpoint.size, state.since) == (10, 5)
    index_four, index_seven = tools.log.proof(4), tools.log.proof(7)
    assert b"\n5\n" in index_four.note.text and b"\n10\n" in index_seven.note.text      # the witnessed tree first, where it holds the leaf
    with pytest.raises(BadProof, match="见证不足"):
        check_proof(index_seven, body_of(Leaf.objects.get(number=8)), tools.log.policy())


def test_a_log_that_was_rolled_back_raises_the_witnesses_alarm(tools, three_witnesses):
    act(9)
    evidence_log.keep_up(tools, ask_again=False)
    log = tools.log.opened()
    for path in ("checkpoint", "witnessed"):
        (tools.log.folder / path).unlink()      # as if an older copy of the folder had been laid over it
    log.integrate(FirstFour())
    assert all(one.alarm and "已见过 9 条" in one.reason for one in evidence_log.ask_witnesses(tools))
    assert all(one.alarm for one in evidence_log.state(tools, made_up=False).witnesses)


def test_a_database_that_was_rewritten_is_not_signed(tools):
    act(20)
    before = evidence_log.integrate(tools)
    with put_aside(connection), connection.cursor() as cursor:
        body = body_of(Leaf.objects.get(number=15)).replace(b"L0000014", b"L0000099")
        cursor.execute("UPDATE evidence_leaf SET body = %s, leaf_hash = %s WHERE number = 15", [body, leaf_hash(body)])
    act(1, 20)
    with pytest.raises(Forked, match="与日志已签的不同"):
        evidence_log.integrate(tools)
    assert tools.log.opened().head()[0] == before
    assert evidence_log.compared(tools) == (20, ["存证 15 与日志里的不同。"])


def test_a_database_from_an_old_backup_is_not_signed(tools):
    act(6)
    evidence_log.integrate(tools)
    with put_aside(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_fact WHERE leaf_id IN (SELECT id FROM evidence_leaf WHERE number > 4)")
        cursor.execute("DELETE FROM evidence_leaf WHERE number > 4")
        cursor.execute("UPDATE evidence_numbering SET last = 4")
    with pytest.raises(Forked, match="存证库只有 4 条，日志已签到第 6 条"):
        evidence_log.integrate(tools)


def test_a_number_that_is_missing_stops_the_log(tools):
    act(3)
    sequence_leaves()
    with put_aside(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_fact WHERE leaf_id IN (SELECT id FROM evidence_leaf WHERE number = 2)")
        cursor.execute("DELETE FROM evidence_leaf WHERE number = 2")
    with pytest.raises(Refused, match="存证库缺第 2 号"):
        evidence_log.integrate(tools)
    assert tools.log.opened().head() is None


def test_checkpoints_are_stamped_and_stamped_again(tools):
    act(2)
    evidence_log.integrate(tools)
    assert evidence_log.stamp(tools, made_up=False) is None
    assert evidence_log.stamp(tools, made_up=True) == 2
    assert evidence_log.stamp_aged(tools, made_up=True) == []
    assert evidence_log.stamp_aged(tools, made_up=True, all_of_them=True) == [2]
    state = evidence_log.state(tools, made_up=True)
    assert state.stamped == 2 and state.stamp is not None and "演示" in state.stamp.authority
    proof, tokens = tools.log.stamped_proof(1)
    assert len(checked_chain(proof.note.written, tokens, tools.log.trust(made_up=True), now=tools.now() + timedelta(minutes=1))) == 2
    act(1, 2)
    evidence_log.integrate(tools)
    with pytest.raises(NotFound, match="还没有加盖时间戳"):
        tools.log.stamped_proof(2)


def test_pages_and_files_show_hashes_to_all_and_bodies_to_the_audit_only(tools, three_witnesses, client):
    assert "日志还没有开始" in client.get("/log/").content.decode()
    act(2)
    evidence_log.keep_up(tools, ask_again=False)
    assert client.get("/log/checkpoint").getvalue() == (tools.log.folder / "checkpoint").read_bytes()
    assert len(client.get("/log/tile/0/000.p/2").getvalue()) == 64
    assert client.get("/log/tile/0/000").status_code == 404
    assert client.get("/log/tile/entries/000.p/2").status_code == 403
    page = client.get("/log/").content.decode()
    assert "第 2 条" in page and page.count("已签") >= 4
    leaf = Leaf.objects.get(number=2)
    page = client.get("/log/", {"leaf": leaf.hash_hex}, follow=True).content.decode()
    assert "相符" in page and "收到文件" in page and "L0000001" not in page and "operator/test" not in page
    public = read_proof(client.get("/log/leaf/2/proof").content)
    assert public.extra == b""
    policy = read_policy(client.get("/log/policy").content.decode())
    assert len(check_proof(public, body_of(leaf), policy).witnesses) == 3
    auditor = Client()
    create_account("auditor", "某审计管理员", "loess-jade-camel-7781", by=Operator("test"), at=AT, remit=Remit("audit_admin"))
    auditor.post("/sign-in/", {"username": "auditor", "password": "loess-jade-camel-7781"})
    assert auditor.get("/log/tile/entries/000.p/2").getvalue().startswith(len(body_of(Leaf.objects.get(number=1))).to_bytes(2, "big"))
    assert "operator/test" in auditor.get("/log/leaf/2/").content.decode()
    assert read_proof(auditor.get("/log/leaf/2/proof").content).extra == body_of(leaf)
    for path in ("leaf/9/", "leaf/none/", "leaf/9/proof", "tile/9/999", "stamps/2/1.tsr"):
        assert client.get(f"/log/{path}").status_code == 404, path


def test_the_api_answers_what_the_page_shows(tools, three_witnesses, client):
    act(2)
    evidence_log.keep_up(tools, ask_again=False)
    told = client.get("/api/log").json()
    assert (told["size"], told["enough"], len(told["witnesses"]), told["stamped_at"]) == (2, True, 3, None)
    leaf = client.get("/api/log/leaves/1").json()
    assert leaf["holds"] is True and leaf["label"] == "收到文件" and leaf["object"] is None
    assert client.get("/api/log/leaves/9").status_code == 404


@pytest.fixture
def witness_processes(commands, tmp_path):
    """Three witnesses, each a process of its own, with its key and state in its own folder: name → (key, address)."""
    policy, started, told = tmp_path / "policy", [], {}
    assert commands.run(tmp_path / "home", "log", "integrate", "--name", "city.example/log").code == 0
    policy.write_text(commands.run(tmp_path / "home", "log", "policy").out)
    for name in ("city", "notary", "court"):
        words = ("--name", f"{name}.example", "--state", tmp_path / name)
        key = commands.run(tmp_path / "elsewhere", "witness", "key", *words).out.strip()
        process = subprocess.Popen(
            [sys.executable, "-c", "from yuzhi.site.cli import main; main()", "witness", "serve", *map(str, words),
             "--log", str(policy), "--port", "0"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1", "YUZHI_HOME": str(tmp_path / "elsewhere")},
        )
        started.append(process)
        assert process.stdout is not None
        found = re.search(r"http://[0-9.:]+", process.stdout.readline())
        assert found
        told[name] = (key, found[0])
    yield told
    for process in started:
        process.terminate()
        process.wait()
        process.stdout.close()


def test_one_file_convinces_a_stranger_who_trusts_three_witnesses(commands, tmp_path, sample, witness_processes):
    home = tmp_path / "home"
    for name, (key, address) in witness_processes.items():
        assert commands.run(home, "log", "ask", name, key, address).code == 0
    assert commands.run(home, "ingest", sample(0.003, 5) / "office").code in (0, 5)
    signed = commands.run(home, "log", "integrate").out
    assert signed.count("已签") == 4 and "连不上" not in signed
    assert commands.run(home, "log", "stamp").code == 0
    told = commands.ask_json(home, "log", "status")
    assert told["enough"] and told["origin"] == "city.example/log" and "演示" in told["authority"]
    file, facts, policy = tmp_path / "1.tlog-proof", tmp_path / "facts.json", tmp_path / "trust"
    assert commands.run(home, "log", "prove", 1, "--stamped", "--out", file, "--facts", facts).code == 0
    policy.write_text(commands.run(home, "log", "policy").out)
    roots, sm2 = home / "demo_authority" / "root.pem", (home / "log" / "keys").read_text().split()[-1]

    stranger = tmp_path / "stranger"
    words = ("log", "verify", file, "--policy", policy, "--facts", facts, "--roots", roots, "--sm2", sm2)
    said = commands.run(stranger, *words)
    assert said.code == 0, said.err
    assert "成立" in said.out and said.out.count("见证：") == 3 and "时间戳 1" in said.out and "事实：与存证相符" in said.out and "国密签名：相符" in said.out
    assert not (stranger / "city.sqlite3").exists()

    alone = [sys.executable, "-I", str(ROOT / "scripts" / "verify_leaf.py"), str(file), str(policy), "--facts", str(facts), "--roots", str(roots)]
    bare = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert bare.returncode == 0 and bare.stdout.count("见证：") == 3 and "时间戳 1" in bare.stdout, bare.stderr
    for one in (file, facts):      # every 97th byte here
        whole = one.read_bytes()
        for place in range(0, len(whole) - 1, 97):
            one.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            changed = subprocess.run(alone, capture_output=True, text=True, check=False)
            assert changed.returncode == 1 and "不成立" in changed.stderr, (one.name, place)
        one.write_bytes(whole)
    facts.write_text(facts.read_text().replace("L0", "L1").replace("cn.", "us."))
    assert "事实与存证不符" in commands.run(stranger, *words).err
    file.write_bytes(file.read_bytes().replace(b"index 0", b"index 1"))
    refused = commands.run(stranger, *words)
    assert refused.code == 5 and "证明不成立" in refused.err


def test_an_integration_that_is_killed_is_taken_up_without_a_fork(commands, tmp_path, sample):
    """However often it dies, what was signed before is a beginning of what is signed after."""
    home, chance, heads = tmp_path / "home", Random(3), []
    assert commands.run(home, "ingest", sample(0.003, 5) / "office").code in (0, 5)
    for _ in range(6):
        running = commands.start(home, "log", "integrate")
        time.sleep(chance.random() * 0.4)
        running.kill()
        running.wait()
        if (home / "log" / "checkpoint").exists():
            heads.append((home / "log" / "checkpoint").read_bytes())
    assert commands.run(home, "log", "integrate").code == 0
    log = toolbox(home).log.opened()
    newest = log.head()[0]
    for head in heads:
        old = read_checkpoint(read_note(head).text)
        if old.size:
            check_consistency(old.size, newest.size, old.root, newest.root, log.tree().consistency(old.size))
    assert log.tree().root() == newest.root
    assert "存证日志：" in (told := commands.run(home, "doctor").out) and "✗ 存证" not in told


def test_a_witness_keeps_to_its_key_and_to_a_well_formed_name(commands, tmp_path):
    assert commands.run(tmp_path, "witness", "key", "--name", "a.example", "--state", tmp_path / "w").code == 0
    assert "是“a.example”的密钥" in commands.run(tmp_path, "witness", "key", "--name", "b.example", "--state", tmp_path / "w").err
    assert "不能用" in commands.run(tmp_path, "witness", "key", "--name", "a b", "--state", tmp_path / "w").err
    assert "没有日志的公钥" in commands.run(
        tmp_path, "witness", "serve", "--name", "a.example", "--state", tmp_path / "w", "--log", tmp_path / "w" / "witness.key", "--port", 0
    ).err
