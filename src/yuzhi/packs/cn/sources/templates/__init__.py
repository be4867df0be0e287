"""The platform's own spreadsheets, xlsx and CSV: one source for each table that officers deliver."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from yuzhi.engines.formats.templates import TEMPLATES, Template
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.sources import Source
from yuzhi.packs.cn.sources.templates.reader import read
from yuzhi.packs.cn.sources.templates.recognition import recognised


def _source(template: Template) -> Source:
    base = declare(Path(__file__).parent, partial(recognised, template), partial(read, template))
    return replace(
        base, name=f"{base.name}.{template.name}", zh=f"{base.zh}：{template.zh}", en=f"{base.en}: {template.name}",
        tables=(template.table,),
    )


SOURCES: tuple[Source, ...] = tuple(_source(template) for template in TEMPLATES.values())
