"""Papers are whole PDF files, and another program finds their seal good until a byte changes."""

import re
import subprocess
from datetime import UTC, datetime

import pytest

from yuzhi.engines.exhibits.exhibit import Held, Measured, Receipt, sealed
from yuzhi.engines.exhibits.papers import CERTIFICATE, LIST, Standing, papers
from yuzhi.engines.exhibits.seals import CERTIFICATES, DEMO_NAME, KEY, demo_seal, kept_seal
from yuzhi.kernel.errors import BadValue

NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
STANDING = Standing(7, "log.example/610800", 9, "ab" * 32, [("公证处", NOW)], [("演示时间戳", NOW)], "cd" * 32)


def exhibit(files=2, **more):
    measured = []
    for number in range(files):
        one = Measured(Held(f"照片{number}.jpg", b"x" * (number + 1)), 10**6)
        while one.read(1 << 16):
            pass
        measured.append(one.described(number + 1))
    custody = [{"name": "keeper", "zh": "保存的人", "cites": ["证据规定 第93条第1款第6项"], "memory": True, "value": "张三"}]
    receipt = Receipt("2026-12-01T03:00:00.000000Z", "account/x", b"s" * 32, **more)
    return sealed(measured, receipt, title="横山羊肉包装", kind="file", custody=custody, steps=["拍照"])


def words(pdf):
    """What a page says, as the hexadecimal strings of its content."""
    return "".join(bytes.fromhex(one.decode()).decode("utf-16-be") for one in re.findall(rb"<([0-9a-f]+)> Tj", pdf))


def parts(pdf):
    """The bytes that are signed, and the signature."""
    a, b, c, d = (int(one) for one in re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf).groups())
    return pdf[a:a + b] + pdf[c:c + d], bytes.fromhex(pdf[b + 1:c - 1].decode()), c + d


def verified(tmp_path, content, signature, roots):
    for name, held in (("content", content), ("signature", signature)):
        (tmp_path / name).write_bytes(held)
    asked = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "signature", "-content", "content"]
    return subprocess.run([*asked, "-CAfile", str(roots), "-purpose", "any", "-out", "out"], cwd=tmp_path, capture_output=True, text=True, check=False)


def test_a_certificate_says_what_is_proven_and_what_is_not_in_two_languages():
    said = words(papers(exhibit(), STANDING, NOW, None)[CERTIFICATE])
    for text in (
        "没有证明什么", "What this does not prove", "存下以前的事", "anything before the deposit", "第 7 条，树有 9 条", "公证处", "没有电子印章",
        "2026-12-01 12:00:00 北京时间",
    ):
        assert text in said, text
    assert "authentic" not in said and "真实无误" not in said and "示例数据" not in said
    assert "示例数据" in words(papers(exhibit(made_up=True), STANDING, NOW, None)[CERTIFICATE])
    assert "什么也没有证明" in words(papers(exhibit(), Standing(7), NOW, None)[CERTIFICATE])


def test_the_list_numbers_every_file_with_its_digests_and_every_page():
    made = exhibit(40)
    said = papers(made, STANDING, NOW, None)[LIST]
    told = words(said)
    for number, one in enumerate(made.said["files"], 1):
        assert f"{number}.  {one['name']}" in told and one["sha256"] in told and one["sm3"] in told
    pages = said.count(b"/Type /Page ")
    assert pages > 4 and all(f"第 {page} 页，共 {pages} 页" in told for page in range(1, pages + 1))
    assert "张三" in told and "拍照" in told


def test_every_object_of_a_paper_stands_where_its_table_says():
    said = papers(exhibit(40), STANDING, NOW, None)[LIST]
    start = int(re.search(rb"startxref\n(\d+)", said).group(1))
    assert said[start:start + 4] == b"xref"
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n ", said), 1):
        assert said[int(place):].startswith(b"%d 0 obj" % number)


def test_openssl_finds_the_seal_good_and_any_changed_byte_bad(tmp_path):
    seal = demo_seal(tmp_path / "seal", NOW)
    said = papers(exhibit(), STANDING, NOW, seal)[CERTIFICATE]
    content, signature, end = parts(said)
    assert end == len(said) and DEMO_NAME in words(said)
    roots = tmp_path / "seal" / CERTIFICATES
    assert verified(tmp_path, content, signature, roots).returncode == 0
    for at in (0, 200, len(content) // 2, len(content) - 1):
        assert verified(tmp_path, content[:at] + bytes([content[at] ^ 1]) + content[at + 1:], signature, roots).returncode != 0


def test_a_demo_seal_is_made_once_and_a_key_that_does_not_fit_is_told(tmp_path):
    assert kept_seal(tmp_path) is None
    made, again = demo_seal(tmp_path / "one", NOW), demo_seal(tmp_path / "one", NOW)
    assert made.certificates == again.certificates and (tmp_path / "one" / KEY).stat().st_mode & 0o777 == 0o600
    demo_seal(tmp_path / "two", NOW)
    (tmp_path / "one" / KEY).write_bytes((tmp_path / "two" / KEY).read_bytes())
    with pytest.raises(BadValue, match="须是它的证书"):
        kept_seal(tmp_path / "one")
    (tmp_path / "one" / KEY).write_text("none")
    with pytest.raises(BadValue, match="读不出来"):
        kept_seal(tmp_path / "one")
