"""The sample city on disk: office files in one folder, and beside it what is true of them."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.city import City, make_city
from yuzhi.engines.sampling.delivery import Courier, File
from yuzhi.engines.sampling.plan import CityPlan
from yuzhi.engines.sampling.revisions import revise
from yuzhi.engines.sampling.truth import DEFINITIONS, truth

OFFICE, TRUTH, NOTE = "office", "truth.json", "说明.txt"
"""Inside the folder: the office files, what is true of the city, and a note for people."""

_NOTE = """本文件夹的全部内容都是示例数据：由程序按种子随机生成的虚构城市，供演示、测试和压力试验使用。

虚构对象：企业、人名、专利、商标、作品、质押、用标企业、人口等一切记录。地名和行政区划是真实的。
与任何真实的企业、个人或权利相同或近似，均属巧合，不得据此作出任何判断。

如何识别：表格中“数据性质”一列写着“示例数据”；CNIPR 格式的工作簿在文档属性“主题”中写着“示例数据”；
国外同族专利的每一行写着 "nature": "示例数据"；XML 文献开头有处理指令 <?yuzhi made-up?> 和注释“示例数据”；所有文件名以“示例”开头。
申请号、公开号、注册号远在各局已用号段之外，统一社会信用代码的主体标识码以 YU 开头，校验位均正确。

{office}/ 中是各部门的文件，按文件名次序读取：90 以后的是第二次交付，含更正和撤回。
{truth} 记载按日期和地区应当得到的数字，以及各处有意留下的错误（faults）。

城市：{zh}  规模：{scale}  种子：{seed}  生成日期：{today}
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: the folder of office files, the file with the truth, and records by table."""

    office: Path
    truth: Path
    files: int
    records: dict[str, int]
    faults: int


def write_city(folder: Path, plan: CityPlan, *, scale: float, seed: int, today: date) -> Summary:
    """The office files of a made-up city, with `truth.json` and a note beside them; same arguments, same bytes.

    Raises: ValueError for a scale that is not positive, or a folder that holds office files already.
    """
    if not 0 < scale <= 100:
        raise ValueError(f"规模应大于 0、不超过 100，给出的是 {scale}")
    office = folder / OFFICE
    office.mkdir(parents=True, exist_ok=True)
    if any(office.iterdir()):
        raise ValueError(f"{office} 里已有文件：请换一个空文件夹，以免新旧示例混在一起")
    city = make_city(plan, scale=scale, seed=seed, today=today)
    courier, told = Courier(office, plan, city, Chance(seed, "dirt")), revise(plan, city, seed, scale)
    files = [*courier.first(told), *courier.second(told)]
    records = _records(city)
    page = {
        "made_up": True,
        "city": plan.code,
        "seed": seed,
        "scale": scale,
        "today": today.isoformat(),
        "baseline": plan.pledge_baseline.isoformat() if plan.pledge_baseline else None,
        "definition": DEFINITIONS,
        "dates": truth(plan, city),
        "totals": {
            "tables": records,
            "files": {file.name: {"table": file.table, "records": file.records} for file in files},
        },
        "faults": [fault for file in files for fault in _faults(file)],
    }
    (folder / TRUTH).write_text(json.dumps(page, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    note = _NOTE.format(office=OFFICE, truth=TRUTH, zh=plan.zh, scale=scale, seed=seed, today=today)
    (folder / NOTE).write_text(note, encoding="utf-8")
    return Summary(office, folder / TRUTH, len(files), records, sum(len(file.faults) for file in files))


def _records(city: City) -> dict[str, int]:
    """How many things there are in each table when all deliveries are read."""
    return {
        "patents": len(city.patents) + len(city.relatives),
        "patent_events": len(city.events),
        "trademarks": len(city.marks),
        "works": len(city.works),
        "indications": len(city.indications),
        "indication_users": len(city.users),
        "pledges": len(city.pledges),
        "companies": len(city.bodies.all()),
        **Counter(row.table for row in city.rows),
    }


def _faults(file: File) -> list[dict[str, str]]:
    return [
        {
            "file": file.name,
            "place": place,
            "column": dirt.column,
            "value": dirt.value,
            "repair": dirt.repair,
            "kind": dirt.fault,
        }
        for place, dirt in file.faults
    ]
