"""`yuzhi export-st96`: rights as documents of WIPO ST.96 V6.0."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from yuzhi.engines.formats.csvs import csv_lines
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.records.datasets import editions
from yuzhi.records.rights.finding import resolve_one
from yuzhi.rooms.lookup.queries.exporting import KINDS, Document, document, documents, keys_of
from yuzhi.site.cli.speaking import OPERATOR, prepared

LEFT_FILE, ZIP_FILE = "left.csv", "st96.zip"
Put = Callable[[str, bytes], None]


@click.command()
@click.argument("numbers", nargs=-1)
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="权利种类；默认三类都导出。")
@click.option("--area", default="", help="县（市、区）的名称或代码；市名为全市。默认已收录的全部，含外国的。")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="写到哪个文件夹。")
@click.option("--zip", "zipped", is_flag=True, help=f"装进一个压缩包 {ZIP_FILE}。")
def export_st96(numbers: tuple[str, ...], kind: tuple[str, ...], area: str, out: Path, zipped: bool) -> None:
    """导出 ST.96 文件：NUMBERS 为任何写法的号码，不写则按种类和地区成批导出；没有写进去的逐条列在 left.csv。"""
    tools = prepared()
    out.mkdir(parents=True, exist_ok=True)
    counts, left = Counter[str](), list[list[str]]()
    with _target(out, zipped=zipped) as put:
        for one in _chosen(numbers, kind or KINDS, area, tools):
            put(f"{one.kind}/{one.name}", one.written.xml)
            counts[one.kind] += 1
            left += [[one.key, sentence] for sentence in one.written.left]
        put(LEFT_FILE, "".join(csv_lines(["key", "没有写进去的"], left)).encode())
    if not counts:
        raise NotFound("没有可以导出的专利、商标或地理标志。请核对号码、种类和地区；尚未读入数据的，先用 yuzhi ingest 读入。")
    told = "、".join(f"{TABLES[name].zh} {count:,}" for name, count in counts.items())
    click.echo(f"已导出 ST.96（V6.0）文件 {counts.total():,} 个（{told}）到 {out / ZIP_FILE if zipped else out}；"
               f"没有写进去的 {len(left):,} 条列在 {LEFT_FILE}。")


def _chosen(numbers: tuple[str, ...], kinds: tuple[str, ...], area: str, tools: Toolbox) -> Iterator[Document]:
    if numbers:
        snapshot = editions.snapshot(tools.lake, editions.current())
        for key in dict.fromkeys(resolve_one(snapshot, text)[1] for text in numbers):
            yield document(key, OPERATOR, tools)
        return
    for kind in kinds:
        yield from documents(keys_of(kind, _counties(area, tools), tools), kind, OPERATOR, tools)


def _counties(area: str, tools: Toolbox) -> list[str]:
    """The codes of the rights' places: a county's, or those of the whole city; [] for everything."""
    if not area:
        return []
    found = tools.areas.named(area)
    return [found.code] if found != tools.areas.city else [found.code, *(one.code for one in tools.areas.counties)]


@contextmanager
def _target(out: Path, *, zipped: bool) -> Iterator[Put]:
    if zipped:
        with zipfile.ZipFile(out / ZIP_FILE, "w", zipfile.ZIP_DEFLATED) as archive:
            yield archive.writestr
        return

    def put(name: str, data: bytes) -> None:
        path = out / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    yield put
