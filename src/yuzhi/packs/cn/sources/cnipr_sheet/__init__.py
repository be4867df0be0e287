"""The spreadsheet that CNIPR exports: 25 columns, one publication in each row."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.cnipr_sheet.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
