"""A package leaves the city; a stranger without yuzhi and without a connection finds every change, and says which part it is."""

import gzip
import io
import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.browser.conftest import CHROMIUM, FLAGS
from yuzhi.engines.exhibits import verify as checker
from yuzhi.engines.exhibits.exhibit import Held
from yuzhi.engines.exhibits.package import sums, zipped
from yuzhi.engines.translog.disk import Disk
from yuzhi.engines.translog.keys import CosignatureSigner, Ed25519Signer
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.notes import read_note
from yuzhi.engines.translog.policy import Known
from yuzhi.engines.translog.proof_files import LeafProof
from yuzhi.engines.translog.tests.city import Held as Entries
from yuzhi.engines.translog.witness import Witness
from yuzhi.engines.translog.witness_server import served
from yuzhi.kernel.errors import BadFile, BadValue, NotFound
from yuzhi.records.evidence import exhibits
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.packages import package_of
from yuzhi.records.evidence.queries import body_of
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)
SOURCE = Path(checker.__file__)
PROOF, POLICY, ROOTS = checker.PROOF, "trust/policy", "trust/tsa.pem"


class City:
    """A log with three witnesses and stamps, and one exhibit that has come all the way."""

    def __init__(self, tools, folder):
        self.tools, self.servers, self.time = tools, [], int(tools.now().timestamp()) + 2
        tools.log.begin("log.example/610800")
        for name in ("city", "notary", "court"):
            signer = CosignatureSigner(f"{name}.example", name.encode().ljust(32, b"."), lambda: self.time)
            server = served(Witness(folder / name, signer, tools.log.policy().logs), "127.0.0.1", 0)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            tools.log.know(Known(name, signer.verifier, f"http://127.0.0.1:{server.server_address[1]}"))
            self.servers.append(server)

    def receive(self, title="一张照片", **more):
        files = [Held("照片.jpg", b"\xff\xd8" + bytes(range(200))), Held("说明.txt", "横山羊肉包装".encode())]
        leaf = exhibits.receive(self.tools, files, exhibits.Told(title, **more), by=exhibits.Giver("operator/test"), made_up=True)
        leaf.refresh_from_db()
        return leaf

    def proven(self, *, stamped=True):
        evidence_log.integrate(self.tools)
        evidence_log.ask_witnesses(self.tools)
        if stamped:
            evidence_log.stamp(self.tools, made_up=True)

    def package(self, leaf):
        kept = exhibits.exhibit_named(self.tools, leaf.object_key, exhibits.everything)
        with package_of(self.tools, kept, made_up=True) as made:
            return made.read()

    def state(self):
        return exhibits.opened(self.tools, exhibits.deposits()[0]).state


@pytest.fixture
def city(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    made = City(toolbox(settings.HOME), tmp_path)
    yield made
    for server in made.servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def package(city):
    city.receive("在前的一件")
    leaf = city.receive(custody={"keeper": "张三"}, steps=["拍照"])
    city.receive("在后的一件")
    city.proven()
    return city.package(leaf)


def members(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def made_again(package, **changed):
    """The package by somebody who changed members and wrote list and comment anew, but has no authority to stamp the list."""
    held = {**members(package), **{name.replace("__", "/"): content for name, content in changed.items()}}
    held = {name: content for name, content in held.items() if content is not None}
    held[checker.SUMS] = sums({name: content for name, content in held.items() if name not in (checker.SUMS, checker.SEAL)})
    return zipped(held)


def wrong(package, policy=None, roots=None):
    return {one.part: one.sentence for one in checker.verify(package, policy, roots) if one.verdict == "mismatch"}


def changed(raw, at, by=1):
    return raw[:at] + bytes([raw[at] ^ by]) + raw[at + 1:]


def by_stranger(tmp_path, *words):
    """What verify.py says where nothing but Python's own library is known."""
    program = tmp_path / "verify.py"
    program.write_bytes(SOURCE.read_bytes())
    return subprocess.run([sys.executable, "-I", "-S", program, *words], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"})


def test_a_whole_package_matches_and_says_what_it_does_not_prove(package, city):
    inside = checker.verify(package)
    assert not [one for one in inside if one.verdict == "mismatch"]
    assert [one.part for one in inside if one.verdict == "absent"] == ["公钥"]
    assert "不证明内容真实" in inside[-1].sentence
    outside = checker.verify(package, city.tools.log.written_policy().encode(), city.tools.log.authority_roots(made_up=True))
    assert {one.verdict for one in outside} == {"match"}


def test_a_broken_web_archive_is_no_exhibit_and_leaves_nothing(city):
    with pytest.raises(BadFile, match="不是 WARC 或 ARC 文件"):
        exhibits.receive(
            city.tools, [Held("说明.txt", b"x"), Held("a.warc.gz", gzip.compress(b"none"))], exhibits.Told("网页"),
            by=exhibits.Giver("operator/test"), made_up=True,
        )
    assert not Leaf.objects.exists() and not list(city.tools.archive.folder.glob("*"))


def test_the_program_is_short_enough_to_be_read_and_says_never_that_a_thing_is_authentic():
    text = SOURCE.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    assert "import yuzhi" not in text and "from yuzhi" not in text
    page = SOURCE.with_name("verify.html").read_text("utf-8")
    assert not any(word in text + page for word in ("authentic", "真实无误", "http://", "https://", "fetch("))


def test_a_stranger_and_the_command_say_the_same(package, tmp_path, commands):
    attacks = {
        "whole": package, "byte": changed(package, 300), "short": package[:-1],
        "content": made_again(package, **{"content__002.txt": b"other"}),
        "gone": made_again(package, **{"content__002.txt": None}),
        "unproven": made_again(package, **{"proof__leaf.tlog-proof": None}),
        "none": b"",
    }
    for name, raw in attacks.items():
        (tmp_path / f"{name}.zip").write_bytes(raw)
        told = by_stranger(tmp_path, tmp_path / f"{name}.zip", "--json")
        ours = commands.run(tmp_path / "nothing", "evidence", "verify", tmp_path / f"{name}.zip", "--json")
        assert told.stdout == ours.out and told.returncode == ours.code, (name, told.stderr, ours.err)
        assert json.loads(told.stdout)[str(tmp_path / f"{name}.zip")][-1]["verdict"] in ("match" if name == "whole" else ("mismatch", "absent"))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_byte_that_changes_is_seen(package, data):
    at = data.draw(st.integers(0, len(package) - 1))
    assert wrong(changed(package, at, data.draw(st.integers(1, 255))))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_byte_that_changes_in_a_member_is_named_though_list_and_comment_are_written_anew(package, data):
    held = members(package)
    name = data.draw(st.sampled_from([one for one in held if one not in (checker.SUMS, checker.SEAL) and held[one]]))
    found = wrong(made_again(package, **{name.replace("/", "__"): changed(held[name], data.draw(st.integers(0, len(held[name]) - 1)))}))
    assert "清单时间戳" in found
    assert all(sentence.endswith("。") and sentence.count("。") == 1 for sentence in found.values())
    if name.startswith("content/"):
        assert "证物" in found
    if name == "exhibit.json":
        assert {"记录", "证物"} & set(found)


def test_the_tail_that_is_dropped_is_seen(package):
    for gone in (1, 30, 500, len(package) // 2, len(package) - 1):
        assert "整包" in wrong(package[:-gone])


def test_a_swapped_key_and_a_replaced_witness_are_seen_by_who_has_the_keys_from_elsewhere(package, city):
    policy = city.tools.log.written_policy()
    other = CosignatureSigner("court.example", b"x" * 32, lambda: 0).verifier.written
    court = next(line.split()[2] for line in policy.split("\n") if line.startswith("witness court"))
    thief = Ed25519Signer("log.example/610800", b"y" * 32).verifier.written
    city_key = next(line.split()[1] for line in policy.split("\n") if line.startswith("log"))
    replaced = made_again(package, trust__policy=policy.replace(court, other).encode())
    swapped = made_again(package, trust__policy=policy.replace(city_key, thief).encode())
    assert "日志" in wrong(swapped)
    for one in (replaced, swapped):
        assert {"公钥", "清单时间戳"} <= set(wrong(one, policy.encode()))


def test_a_second_history_has_no_witnesses_and_two_readers_who_meet_see_it(package, city, tmp_path):
    leaves = [body_of(leaf) for leaf in Leaf.objects.order_by("number")]
    forged = [leaves[0][::-1], *leaves[1:]]
    signer = city.tools.log.signers()[0]
    log = Log(tmp_path / "fork", [signer], Disk())
    log.integrate(Entries(forged))
    head = log.head()
    proof = LeafProof(1, tuple(log.tree(3).inclusion(1)), head[1], forged[1])
    fork = made_again(package, **{"proof__leaf.tlog-proof": proof.written, "proof__1.tsr": None})
    found = wrong(fork)
    assert "见证" in found and "日志" not in found
    assert checker.split([package, fork])[0].verdict == "mismatch"
    assert checker.split([package, package]) == []
    (tmp_path / "a.zip").write_bytes(package)
    (tmp_path / "b.zip").write_bytes(fork)
    told = by_stranger(tmp_path, tmp_path / "a.zip", tmp_path / "b.zip")
    assert "两份历史" in told.stdout and told.returncode == 1


def test_an_old_checkpoint_that_is_shown_again_is_seen(city):
    city.receive("第一件")
    city.proven(stamped=False)
    old = city.tools.log.witnessed()
    leaf = city.receive("第二件")
    city.proven()
    package = city.package(leaf)
    proof = city.tools.log.proof(1, body_of(leaf))
    replayed = LeafProof(proof.index, proof.path, read_note(old.written), proof.extra)
    assert "检查点比它旧" in wrong(made_again(package, **{"proof__leaf.tlog-proof": replayed.written}))["日志"]


def test_entries_in_another_order_are_seen(package, city):
    leaves = list(Leaf.objects.order_by("number"))
    proof = city.tools.log.proof(2, body_of(leaves[1]))
    assert "次序" in wrong(made_again(package, **{"proof__leaf.tlog-proof": proof.written}))["日志"]


def test_another_exhibits_proof_does_not_serve(package, city):
    proof = city.tools.log.proof(0, body_of(Leaf.objects.get(number=1)))
    assert "记录" in wrong(made_again(package, **{"proof__leaf.tlog-proof": proof.written}))


def test_a_clock_that_was_rolled_forward_is_seen_against_the_witnesses(city):
    city.time -= 86_400
    leaf = city.receive()
    city.proven()
    assert "时钟" in wrong(city.package(leaf))["时间先后"]


def test_states_follow_one_another_and_a_package_before_its_proof_says_what_is_missing(city):
    leaf = city.receive()
    assert city.state() == "sealed"
    early = checker.verify(city.package(leaf))
    assert early[-1].verdict == "absent" and "日志" in early[-1].sentence
    evidence_log.integrate(city.tools)
    assert city.state() == "anchored"
    evidence_log.ask_witnesses(city.tools)
    assert city.state() == "witnessed"
    evidence_log.stamp(city.tools, made_up=True)
    assert city.state() == "stamped"


def test_each_exhibit_is_one_act_and_its_record_has_a_place_for_every_factor(city):
    leaf = city.receive(custody={"keeper": "张三"})
    assert Leaf.objects.count() == 1
    said = exhibits.exhibit_named(city.tools, str(leaf.number), exhibits.everything).exhibit.said
    cited = " ".join(article for one in said["custody"] for article in one["cites"])
    assert all(f"证据规定 第93条第1款第{number}项" in cited for number in range(1, 8))
    assert all(f"在线诉讼规则 第17条第1款第{number}项" in cited for number in range(1, 5))
    assert next(one["value"] for one in said["custody"] if one["name"] == "keeper") == "张三"
    assert all(one["memory"] for one in said["custody"])


def test_what_is_no_exhibit_is_refused_and_leaves_nothing(city):
    with pytest.raises(BadValue, match="保管记录没有"):
        city.receive(custody={"weather": "晴"})
    with pytest.raises(BadValue, match="名称"):
        city.receive(" ")
    with pytest.raises(NotFound):
        exhibits.exhibit_named(city.tools, "12345678", exhibits.everything)
    assert not Leaf.objects.exists()


def test_the_page_in_the_package_finds_the_same_without_a_connection(package, city, tmp_path):
    if CHROMIUM is None:
        pytest.skip("no chromium")
    policy = city.tools.log.written_policy().encode()
    attacks = {
        "whole": package, "byte": changed(package, 300), "short": package[:-9], "content": made_again(package, **{"content__002.txt": b"other"}),
        "gone": made_again(package, **{"content__002.txt": None}),
        "proof": made_again(package, **{"proof__leaf.tlog-proof": city.tools.log.proof(2, body_of(Leaf.objects.get(number=2))).written}),
        "keys": made_again(package, trust__policy=policy.replace(b"witness court", b"# witness court").replace(b" court\n", b"\n")),
    }
    (tmp_path / "verify.html").write_bytes(members(package)["verify.html"])
    for name, raw in attacks.items():
        (tmp_path / f"{name}.zip").write_bytes(raw)
    for (name, raw), shown in zip(attacks.items(), _browsed(tmp_path, [tmp_path / f"{one}.zip" for one in attacks]), strict=True):
        words = {one.part: (checker.WORDS[one.verdict], one.sentence) for one in checker.verify(raw)}
        for part, word, sentence in shown:
            if part in words and part not in ("时间戳", "清单时间戳", "时间先后", "公钥", "结论"):
                assert word == words[part][0], (name, part, sentence)
        # Whoever makes a package anew puts keys of his own into it: only keys from elsewhere tell, and the page says so.
        assert shown[0][1] == {"whole": "相符", "gone": "缺", "keys": "相符"}.get(name, "不符"), (name, shown)
        assert ("公钥", "缺") in [(part, word) for part, word, _ in shown] or name == "short"
    (tmp_path / "policy").write_bytes(policy)
    assert _browsed(tmp_path, [tmp_path / "keys.zip"], tmp_path / "policy")[0][0][1] == "不符"
    assert _browsed(tmp_path, [tmp_path / "whole.zip"], tmp_path / "policy")[0][0][1] == "相符"

def test_published_figures_carry_a_proof_that_a_stranger_accepts(sample, commands, tmp_path):
    home = tmp_path / "home"
    assert commands.run(home, "ingest", sample(0.01, 3) / "office").code in (0, 5)
    assert commands.run(home, "evidence", "publish").code == 0
    assert commands.run(home, "log", "integrate").code == 0
    assert commands.run(home, "log", "stamp").code == 0
    number = commands.ask_json(home, "evidence", "list")["exhibits"][0]["number"]
    made = commands.run(home, "evidence", "package", str(number), "--out", tmp_path / "published.zip")
    assert made.code == 0, made.err
    told = by_stranger(tmp_path, tmp_path / "published.zip", "--json")
    parts = {one["part"]: one["verdict"] for one in json.loads(told.stdout)[str(tmp_path / "published.zip")]}
    assert told.returncode == 0 and parts["结论"] == "match" and parts["时间戳"] == "match", told.stdout
    said = members((tmp_path / "published.zip").read_bytes())
    assert json.loads(said["exhibit.json"])["made_up"] is True
    assert json.loads(said["content/001.json"])["indicators"]


def test_anybody_takes_the_published_figures_once_they_are_in_the_log(city, client):
    assert client.get("/log/published").status_code == 404
    files = [Held("indicators.json", b"{}")]
    exhibits.receive(city.tools, files, exhibits.Told("公布的指标", "dataset"), by=exhibits.Giver("operator/cli"), made_up=True)
    city.proven()
    answer = client.get("/log/published")
    assert answer.status_code == 200
    verdicts = {one.part: one.verdict for one in checker.verify(b"".join(answer.streaming_content))}
    assert verdicts["结论"] == "match" and verdicts["见证"] == "match"


def _browsed(folder, files, policy=""):
    words = [CHROMIUM, json.dumps(FLAGS), (folder / "verify.html").as_uri(), str(policy), *map(str, files)]
    return json.loads(subprocess.run([sys.executable, "-c", BROWSE, *words], capture_output=True, text=True, check=True).stdout)


BROWSE = """
import json, sys
from playwright.sync_api import sync_playwright
path, flags, page_at, policy, *files = sys.argv[1:]
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=path, args=json.loads(flags))
    page = browser.new_context(offline=True).new_page()
    page.goto(page_at)
    found = []
    if policy:
        page.set_input_files("#policy", policy)
    for file in files:
        page.set_input_files("#file", file)
        page.wait_for_selector("#result[data-state=done]")
        found.append(page.evaluate("[...document.querySelectorAll('#result tr')].map(line => [...line.children].map(one => one.textContent))"))
        page.evaluate("document.getElementById('result').dataset.state = ''")
    page.set_viewport_size({"width": 390, "height": 1100})
    page.screenshot(path=files[0] + ".png")
    browser.close()
print(json.dumps(found))
"""
