"""Files of lines: JSONL and TSV, plain or gzipped, read within bounds."""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.rows import Row, missing_columns
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin

LONGEST_LINE = 16 * 1024 * 1024
LARGEST_TEXT = 8 * 1024**3
LARGEST_RATIO = 300
"""A text compresses some ten times; a file that unfolds to hundreds of times its size is a bomb."""
_FREE = 64 * 1024 * 1024

_SHOWN = 500
_TELL = 256
_ZERO = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_KEY = re.compile(r'[{,]\s*"(\w{1,40})"\s*:')

Json = Mapping[str, object]


def byte_lines(document: Document) -> Iterator[tuple[int, bytes]]:
    """Every line with its 1-based number, without its end; gzip is found from the content.

    Raises: BadFile for damaged gzip, lines or texts beyond bounds, and NUL bytes.
    """
    total, number = 0, 0
    opened = _opened(document.path)
    with opened as (stream, packed):
        while True:
            if not number % _TELL:
                document.tell(opened.position() / max(document.size, 1))
            try:
                line = stream.readline(LONGEST_LINE + 1)
            except (EOFError, OSError, zlib.error) as damage:
                raise BadFile(
                    f"《{document.name}》：压缩数据在第 {number + 1} 行附近损坏或不完整（{damage}），没有入库。"
                    "请重新取得文件。"
                ) from damage
            if not line:
                return
            number += 1
            total += len(line)
            _within(document, number, line, total, packed)
            yield number, line.rstrip(b"\r\n")


def texts(document: Document) -> Iterator[tuple[int, str]]:
    """Every line as text; the file is UTF-8.

    Raises: BadFile for bytes that are not UTF-8.
    """
    for number, line in byte_lines(document):
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise BadFile(f"《{document.name}》：第 {number} 行不是 UTF-8 编码，没有入库。请转换编码。") from None


def json_rows(document: Document, context: Context) -> Iterator[Row | Fault]:
    """Every filled line of a JSONL file as a row: texts as they are, everything else as JSON.

    A line that is no object is a Fault.
    """
    for number, line in texts(document):
        if not line.strip():
            continue
        origin = Origin(document.digest, f"line {number}")
        told = _object(line)
        if told is None:
            yield Fault(origin, "", line[:_SHOWN], "这一行不是完整的 JSON 对象：请向来源重新取得文件。", {"": line[:_SHOWN]})
        else:
            yield Row({key: _cell(value) for key, value in told.items()}, origin, context)


def tsv_rows(document: Document, context: Context, required: frozenset[str] = frozenset()) -> Iterator[Row | Fault]:
    """Every row of a tab-separated file by its header; quotation marks are ordinary characters.

    A row with more or fewer cells than the header is a Fault.

    Raises: BadFile where a required column is missing.
    """
    header: list[str] | None = None
    for number, line in texts(document):
        if not line.strip():
            continue
        cells, origin = line.split("\t"), Origin(document.digest, f"line {number}")
        if header is None:
            header = [cell.strip() for cell in cells]
            if missing := sorted(required.difference(header)):
                raise missing_columns(f"《{document.name}》第 {number} 行", missing)
        elif len(cells) != len(header):
            reason = f"这一行有 {len(cells)} 格，表头有 {len(header)} 格：请向来源核对。"
            yield Fault(origin, "", line[:_SHOWN], reason, {"": line[:_SHOWN]})
        else:
            yield Row(dict(zip(header, cells, strict=True)), origin, context)


def first_keys(head: bytes) -> frozenset[str]:
    """The keys that the first line of a JSONL file shows, as far as the first bytes go; for recognition."""
    line = head.decode("utf-8", "ignore").lstrip("\ufeff \r\n\t").partition("\n")[0]
    return frozenset(_KEY.findall(line)) if line.startswith("{") else frozenset()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _object(line: str) -> Json | None:
    try:
        value = json.loads(line)
        if "\\ud" in line or "\\uD" in line:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
        if "\\u0000" in line and _ZERO.search(line):
            return None                                     # nor is a zero byte, which no database keeps
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _within(document: Document, number: int, line: bytes, total: int, packed: bool) -> None:
    if len(line) > LONGEST_LINE:
        raise BadFile(f"《{document.name}》：第 {number} 行超过 {LONGEST_LINE // 1024**2} MB，不像数据行，没有入库。请核对来源。")
    if b"\0" in line:
        raise BadFile(f"《{document.name}》：第 {number} 行含有空字节（NUL），不是文本文件，没有入库。请核对来源。")
    bomb = packed and total > max(_FREE, LARGEST_RATIO * document.size)
    if bomb or total > LARGEST_TEXT:
        raise BadFile(
            f"《{document.name}》：解压后已超过 {total // 1024**2} MB，疑似压缩炸弹，没有入库。请核对来源。"
        )


class _opened:
    """The bytes of a file, unfolded where they are gzip."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("rb")

    def __enter__(self) -> tuple[BinaryIO, bool]:
        packed = self._file.read(2) == b"\x1f\x8b"
        self._file.seek(0)
        if not packed:
            return self._file, False
        return cast(BinaryIO, gzip.GzipFile(fileobj=self._file)), True

    def position(self) -> int:
        """How many bytes of the file itself are consumed."""
        return self._file.tell()

    def __exit__(self, *_: object) -> None:
        self._file.close()
