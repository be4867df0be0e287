"""`yuzhi witness`: one witness as a process of its own, with its own key and folder; it needs no data of a city."""

import os
import secrets
import sys
import threading
import time
from collections.abc import Sequence
from http.server import ThreadingHTTPServer
from pathlib import Path

import click

from yuzhi.engines.translog.keys import KEY_BYTES, CosignatureSigner, Ed25519Signer, Ed25519Verifier, read_private
from yuzhi.engines.translog.notes import well_named
from yuzhi.engines.translog.trusting import verifier_of
from yuzhi.engines.translog.witness import Witness
from yuzhi.engines.translog.witness_server import served
from yuzhi.kernel.errors import BadValue, Refused

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def witness() -> None:
    """见证方：记住每份日志最新的检查点，只给接得上的检查点签名。由日志以外的单位运行。"""


@witness.command()
@click.option("--name", required=True, help="见证方的名称；建议写成网址，不带 https://。")
@click.option("--state", required=True, type=FOLDER, help="放密钥和状态的目录；第一次运行时生成密钥。")
def key(name: str, state: Path) -> None:
    """打印这家见证方的公钥（没有密钥时先生成）。"""
    click.echo(_signer(name, state).verifier.written)


@witness.command()
@click.option("--name", required=True, help="见证方的名称。")
@click.option("--state", required=True, type=FOLDER, help="放密钥和状态的目录。")
@click.option("--log", "logs", required=True, multiple=True, help="为哪份日志见证：日志的公钥，或一个信任文件。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="监听端口；0 为任选一个。")
@click.option("--beside", type=click.IntRange(1), help="这个进程结束时一起结束（演示用）。")
def serve(name: str, state: Path, logs: Sequence[str], host: str, port: int, beside: int | None) -> None:
    """运行一家见证方（C2SP tlog-witness）；Ctrl-C 结束。"""
    known = [one for written in logs for one in _keys(written)]
    try:
        server = served(Witness(state, _signer(name, state), known), host, port)
    except OSError as fault:
        raise Refused(f"见证方监听不了 {host} 的端口 {port}（{fault.strerror or fault}），没有启动。请换一个端口。") from fault
    click.echo(f"见证方 {name} 已启动：http://{host}:{server.server_address[1]}/ （状态在 {state}；Ctrl-C 结束）")
    sys.stdout.flush()
    if beside:
        threading.Thread(target=_end_with, args=(beside, server), name="beside", daemon=True).start()
    with server:
        server.serve_forever()


def _end_with(process: int, server: ThreadingHTTPServer) -> None:
    """Ends the server when the process is gone."""
    while True:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            server.shutdown()
            return
        time.sleep(1)


def _signer(name: str, state: Path) -> CosignatureSigner:
    if not well_named(name):
        raise BadValue(f"见证方的名称“{name}”不能用：不能为空，不能含空格和加号。")
    file = state / "witness.key"
    if not file.exists():
        state.mkdir(parents=True, exist_ok=True)
        aside = state / "witness.new"
        aside.touch(mode=0o600)
        aside.write_text(Ed25519Signer(name, secrets.token_bytes(KEY_BYTES)).written + "\n", encoding="utf-8")
        aside.rename(file)
    kept = read_private(file.read_text(encoding="utf-8"))
    if kept.name != name:
        raise Refused(f"目录 {state} 里是“{kept.name}”的密钥，不是“{name}”的，没有启动。")
    return CosignatureSigner(name, kept.seed, lambda: int(time.time()))


def _keys(written: str) -> list[Ed25519Verifier]:
    """The log's keys in a word or in a policy file."""
    words = [written]
    if Path(written).is_file():
        lines = [line.split() for line in Path(written).read_text(encoding="utf-8").splitlines()]
        words = [line[1] for line in lines if len(line) >= 2 and line[0] == "log"]
    found = [one for one in (verifier_of(word) for word in words) if isinstance(one, Ed25519Verifier)]
    if not found:
        raise BadValue(f"“{written[:80]}”里没有日志的公钥。")
    return found
