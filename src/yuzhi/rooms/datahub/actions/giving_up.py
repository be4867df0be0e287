"""A load that the program itself could not finish: refused in words, so that the next one is read."""

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load
from yuzhi.records.evidence.actions import witness

_WHY = (
    "读取时遇到程序没有预料到的错误，没有读入，数据没有改变。原件已存档。请把批次编号告知系统管理员（详情在服务器日志中），"
    "修好后重新提交。"
)


def give_up(load: Load, tools: Toolbox) -> Load:
    """The load, refused; the lake is taken back to the newest edition. The caller is the one writer."""
    tools.lake.restore(editions.tables_of(editions.current()))
    with transaction.atomic():
        given_up = Load.objects.get(pk=load.pk)      # as it was last told, not as the error left it
        given_up.state, given_up.message, given_up.finished_at = Load.State.REFUSED, _WHY, tools.now()
        given_up.added = given_up.changed = given_up.withdrawn = given_up.unchanged = 0
        given_up.save()
        given_up.files.update(state=Load.State.REFUSED, message=_WHY)
        witness("load.refused", given_up.name, by=given_up.requested_by, facts={"reason": _WHY}, at=given_up.finished_at)
    return given_up
