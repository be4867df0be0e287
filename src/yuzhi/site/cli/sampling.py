"""`yuzhi sample`: office files of the made-up city; `yuzhi templates`: the platform's own spreadsheets, blank."""

import time
from datetime import date
from pathlib import Path

import click

from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.reading.blanks import csv_template, workbook
from yuzhi.engines.sampling import write_city
from yuzhi.site.cli.speaking import DAY
from yuzhi.site.wiring import CITY_PLAN, today


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0.001, 20), help="规模；1 约为榆林全市。")
@click.option("--seed", default=1, show_default=True, help="随机种子：种子、规模和日期相同，则文件逐字节相同。")
@click.option("--today", "on", type=DAY, help="以这一天为“今天”。")
def sample(folder: Path, scale: float, seed: int, on: date | None) -> None:
    """生成一座虚构的榆林：各机构真实格式的示例文件，以及预置答案 truth.json。"""
    started = time.monotonic()
    summary = write_city(folder, CITY_PLAN(), scale=scale, seed=seed, today=on or today())
    records = sum(summary.records.values())
    click.echo(
        f"已写入 {summary.office}：{summary.files} 个文件，{records:,} 条记录，其中故意写错 {summary.faults} 处；"
        f"答案在 {summary.truth}（用时 {time.monotonic() - started:.0f} 秒）。均为虚构的示例数据。"
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def templates(folder: Path) -> None:
    """把平台的填报模板（xlsx 与 CSV）写入文件夹。"""
    folder.mkdir(parents=True, exist_ok=True)
    for template in TEMPLATES.values():
        (folder / f"{template.zh}.xlsx").write_bytes(workbook(template))
        (folder / f"{template.zh}.csv").write_bytes(csv_template(template))
    click.echo(f"已写入 {len(TEMPLATES)} 套模板到 {folder}。")
