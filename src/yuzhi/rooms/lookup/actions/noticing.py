"""A notice by mail that a saved search has news: it says that there are some, never what was searched or found.

It does not go through the city's outbox: messages there belong to a party, are seen by officers and end on a county's desk.
"""

from datetime import datetime, timedelta
from typing import Any

from yuzhi.engines.drawers import Drawer
from yuzhi.engines.drawers.drawer import Content
from yuzhi.engines.messaging import Envelope, Outcome, pause
from yuzhi.engines.toolbox import Toolbox

_LEASE = timedelta(minutes=10)
"""So long another worker waits before it takes an attempt that was begun for lost."""
TITLE = "您在榆知保存的检索有变化"
_BODY = (
    "您保存的检索有新的变化。请登录后在“我保存的检索”里查看{where}。\n\n"
    "这封邮件不写检索的内容和结果。不想再收到，请在那一页删去邮箱。\n\n{sender}"
)


def waiting(content: Content | None) -> bool:
    """Whether a notice waits to be sent, now or later."""
    return bool(content and content["watched"] and content.get("notice"))


def tell(drawer: Drawer, number: int, tools: Toolbox) -> bool:
    """Whether a notice was given to the mail server: begun before it is sent, tried three times, then given up with the reason."""
    kept, now = drawer.get(number), tools.now()
    if kept is None or kept.content is None or not waiting(kept.content) or datetime.fromisoformat(kept.content["notice"]["next"]) > now:
        return False
    channels, notice = tools.channels(), kept.content["notice"]
    port = channels.ports.get("email")
    if port is None:
        return False
    begun = {**notice, "tries": notice["tries"] + 1, "next": (now + _LEASE).isoformat()}
    if not drawer.change(number, lambda content: ({**content, "notice": begun}, _news(content))):
        return False
    where = f"：{channels.address}/searches/" if channels.address else ""
    body = _BODY.format(where=where, sender=channels.sender)
    outcome = port.send(Envelope(notice["key"], kept.content["mail"], TITLE, body))
    drawer.change(number, lambda content: (_ended(content, begun, outcome, now), _news(content)))
    return True


def _ended(content: Content, begun: dict[str, Any], outcome: Outcome, now: datetime) -> Content:
    wait = pause(begun["tries"]) if outcome.kind == "retry" else None
    if wait:
        return {**content, "notice": {**begun, "next": (now + wait).isoformat()}}
    return {**content, "notice": None, "refused": "" if outcome.kind == "accepted" else outcome.said[:200]}


def _news(content: Content) -> int:
    return len(content["news"]) + int(content["more"])
