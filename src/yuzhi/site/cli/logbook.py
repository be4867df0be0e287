"""`yuzhi log`: where the transparency log stands, proofs of leaves, and checking them without a connection."""

import json
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from yuzhi.engines.translog.city_log import CityLog
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.policy import Known, Policy, read_policy
from yuzhi.engines.translog.proof_files import Proven, check_proof, read_proof
from yuzhi.engines.translog.stamping import checked_chain
from yuzhi.engines.translog.stamps import Trust
from yuzhi.engines.translog.trusting import CosignatureVerifier, verifier_of
from yuzhi.kernel.errors import BadValue, NotFound
from yuzhi.records.datasets.covering import sample
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.acts import ACTS
from yuzhi.records.evidence.leaves import SCHEMA, facts_digest
from yuzhi.records.evidence.models import Fact
from yuzhi.records.evidence.queries import body_of, leaf_named
from yuzhi.rooms.logbook.api import LogAnswer, told
from yuzhi.site.cli.speaking import prepared, say_json
from yuzhi.site.wiring import now

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def log() -> None:
    """存证日志：任何人都可以核对的只增日志（C2SP tlog-tiles），文件在数据目录的 log/ 下。"""


@log.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def status(as_json: bool) -> None:
    """日志到哪一条、根是什么、哪几家见证签过、最近的时间戳。"""
    answer = told(prepared())
    if as_json:
        say_json(answer)
    else:
        _say(answer)


@log.command()
@click.option("--name", default="", help="日志名，只在第一次时有用；以后不能改。建议写成网址，不带 https://。")
def integrate(name: str) -> None:
    """把已编号的存证并入日志：写出条目和哈希文件，签检查点，并请见证方签名。"""
    tools = prepared(writing=True)
    if name:
        tools.log.begin(name)
    checkpoint = evidence_log.integrate(tools)
    click.echo(f"已签到第 {checkpoint.size} 条，根 {checkpoint.root.hex()}")
    for one in evidence_log.ask_witnesses(tools):
        click.echo(f"  {one.name}：{one.reason or '已签'}")


@log.command()
def checkpoint() -> None:
    """打印最新的检查点（签名文书）。"""
    head = _city().opened().head()
    if head is None:
        raise NotFound("日志还没有检查点。请先运行 yuzhi log integrate。")
    click.echo(head[1].written.decode(), nl=False)


@log.command()
def policy() -> None:
    """打印信任文件：日志和见证方的公钥，以及要几家见证；核对证明时用。"""
    click.echo(_city().written_policy(), nl=False)


@log.command()
@click.argument("leaf")
@click.option("--out", type=OUT, help="写到哪个文件，默认为 存证序号.tlog-proof。")
@click.option("--stamped", is_flag=True, help="用带时间戳的检查点，时间戳写在旁边（.1.tsr、.2.tsr…）。")
@click.option("--facts", type=OUT, help="把存证背后的事实和盐写到这个文件；其中可能有不宜外传的内容。")
def prove(leaf: str, out: Path | None, stamped: bool, facts: Path | None) -> None:
    """一条存证的证明文件（C2SP tlog-proof）：LEAF 为序号或叶哈希。不联网也能核对。"""
    tools = prepared()
    one = leaf_named(leaf)
    if one.number is None:
        raise NotFound("这条存证还没有编号。请先运行 yuzhi log integrate。")
    index, tokens = one.number - 1, list[bytes]()
    if stamped:
        proof, tokens = tools.log.stamped_proof(index, body_of(one))
    else:
        proof = tools.log.proof(index, body_of(one))
    file = out or Path(f"{one.number}.tlog-proof")
    file.write_bytes(proof.written)
    for number, token in enumerate(tokens, 1):
        file.with_name(f"{file.name}.{number}.tsr").write_bytes(token)
    click.echo(f"第 {one.number} 条的证明已写到 {file}{f'，另有 {len(tokens)} 个时间戳' if tokens else ''}。")
    if facts:
        fact = Fact.objects.filter(leaf=one).first()
        if fact is None:
            raise NotFound("这条存证的事实已清除，只能证明存证本身。")
        facts.write_text(json.dumps({"salt": bytes(fact.salt).hex(), "facts": bytes(fact.facts).decode()}, ensure_ascii=False), encoding="utf-8")
        click.echo(f"事实已写到 {facts}。")


@log.command()
@click.argument("file", type=FILE)
@click.option("--policy", "trust", type=FILE, help="信任文件（yuzhi log policy 打印的）；默认用本机日志的。")
@click.option("--facts", type=FILE, help="核对事实文件与存证是否相符。")
@click.option("--roots", type=FILE, help="时间戳机构的根证书（PEM）；默认用本机的。")
@click.option("--sm2", default="", metavar="VKEY", help="另核对日志的国密（SM2）签名：它的公钥，在日志的 keys 文件里。")
def verify(file: Path, trust: Path | None, facts: Path | None, roots: Path | None, sm2: str) -> None:
    """核对一个证明文件：不联网，不读数据库。旁边有 .1.tsr 等时间戳的，一并核对。"""
    proof = read_proof(file.read_bytes())
    if not proof.extra:
        raise BadProof("证明文件里没有存证正文（extra 行）：请向出具方要带正文的，或另行核对叶哈希。")
    proven = check_proof(proof, proof.extra, _trusted(trust))
    _say_leaf(proof.extra, proven)
    if sm2:
        if not proof.note.signed_by([verifier_of(sm2)]):
            raise BadProof("检查点没有这把公钥的签名。")
        click.echo("  国密签名：相符")
    tokens = [one.read_bytes() for one in _beside(file)]
    if tokens:
        known = Trust.read(roots.read_bytes()) if roots else _city().trust(made_up=True)
        if known is None:
            raise NotFound("不知道时间戳机构的根证书，没有核对时间戳。请用 --roots 给出。")
        for number, one in enumerate(checked_chain(proof.note.written, tokens, known, now=now()), 1):
            click.echo(f"  时间戳 {number}：{_local(one.at)}，{one.authority}，{one.digest.upper()}")
    if facts:
        try:
            given = json.loads(facts.read_text(encoding="utf-8"))
            digest = facts_digest(bytes.fromhex(given["salt"]), given["facts"].encode())
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BadProof("事实文件读不懂：应是 yuzhi log prove --facts 写的。") from fault
        if digest != _leaf_in(proof.extra).get("facts"):
            raise BadProof("事实与存证不符：事实文件被改动过，或不是这条存证的。")
        click.echo("  事实：与存证相符")


@log.command()
@click.option("--again", is_flag=True, help="给已盖过的检查点全部再盖一次（换算法、换机构时用）。")
def stamp(again: bool) -> None:
    """给最新的检查点加盖时间戳；证书快到期的再盖一次。"""
    tools = prepared(writing=True)
    made_up = sample()
    size = evidence_log.stamp(tools, made_up=made_up)
    if size is None:
        raise NotFound("没有设定时间戳机构。请把机构网址写入 log_keys/authority，根证书写入 log_keys/authority.pem。")
    renewed = evidence_log.stamp_aged(tools, made_up=made_up, all_of_them=again)
    click.echo(f"第 {size} 条时的检查点已有时间戳{f'；再次加盖 {len(renewed)} 个' if renewed else ''}。")


@log.command()
@click.argument("name")
@click.argument("vkey")
@click.argument("url")
def ask(name: str, vkey: str, url: str) -> None:
    """今后请这家见证：NAME 为名称，VKEY 为公钥（yuzhi witness key 打印的），URL 为地址。过半数即为足够。"""
    verifier = verifier_of(vkey)
    if not isinstance(verifier, CosignatureVerifier):
        raise BadValue(f"“{verifier.name}”不是见证方的公钥。")
    city = prepared(writing=True).log
    if not city.begun:
        city.begin()
    city.know(Known(name, verifier, url))
    click.echo(f"今后请 {name} 见证（{url}）。")


def _city() -> CityLog:
    return CityLog(settings.HOME, "")


def _trusted(file: Path | None) -> Policy:
    return read_policy(file.read_text(encoding="utf-8")) if file else _city().policy()


def _beside(file: Path) -> list[Path]:
    found, number = [], 1
    while (one := file.with_name(f"{file.name}.{number}.tsr")).exists():
        found.append(one)
        number += 1
    return found


def _leaf_in(body: bytes) -> dict[str, str]:
    """What a leaf's body says.

    Raises: BadProof where it is none.
    """
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("schema") != SCHEMA or not {"act", "object", "actor", "time", "facts"} <= said.keys():
        raise BadProof("证明成立，但正文不是本平台的存证。")
    return said


def _say_leaf(body: bytes, proven: Proven) -> None:
    said = _leaf_in(body)
    click.echo(f"成立：日志 {proven.checkpoint.origin} 的第 {proven.index + 1} 条，在大小为 {proven.checkpoint.size} 的树里。")
    act = ACTS.get(said["act"], {}).get("zh", said["act"])
    click.echo(f"  事项：{act}（{said['act']}）  对象：{said['object']}  经办：{said['actor']}  自述时间：{said['time']}")
    for name, at in proven.witnesses:
        click.echo(f"  见证：{name}，{_local(at)}")
    if not proven.witnesses:
        click.echo("  见证：没有；只能证明日志自己签过")


def _say(answer: LogAnswer) -> None:
    click.echo(f"日志 {answer.origin}：{answer.size:,} 条，待并入 {answer.waiting} 条")
    click.echo(f"  根 {answer.root}")
    for one in answer.witnesses:
        click.echo(f"  见证 {one.name}：{f'已签，{_local(one.at)}' if one.at else one.reason or '还没有签'}")
    enough = "足够" if answer.enough else f"不足；上一个足够的检查点在第 {answer.witnessed_size or 0} 条"
    click.echo(f"  见证{enough}" if answer.witnesses else "  没有设定见证方（yuzhi log ask）")
    stamped = f"{_local(answer.stamped_at)}，第 {answer.stamped_size} 条时，{answer.authority}" if answer.stamped_at else answer.trouble
    click.echo(f"  时间戳：{stamped or '还没有'}")
    for key in answer.keys:
        click.echo(f"  公钥 {key}")


def _local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
