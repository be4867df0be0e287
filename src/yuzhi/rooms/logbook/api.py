"""`GET /api/log` and `/api/log/leaves/{leaf}`: the same as `yuzhi log status` and the page of a leaf."""

from datetime import datetime

from django.http import HttpRequest
from ninja import P, PathEx, Router
from pydantic import Field

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.logbook import queries

router = Router()
Name = PathEx[str, P(description="存证的序号，或 64 位十六进制的叶哈希。")]


class WitnessShape(Shape):
    """一家见证方。"""

    name: str = Field(description="名称。")
    at: datetime | None = Field(description="给最新检查点签名的时间；没有签为 null。")
    reason: str = Field(description="没有签的原因；不知道为空。")
    alarm: bool = Field(description="见证方是否见过与本日志不一致的历史：须立即查明。")


class LogAnswer(Shape):
    """存证日志的现状。"""

    origin: str = Field(description="日志名。")
    size: int = Field(description="已签到第几条。")
    root: str = Field(description="默克尔树的根，十六进制。")
    waiting: int = Field(description="已编号、还没有并入的条数。")
    keys: list[str] = Field(description="日志的公钥（C2SP vkey）：Ed25519，及国密 SM2。")
    witnesses: list[WitnessShape] = Field(description="见证方。")
    enough: bool = Field(description="最新检查点的见证是否足够。")
    witnessed_size: int | None = Field(description="见证足够的最新检查点在第几条；没有为 null。")
    stamped_size: int | None = Field(description="最近盖了时间戳的检查点在第几条；没有为 null。")
    stamped_at: datetime | None = Field(description="时间戳的时间；没有或核验不过为 null。")
    authority: str = Field(description="加盖时间戳的机构。")
    trouble: str = Field(description="时间戳核验不过的原因；没有为空。")


class LeafAnswer(Shape):
    """一条存证及其在日志中的位置。"""

    number: int | None = Field(description="序号；还没有编号为 null。")
    hash: str = Field(description="叶哈希，十六进制。")
    act: str = Field(description="事项。")
    label: str = Field(description="事项的名称。")
    at: datetime = Field(description="时间。")
    size: int = Field(description="日志已签到第几条。")
    holds: bool | None = Field(description="日志里的哈希与存证是否相符；还没有并入为 null。")
    object: str | None = Field(description="对象；只给可以查看审计记录的人，否则为 null。")
    actor: str | None = Field(description="经办人的键；只给可以查看审计记录的人，否则为 null。")


@router.get("/log", response=LogAnswer, operation_id="log", summary="存证日志的现状")
def log(request: HttpRequest) -> LogAnswer:
    """日志到哪一条、根是什么、哪几家见证签过、最近的时间戳；与命令 yuzhi log status 相同。检查点等文件在 /log/ 下。"""
    return told(request.tools)


@router.get("/log/leaves/{leaf}", response=LeafAnswer, operation_id="log_leaf", summary="一条存证")
def log_leaf(request: HttpRequest, leaf: Name) -> LeafAnswer:
    """一条存证在不在日志里、相符不相符。证明文件在 /log/leaf/{leaf}/proof。"""
    found = queries.placed(leaf, request.user, request.tools)
    one = found.leaf
    return LeafAnswer(
        number=one.number, hash=one.hash_hex, act=one.act, label=found.act["zh"], at=one.at, size=found.size, holds=found.holds,
        object=one.object_key if found.may_read else None, actor=one.actor_key if found.may_read else None,
    )


def told(tools: Toolbox) -> LogAnswer:
    """The log's state as an answer.

    Raises: NotFound before it has begun.
    """
    state = queries.state(tools)
    return LogAnswer(
        origin=state.checkpoint.origin, size=state.checkpoint.size, root=state.checkpoint.root.hex(), waiting=state.waiting,
        keys=list(state.keys),
        witnesses=[WitnessShape(name=one.name, at=one.at, reason=one.reason, alarm=one.alarm) for one in state.witnesses],
        enough=state.enough, witnessed_size=state.since, stamped_size=state.stamped,
        stamped_at=state.stamp.at if state.stamp else None, authority=state.stamp.authority if state.stamp else "", trouble=state.note,
    )
