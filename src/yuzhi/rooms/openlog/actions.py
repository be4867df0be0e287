"""Every write of this room: files become an exhibit, and an exhibit is opened to everybody or closed again."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from yuzhi.engines.exhibits.exhibit import Held
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets.covering import sample
from yuzhi.records.evidence.actions import witness
from yuzhi.records.evidence.exhibits import HIDDEN, Giver, Told, receive
from yuzhi.records.evidence.models import Deposit


def deposit(files: Sequence[Held], told: Told, *, by: Giver, tools: Toolbox) -> Deposit:
    """The files are an exhibit of the giver's, with one leaf.

    Raises: BadValue for what is no exhibit; Refused where another version has come meanwhile.
    """
    try:
        leaf = receive(tools, files, told, by=by, made_up=sample())
    except IntegrityError as fault:
        raise Refused("同一作品刚才已经存了新的一稿，这一稿没有接收。请刷新页面，接在最新的一稿后面再存。") from fault
    return Deposit.objects.select_related("leaf").get(leaf=leaf)


@transaction.atomic
def publish(row: Deposit, *, by: str, tools: Toolbox, closing: bool = False) -> Deposit:
    """Everybody may take the exhibit's package now, or nobody but its giver any more.

    Raises: Refused for traditional knowledge, of which others learn digest and day only; and where nothing would change.
    """
    if row.kind in HIDDEN:
        raise Refused("传统知识只公开编号和日期，不公开内容，没有公开。要给谁看，把证据包交给谁就行。")
    if closing != bool(row.published_at):
        raise Refused("这件证物没有公开，不用撤下。" if closing else "这件证物早已公开，没有再次公开。")
    row.published_at = None if closing else tools.now()
    row.save(update_fields=["published_at"])
    witness("exhibit.closed" if closing else "exhibit.published", row.key, by=by, facts={"kind": row.kind}, at=tools.now())
    return row
