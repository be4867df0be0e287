"""The papers in a package: a certificate that says in plain words what is proven and what is not, and a list of the evidence, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from yuzhi.engines.exhibits.exhibit import KINDS, Exhibit
from yuzhi.engines.exhibits.seals import Seal
from yuzhi.engines.formats.pdf import Line, paper

CERTIFICATE, LIST = "certificate.pdf", "evidence-list.pdf"
Stamping = Callable[[bytes], bytes]
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an exhibit stands in the log: its number, the tree that proves it, who has seen that tree and who stamped it, each at a time."""

    number: int | None = None
    origin: str = ""
    size: int = 0
    root: str = ""
    witnesses: Sequence[tuple[str, datetime]] = ()
    stamps: Sequence[tuple[str, datetime]] = ()
    leaf: str = ""


def papers(exhibit: Exhibit, standing: Standing, made: datetime, seal: Seal | None, stamp: Stamping | None = None) -> dict[str, bytes]:
    """Both papers by their names in a package, under the seal where there is one; `stamp` puts a time-stamp on each seal."""
    on = made.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    short = exhibit.key.removeprefix("exhibit/")[:16]

    def foot(which: str) -> Callable[[int, int], str]:
        return lambda page, count: f"{which} {short}    第 {page} 页，共 {count} 页 / page {page} of {count}"

    said = {
        CERTIFICATE: paper(list(_certificate(exhibit, standing, seal)), title=f"存证证书 {short}", foot=foot("存证证书"), made=on, room=seal is not None),
        LIST: paper(list(_list(exhibit)), title=f"证据清单 {short}", foot=foot("证据清单"), made=on, room=seal is not None),
    }
    return {name: seal.under(one, stamp) for name, one in said.items()} if seal else said


def _certificate(exhibit: Exhibit, standing: Standing, seal: Seal | None) -> Iterator[Line]:
    said = exhibit.said
    yield Line("存证证书", 22)
    yield Line("Certificate of deposit", 13)
    if said["made_up"]:
        yield Line("示例数据：内容、见证方和时间戳都是演示用的，没有证明力。 / Made-up data, for demonstration: it proves nothing.", 10.5, before=6)
    yield from _pairs({
        "编号 / Number": exhibit.key.removeprefix("exhibit/"),
        "名称 / Name": said["title"],
        "种类 / Kind": KINDS.get(said["kind"], said["kind"]),
        "收下时间（平台自述）/ Received, as the platform says": _shown(datetime.fromisoformat(said["received"])),
        "存证人 / Giver": said["by"],
        "文件 / Files": f"{len(said['files'])} 个，见 {LIST} / see {LIST}",
        **({"上一稿 / Version before": said["previous"]} if said.get("previous") else {}),
    })
    yield from _head("在日志里 / In the log")
    if standing.size:
        yield from _pairs({
            "日志 / Log": standing.origin,
            "位置 / Place": f"第 {standing.number} 条，树有 {standing.size} 条 / entry {standing.number} of {standing.size}",
            "叶哈希 / Leaf hash": standing.leaf,
            "树根 / Root": standing.root,
        })
        for name, at in standing.witnesses:
            yield Line(f"见证 / Witnessed by: {name}, {_shown(at)}", indent=12)
        for name, at in standing.stamps:
            yield Line(f"时间戳 / Time-stamped by: {name}, {_shown(at)}", indent=12)
        if not standing.witnesses:
            yield Line("还没有见证：只能证明日志自己签过。 / No witness yet: only the log itself has signed.", indent=12)
        if not standing.stamps:
            yield Line("还没有时间戳。 / No time-stamp yet.", indent=12)
    else:
        yield Line("还没有进入日志：现在什么也没有证明，请过后再取证据包。 / Not in the log yet: nothing is proven now; take the package later.", indent=12)
    yield from _head("证明了什么 / What this proves")
    yield Line("这些文件在见证和时间戳的时间以前已经存下，以后一个字节也没有改动。", indent=12)
    yield Line("The files were deposited before the time of the witnesses and time-stamps, and not one byte has changed since.", indent=12)
    yield from _head("没有证明什么 / What this does not prove")
    yield Line("内容是不是真的，谁做的，以及存下以前的事。法庭怎么认定，由法庭决定（参见 在线诉讼规则 第16至18条，条文凭记忆）。", indent=12)
    yield Line(
        "Whether the content is true, who made it, or anything before the deposit. What follows from it is for the court "
        "(see articles 16 to 18 of the Online Litigation Rules; cited from memory).", indent=12,
    )
    yield from _head("怎样核对 / How to check")
    yield Line("不凭这张纸，凭证据包：打开包里的 verify.html，把整个包拖进去；不用联网，不用安装。每一部分是相符、不符或缺。", indent=12)
    yield Line("Do not rely on this paper but on the package: open verify.html from it and drop the whole package on it, without a connection.", indent=12)
    yield Line(
        f"这张纸由“{seal.name}”盖章（PAdES）；印章只说明纸是谁出的。 / Sealed by “{seal.name}” (PAdES); the seal says only who issued this paper."
        if seal else "这张纸没有电子印章：本平台还没有配置。 / This paper bears no electronic seal: none is configured here.", indent=12, before=6,
    )


def _list(exhibit: Exhibit) -> Iterator[Line]:
    said = exhibit.said
    yield Line("证据清单", 22)
    yield Line("List of evidence", 13)
    yield Line(f"{said['title']}（{exhibit.key.removeprefix('exhibit/')}）", before=6)
    yield Line("每一件与包里 content/ 下的文件一一对应；哈希在收下时计算。 / Each entry is a file under content/; digests were taken at receipt.", 9)
    for number, one in enumerate(said["files"], 1):
        yield Line(f"{number}.  {one['name']}", 11.5, before=10, keep=70)
        yield from _pairs({
            "包里的位置 / In the package": one["path"], "大小 / Size": f"{one['size']:,} 字节 / bytes", "SHA-256": one["sha256"], "SM3": one["sm3"],
        }, 9)
    yield from _head("取证步骤 / Steps")
    if not said["steps"]:
        yield Line("存的时候没有写。 / None were written down.", indent=12)
    for number, step in enumerate(said["steps"], 1):
        yield Line(f"{number}.  {step}", indent=12)
    yield from _head("保管记录 / Record of custody")
    yield Line("按 证据规定 第93条、在线诉讼规则 第17、18条列项（条文凭记忆整理）；没有写的留空。 / By the courts' rules; what nobody said stays empty.", 9)
    for field in said["custody"]:
        yield Line(f"{field['zh']}：{field['value'] or '（空白 / empty）'}", indent=12, before=3)
        yield Line("；".join(field["cites"]), 8.5, indent=24)


def _head(text: str) -> Iterator[Line]:
    yield Line(text, 12.5, before=12, keep=40)


def _pairs(given: Mapping[str, str], size: float = 10.5) -> Iterator[Line]:
    for name, value in given.items():
        yield Line(f"{name}：{value}", size, indent=12, before=2)


def _shown(at: datetime) -> str:
    """A moment as people in China read it, and as the log writes it."""
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M:%S} 北京时间（{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC）"
