"""A capture as files that other tools replay: WARC 1.1 with SHA-256 digests, WACZ around it, and HAR.

Source: ISO 28500:2017; Web Archive Collection Zipped (WACZ) 1.1.1; HTTP Archive (HAR) 1.2; CDXJ as pywb writes it.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from yuzhi.engines.capture.recording import Exchange, Fields
from yuzhi.engines.capture.wacz import DIGEST, PACKAGE

_WHEN, _ARCHIVE = (1980, 1, 1, 0, 0, 0), "archive/data.warc.gz"
_HOPS = ("content-encoding", "transfer-encoding", "content-length")
"""Fields that speak of the body on the wire; they keep their value under another name, because the body is kept decoded."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a capture says of itself in every file."""

    title: str
    software: str
    at: str
    cleanliness: bytes
    pages: Sequence[tuple[str, str, str]]
    """Address, title and time of each page."""


class _Writer(WARCWriter):  # type: ignore[misc]
    """Digests are SHA-256."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def warc(exchanges: Sequence[Exchange], told: Told) -> bytes:
    """The archive: who made it, how clean the machine was, then each exchange as answer and request."""
    held = io.BytesIO()
    writer = _Writer(held, gzip=True, warc_version="1.1")
    about = writer.create_warcinfo_record("data.warc.gz", {
        "software": told.software, "format": "WARC File Format 1.1", "description": told.title,
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    })
    about.rec_headers.replace_header("WARC-Date", _instant(told.at))
    writer.write_record(about)
    writer.write_record(writer.create_warc_record(
        "urn:yuzhi:cleanliness", "metadata", payload=io.BytesIO(told.cleanliness), length=len(told.cleanliness), warc_content_type="application/json",
        warc_headers_dict={"WARC-Date": _instant(told.at)},
    ))
    for one in exchanges:
        if one.status:
            _pair(writer, one)
    return held.getvalue()


def _pair(writer: WARCWriter, one: Exchange) -> None:
    said = {"WARC-Date": _instant(one.at), **({"WARC-IP-Address": one.address} if one.address else {})}
    if one.protocol:
        said["WARC-Protocol"] = one.protocol
    if one.left_out:
        said["WARC-Truncated"] = "length"
    answer = writer.create_warc_record(
        one.url, "response", payload=io.BytesIO(one.body), length=len(one.body), warc_headers_dict=said,
        http_headers=StatusAndHeaders(f"{one.status} {one.reason or _phrase(one.status)}", list(_kept(one.fields, len(one.body))), protocol="HTTP/1.1"),
    )
    parts = urlsplit(one.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = list(one.sent if any(name.lower() == "host" for name, _ in one.sent) else (("Host", parts.netloc.rpartition("@")[2]), *one.sent))
    asked = writer.create_warc_record(
        one.url, "request", payload=io.BytesIO(one.posted), length=len(one.posted), warc_headers_dict={"WARC-Date": _instant(one.at)},
        http_headers=StatusAndHeaders(f"{one.method} {path} HTTP/1.1", sent, is_http_request=True),
    )
    writer.write_request_response_pair(asked, answer)


def _kept(fields: Fields, size: int) -> Fields:
    kept = tuple((f"X-Orig-{name}" if name.lower() in _HOPS else name, re.sub(r"[\r\n\0]+", " ", value)) for name, value in fields)
    return (*kept, ("Content-Length", str(size)))


def wacz(archive: bytes, told: Told) -> bytes:
    """The archive with index and pages in one file, every member listed with its digest."""
    pages = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    pages += [{"id": f"page-{number}", "url": url, "title": title, "ts": _instant(at)} for number, (url, title, at) in enumerate(told.pages, 1)]
    members = {
        _ARCHIVE: archive, "indexes/index.cdx": cdxj(archive, "data.warc.gz"),
        "pages/pages.jsonl": "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in pages).encode(),
    }
    described = {
        "profile": "data-package", "wacz_version": "1.1.1", "title": told.title, "created": _instant(told.at), "software": told.software,
        **({"mainPageUrl": told.pages[0][0], "mainPageDate": _instant(told.pages[0][2])} if told.pages else {}),
        "resources": [{"name": name.rpartition("/")[2], "path": name, "hash": _sha256(held), "bytes": len(held)} for name, held in members.items()],
    }
    members[PACKAGE] = json.dumps(described, ensure_ascii=False, indent=1).encode()
    members[DIGEST] = json.dumps({"path": PACKAGE, "hash": _sha256(members[PACKAGE])}, indent=1).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as opened:
        for name, held in members.items():
            opened.writestr(zipfile.ZipInfo(name, _WHEN), held)
    return packed.getvalue()


def cdxj(archive: bytes, name: str) -> bytes:
    """The index of the answers in an archive, sorted, as replay tools look it up."""
    rows, reader = [], ArchiveIterator(io.BytesIO(archive))
    for record in reader:
        if record.rec_type != "response" or record.http_headers is None:
            continue
        url, at = record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Date")
        told = {
            "url": url, "mime": (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip(),
            "status": record.http_headers.get_statuscode(), "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
            "length": str(reader.get_record_length()), "offset": str(reader.get_record_offset()), "filename": name,
        }
        rows.append(f"{_reversed(url)} {re.sub('[^0-9]', '', at)[:14]} {json.dumps(told, ensure_ascii=False)}\n")
    return "".join(sorted(rows)).encode()


def _reversed(url: str) -> str:
    """The key under which an index sorts an address: host from the right, then path and query in small letters."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    turned = ",".join(reversed(host.split("."))) if not host.replace(".", "").isdigit() else host
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    return f"{turned}{port}){parts.path or '/'}{f'?{parts.query}' if parts.query else ''}".lower().replace(" ", "%20")


def har(exchanges: Sequence[Exchange], told: Told, browser: str) -> bytes:
    """The exchanges as HAR 1.2, without bodies, which stand in the archive; each names its body's digest."""
    name, _, version = browser.partition("/")
    log = {
        "version": "1.2", "creator": {"name": "yuzhi", "version": told.software.rpartition(" ")[2]}, "browser": {"name": name, "version": version},
        "pages": [
            {"startedDateTime": _instant(at), "id": f"page_{number}", "title": title or url, "pageTimings": {"onContentLoad": -1, "onLoad": -1}}
            for number, (url, title, at) in enumerate(told.pages, 1)
        ],
        "entries": [_entry(one) for one in exchanges],
        "comment": "正文不在这里，在 WARC 里；Cookie、Authorization 和登录时提交的内容没有保存。",
    }
    return json.dumps({"log": log}, ensure_ascii=False, indent=1).encode()


def _entry(one: Exchange) -> dict[str, Any]:
    def named(fields: Fields) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in fields]

    query = [part.partition("=") for part in urlsplit(one.url).query.split("&") if part]
    content: Mapping[str, Any] = {"size": len(one.body), "mimeType": one.kind, "comment": one.left_out or _sha256(one.body)}
    return {
        "startedDateTime": _instant(one.at), "time": one.took, "serverIPAddress": one.address, "cache": {},
        "request": {
            "method": one.method, "url": one.url, "httpVersion": one.protocol or "HTTP/1.1", "cookies": [], "headers": named(one.sent),
            "queryString": [{"name": name, "value": value} for name, _, value in query], "headersSize": -1, "bodySize": len(one.posted),
        },
        "response": {
            "status": one.status, "statusText": one.reason, "httpVersion": one.protocol or "HTTP/1.1", "cookies": [], "headers": named(one.fields),
            "content": content, "redirectURL": next((value for name, value in one.fields if name.lower() == "location"), ""),
            "headersSize": -1, "bodySize": -1, **({"_error": one.fault} if one.fault else {}),
        },
        "timings": {"send": 0, "wait": one.took, "receive": 0},
    }


def _instant(at: str) -> str:
    return datetime.fromisoformat(at).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in {one.value for one in HTTPStatus} else "Unknown"


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
