"""`yuzhi serve`: web workers and one background worker; `yuzhi accounts`: the accounts of the sample city."""

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

import click
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError
from granian import Granian
from granian.constants import Interfaces

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.accounts.auditing import seal_ended
from yuzhi.records.accounts.demo import create_demo_accounts
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.dues import tasks as dues
from yuzhi.rooms.dues.actions.sampling import add_made_up_contacts, demo_parties
from yuzhi.rooms.identity import tasks as identity
from yuzhi.rooms.lookup import tasks as lookup
from yuzhi.site.cli.logkeeping import keep_log
from yuzhi.site.cli.speaking import prepared

_OURSELVES = [sys.executable, "-c", "from yuzhi.site.cli import main; main()"]
_BEAT = 5.0
_SHORTEST, _LONGEST = 1.0, 60.0
"""Units: seconds before a worker that died is started again."""
log = logging.getLogger("yuzhi.worker")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8610, show_default=True, type=click.IntRange(1, 65535), help="监听端口。")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="网页进程数。")
@click.option("--worker-only", is_flag=True, help="只运行后台进程。")
def serve(host: str, port: int, workers: int, worker_only: bool) -> None:
    """启动网站和后台进程；Ctrl-C 结束。"""
    if worker_only:
        _work_until_told()
        return
    _must_be_free(host, port)
    prepared(writing=True)
    call_command("collectstatic", interactive=False, verbosity=0)      # compressed once, served by the web workers
    background = Background([*_OURSELVES, "serve", "--worker-only"])
    click.echo(f"榆知已启动：http://{host}:{port}/ （数据目录 {settings.HOME}；Ctrl-C 结束）")
    sys.stdout.flush()
    try:
        Granian(
            "yuzhi.site.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=4, log_access=False, respawn_failed_workers=True,
        ).serve()
    finally:
        background.end()


def _must_be_free(host: str, port: int) -> None:
    """The address can be listened on, and nobody does: the web server itself would share a port with another site.

    Raises: BadValue.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)      # connections that are being closed do not count
            probe.bind(address)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            why = f"端口 {port} 已有别的程序在用，没有启动。请用 --port 换一个端口，或先结束那个程序"
        elif fault.errno == errno.EACCES:
            why = f"没有权限监听端口 {port}，没有启动。请用 --port 换一个 1024 以上的端口"
        else:
            why = f"监听不了 {host} 的端口 {port}（{fault.strerror or fault}），没有启动。请核对 --host 和 --port"
        raise BadValue(f"{why}。") from fault


class Background:
    """The background worker as a process of its own; where it dies it is started again, later each time it dies soon."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._ending = threading.Event()
        self._process = self._started()
        self._watcher = threading.Thread(target=self._watch, name="background", daemon=True)
        self._watcher.start()

    def end(self) -> None:
        """The worker is told to end, and has ended; whatever it was doing is taken up by the next writer."""
        self._ending.set()
        self._watcher.join()
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._words, env=os.environ)  # noqa: S603 - our own words

    def _watch(self) -> None:
        pause, began = _SHORTEST, time.monotonic()
        while not self._ending.wait(0.5):
            code = self._process.poll()
            if code is None:
                continue
            pause = _SHORTEST if time.monotonic() - began > _LONGEST else pause
            click.echo(f"yuzhi: 后台进程意外结束（{code}），{pause:.0f} 秒后重新启动。", err=True)
            if self._ending.wait(pause):
                return
            self._process, began, pause = self._started(), time.monotonic(), min(_LONGEST, pause * 2)


def _work_until_told() -> None:
    """Works off queued loads until the process is told to end, or `serve` is gone."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)      # the terminal's Ctrl-C reaches `serve`, which ends the worker
    parent, tools = os.getppid(), prepared(writing=True)
    threading.Thread(target=_beat, args=(tools, ended), name="heartbeat", daemon=True).start()
    threading.Thread(target=keep_log, args=(tools, ended), name="log", daemon=True).start()
    tasks.keep_working(tools, stop=lambda: ended.is_set() or os.getppid() != parent, besides=_besides)


def _besides(tools: Toolbox) -> bool:
    """Whether a portion of the rooms' own work was done."""
    return dues.step(tools) or identity.step(tools) or lookup.step(tools) or bool(seal_ended(by="operator/worker", at=tools.now()))


def _beat(tools: Toolbox, ended: threading.Event) -> None:
    """Says every few seconds that the worker is there, also while it reads for hours."""
    began = tools.now()
    while not ended.is_set():
        try:
            tasks.beat(tools, began)
        except DatabaseError as fault:      # someone writes for long, or the disk is full: the next beat tells more
            log.warning("no heartbeat: %s", fault)
        ended.wait(_BEAT)


@click.command()
def accounts() -> None:
    """设立示例账号（仅限示例城市）并列出用户名和密码。"""
    tools = prepared(writing=True)
    sample = Load.objects.filter(made_up=True, state=Load.State.PUBLISHED).exists()
    if not sample:
        raise Refused("这里没有示例城市的数据，没有设立示例账号。")
    started = time.monotonic()
    parties = demo_parties()
    add_made_up_contacts(tools)
    for one in create_demo_accounts(settings.HOME, sample=True, at=tools.now(), parties=parties):
        click.echo(f"{one.username:<24}{one.role_zh:　<10}{one.password}")
    click.echo(f"（示例账号，已存入 {settings.HOME}/demo_accounts.txt，用时 {time.monotonic() - started:.1f} 秒）", err=True)
