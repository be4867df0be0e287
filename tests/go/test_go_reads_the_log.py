"""The usual Go clients of such logs accept ours whole: a lane of its own, `make go`, for machines with the Go tool chain."""

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from yuzhi.engines.translog.asking import cosigned
from yuzhi.engines.translog.keys import CosignatureSigner, Ed25519Signer
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.policy import Known
from yuzhi.engines.translog.sm2 import OpensslKey, Sm2Signer, available
from yuzhi.engines.translog.witness import Witness
from yuzhi.engines.translog.witness_server import served

pytestmark = pytest.mark.go
HERE = Path(__file__).parent
KEY = Ed25519Signer("city.example/log", bytes(range(32)))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""


class Files(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A reader that has seen enough hangs up."""


class Entries:
    def __init__(self, count):
        self.count = count

    def size(self):
        return self.count

    def entries(self, start, end):
        return (f"entry {place}".encode() for place in range(start, end))


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    if shutil.which("go") is None:
        pytest.skip("no Go tool chain on this machine: the log was not read by Go clients")
    binary = tmp_path_factory.mktemp("go") / "reader"
    built = subprocess.run(["go", "build", "-o", str(binary), "."], cwd=HERE, capture_output=True, text=True, check=False)
    if built.returncode and ("dial tcp" in built.stderr or "no such host" in built.stderr):
        pytest.skip(f"the Go modules are not on this machine and cannot be fetched: {built.stderr.strip()[-200:]}")
    assert built.returncode == 0, built.stderr
    return binary


def behind_an_address(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.mark.parametrize("sizes", [(1,), (256,), (3, 300), (255, 256, 70_000)], ids=str)
def test_go_clients_read_every_entry_tile_and_signature(reader, tmp_path, sizes):
    beside = [Sm2Signer(KEY.name, OpensslKey.made(tmp_path / "sm2.pem"))] if available() else []
    log, known, servers = Log(tmp_path / "log", [KEY, *beside]), [], []
    for name in ("city", "notary", "court"):
        signer = CosignatureSigner(f"{name}.example", name.encode().ljust(32, b"."), lambda: 1_700_000_000)
        servers.append(served(Witness(tmp_path / name, signer, [KEY.verifier]), "127.0.0.1", 0))
        known.append(Known(name, signer.verifier, behind_an_address(servers[-1])))
    for size in sizes:
        log.integrate(Entries(size))
        answers = cosigned(known, *log.head(), log.tree())
        assert log.add_signatures(log.head()[0], [mark for one in answers for mark in one.signatures])
    servers.append(Files(("127.0.0.1", 0), partial(Quiet, directory=str(log.folder))))
    address = behind_an_address(servers[-1])
    words = [str(reader), address + "/", KEY.verifier.written, *(one.verifier.written for one in known)]
    read = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    tile = next(path for path in sorted((log.folder / "tile/0").rglob("*")) if path.is_file())
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    changed = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    for server in servers:
        server.shutdown()
        server.server_close()
    assert read.stdout == f"size {sizes[-1]} entries {sizes[-1]} witnesses 3\n", read.stderr[-2000:]
    assert changed.returncode != 0
