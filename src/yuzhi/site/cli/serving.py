"""`yuzhi serve`: web workers and one background worker; `yuzhi accounts`: the accounts of the sample city."""

import os
import signal
import subprocess
import sys
import time

import click
from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.demo import create_demo_accounts
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import tasks
from yuzhi.site.cli.speaking import prepared

_OURSELVES = [sys.executable, "-c", "from yuzhi.site.cli import main; main()"]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8610, show_default=True, help="监听端口。")
@click.option("--workers", default=2, show_default=True, help="网页进程数。")
@click.option("--worker-only", is_flag=True, help="只运行后台进程。")
def serve(host: str, port: int, workers: int, worker_only: bool) -> None:
    """启动网站和后台进程；Ctrl-C 结束。"""
    if worker_only:
        _work_until_told()
        return
    prepared(writing=True)
    call_command("collectstatic", interactive=False, verbosity=0)      # compressed once, served by the web workers
    background = subprocess.Popen([*_OURSELVES, "serve", "--worker-only"], env=os.environ)  # noqa: S603 - our own words
    click.echo(f"榆知已启动：http://{host}:{port}/ （数据目录 {settings.HOME}；Ctrl-C 结束）")
    sys.stdout.flush()
    try:
        Granian(
            "yuzhi.site.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
            blocking_threads=4, log_access=False, respawn_failed_workers=True,
        ).serve()
    finally:
        background.terminate()
        try:
            background.wait(20)
        except subprocess.TimeoutExpired:
            background.kill()      # whatever it was doing is taken up by the next writer


def _work_until_told() -> None:
    """Works off queued loads until the process is told to end, or `serve` is gone."""
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)      # the terminal's Ctrl-C reaches `serve`, which ends the worker
    parent = os.getppid()
    tasks.keep_working(prepared(writing=True), stop=lambda: bool(ended) or os.getppid() != parent)


@click.command()
def accounts() -> None:
    """设立示例账号（仅限示例城市）并列出用户名和密码。"""
    tools = prepared(writing=True)
    sample = Load.objects.filter(made_up=True, state=Load.State.PUBLISHED).exists()
    if not sample:
        raise Refused("这里没有示例城市的数据，没有设立示例账号。")
    started = time.monotonic()
    for one in create_demo_accounts(settings.HOME, sample=True, at=tools.now()):
        click.echo(f"{one.username:<24}{one.role_zh:　<10}{one.password}")
    click.echo(f"（示例账号，已存入 {settings.HOME}/demo_accounts.txt，用时 {time.monotonic() - started:.1f} 秒）", err=True)
