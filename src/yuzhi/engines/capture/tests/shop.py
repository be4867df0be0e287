"""A real shop on this machine, over HTTP or HTTPS, with all that pages do to whoever captures them; and a camera that finds it by name."""

import base64
import gzip
import hashlib
import shutil
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from yuzhi.engines.capture.camera import Camera
from yuzhi.engines.capture.devtools import NAMES
from yuzhi.engines.capture.gate import networks

needs_chromium = pytest.mark.skipif(
    not any(shutil.which(name) for name in NAMES), reason="no chromium: install it (Debian: apt-get install chromium) to capture pages",
)
PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=")
PAGES = {
    "/": """<html lang=zh><head><title>横山羊肉</title><link rel=stylesheet href=/look.css></head><body><h1>横山羊肉 一斤</h1>
        <a id=more href=/goods>看商品</a> <a href=/plain target=_blank>规格</a>
        <img src=/tall.gif><img loading=lazy src=/late.gif style="margin-top:4000px"></body></html>""",
    "/goods": """<html><head><title>商品</title></head><body><form action=/order method=post><label>收货人 <input name=who id=who></label>
        <input type=password name=password id=password><select id=size name=size><option>一斤<option>两斤</select>
        <input type=number id=many name=many><button>下单</button></form></body></html>""",
    "/noisy": """<html><head><title>吵闹</title></head><body><script>window.open('/goods'); alert('限时');
        fetch('/order', {method: 'POST', body: 'who=1'})</script>
        <img src="http://evil.example/a.gif"><img src="http://169.254.169.254/latest/meta-data/"><iframe src="http://other.example:PORT/goods"></iframe></body></html>""",
    "/sly": """<html><head><title>走旁门</title><link rel=preconnect href="http://127.0.0.1:UNASKED"><link rel=dns-prefetch href="//inside.example">
        </head><body><script>
        for (const urls of ["stun:127.0.0.1:DATAGRAM", "turn:127.0.0.1:UNASKED?transport=tcp"]) {
          const link = new RTCPeerConnection({ iceServers: [{ urls, username: "a", credential: "b" }] })
          link.createDataChannel("a")
          link.createOffer().then(offer => link.setLocalDescription(offer))
        }
        try { new WebTransport("https://127.0.0.1:DATAGRAM/") } catch {}
        try { new WebSocket("ws://127.0.0.1:UNASKED/") } catch {}
        try { new EventSource("http://127.0.0.1:UNASKED/") } catch {}
        new Worker(URL.createObjectURL(new Blob(["fetch('http://127.0.0.1:UNASKED/worker')"])))
        navigator.sendBeacon("http://127.0.0.1:UNASKED/", "a")
        fetch("http://127.0.0.1:UNASKED/plain", { mode: "no-cors" })
        </script><iframe src="http://127.0.0.1:UNASKED/frame"></iframe></body></html>""",
    "/plain": "<html><head><title>一页</title></head><body><p>一页</p></body></html>",
    "/login": "<html><head><title>登录</title></head><body><form action=/plain><input type=password name=p id=p></form></body></html>",
}


def now():
    """This instant."""
    return datetime.fromtimestamp(time.time(), UTC)


class Shop(BaseHTTPRequestHandler):
    """The shop's pages."""

    protocol_version = "HTTP/1.1"
    posted: ClassVar[list[str]] = []
    asked: ClassVar[list[str]] = []
    elsewhere: ClassVar[dict[str, int]] = {}

    def do_GET(self):
        Shop.asked.append(self.path)
        if self.path in PAGES:
            page = PAGES[self.path].replace("PORT", str(self.server.server_port))
            for name, port in Shop.elsewhere.items():
                page = page.replace(name, str(port))
            self.answer(page.encode(), "text/html; charset=utf-8", packed=self.path == "/")
        elif self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/").replace("PORT", str(self.server.server_port)))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/look.css":
            self.answer(b"h1 { color: brown }", "text/css")
        elif self.path.endswith(".gif"):
            self.answer(PICTURE, "image/gif")
        elif self.path == "/file.zip":
            self.answer(b"PK", "application/zip")
        elif self.path == "/private":
            self.answer(b"<title>mine</title>" if "session=7" in self.headers.get("Cookie", "") else b"<title>who</title>", "text/html")
        else:
            self.answer("没有".encode(), "text/plain; charset=utf-8", status=404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Shop.posted.append(body)
        who = parse_qs(body).get("who", [""])[0]
        self.answer(f"<html><head><title>订单</title></head><body>订单 7：{who}</body></html>".encode(), "text/html; charset=utf-8")

    def answer(self, body, kind, *, status=200, packed=False):
        body = gzip.compress(body) if packed else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Set-Cookie", "session=7; Path=/")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Nothing is printed."""


@contextmanager
def shop(secret=None):
    """The shop's port while it is open; with a certificate's file it speaks HTTPS."""
    Shop.posted, Shop.asked = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    server.daemon_threads = True
    if secret:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(secret)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda request, address: None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def certificate(folder, name="shop.example"):
    """A file with key and certificate, and the digest of its key as Chromium's flag wants it."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1)).not_valid_after(now() + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(key, hashes.SHA256())
    )
    file = folder / "shop.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return file, base64.b64encode(hashlib.sha256(public).digest()).decode()


def answers(host):
    """Names as the shop's resolver answers them."""
    known = {
        "shop.example": ["127.0.0.1"], "other.example": ["127.0.0.1"], "evil.example": ["192.168.1.9"], "mixed.example": ["127.0.0.1", "10.0.0.1"],
        "169.254.169.254": ["169.254.169.254"], "127.0.0.1": ["127.0.0.1"], "nowhere.example": [],
    }
    return known.get(host, [])


def camera(**more):
    """A camera that may reach the shop and asks nobody else."""
    return Camera(**({"private": networks("127.0.0.1/32"), "clocks": (), "ask": answers} | more))
