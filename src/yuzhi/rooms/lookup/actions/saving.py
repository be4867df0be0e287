"""A person's own searches: saved, looked at again, paused, deleted. No act of office: nothing of it goes to the evidence log."""

import secrets
from collections.abc import Mapping
from typing import Any

from yuzhi.engines.drawers import Drawer
from yuzhi.engines.drawers.drawer import Content
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound, Refused
from yuzhi.records.accounts.models import User
from yuzhi.rooms.lookup.queries.saved import MOST_SAVED, MOST_WATCHED, SHAPE, asked_by, cleaned, drawer_of, found_now
from yuzhi.rooms.lookup.rules import Change, changes

LONGEST_NAME = 60
_MOST_NEWS = 500
"""So many pieces of news wait to be seen, the newest; older ones are counted only."""


def save(user: User, query: str, name: str, *, watched: bool, mail: str = "", tools: Toolbox) -> int:
    """The number of the saved search, which remembers what it finds now.

    Raises: BadValue for a name that is too long, Refused where there are a hundred already, NotPermitted for a visitor.
    """
    drawer = drawer_of(user, tools)
    if len(name) > LONGEST_NAME:
        raise BadValue(f"名称超过 {LONGEST_NAME} 个字，没有保存。请写短一些。")
    if len(drawer.all()) >= MOST_SAVED:
        raise Refused(f"您已保存 {MOST_SAVED} 个检索，没有再保存。请先删除不用的。")
    query = cleaned(query)
    now = tools.now().isoformat()
    content: dict[str, Any] = {
        "shape": SHAPE, "mail": mail.strip(), "notice": None, "refused": "",
        "name": name.strip() or asked_by(query, tools).query or "*", "query": query, "watched": watched, "made_at": now, "news": [],
        "more": 0, "over": False, "total": 0, "hits": {}, "looked": mark(tools), "looked_at": now,
    }
    total, hits = found_now(query, tools)
    return drawer.put(content | {"total": total, "hits": hits, "over": total > MOST_WATCHED})


def look_again(drawer: Drawer, number: int, tools: Toolbox) -> bool:
    """Whether the search was looked at for the present edition and day: what came, went or changed since is its news."""
    kept, seen = drawer.get(number), mark(tools)
    if kept is None or kept.content is None or not kept.content["watched"] or kept.content["looked"] == seen:
        return False
    total, hits = found_now(kept.content["query"], tools)
    return drawer.change(number, lambda content: _looked(content, total, hits, seen, tools))


def mark(tools: Toolbox) -> list[Any]:
    """What a look holds for: the edition that the index shows, and the day, because rights end by the calendar too."""
    return [tools.index.edition, tools.today().isoformat()]


def send_to(user: User, number: int, mail: str, tools: Toolbox) -> None:
    """News of the search are told to this address, without saying what they are; to nobody where it is "".

    Raises: NotFound.
    """
    _changed(user, number, lambda content: ({**content, "mail": mail.strip(), "notice": None, "refused": ""}, _unseen(content)), tools)


def pause(user: User, number: int, tools: Toolbox) -> None:
    """The search is kept and not looked at.

    Raises: NotFound.
    """
    _changed(user, number, lambda content: ({**content, "watched": False}, _unseen(content)), tools)


def resume(user: User, number: int, tools: Toolbox) -> None:
    """The search is watched again, and what happened meanwhile is its news.

    Raises: NotFound.
    """
    _changed(user, number, lambda content: ({**content, "watched": True, "looked": []}, _unseen(content)), tools)
    look_again(drawer_of(user, tools), number, tools)


def mark_seen(user: User, number: int, tools: Toolbox) -> None:
    """The news of the search have been seen and are gone.

    Raises: NotFound.
    """
    _changed(user, number, lambda content: ({**content, "news": [], "more": 0}, 0), tools)


def delete(user: User, number: int, tools: Toolbox) -> None:
    """No byte of the search is left.

    Raises: NotFound.
    """
    if not drawer_of(user, tools).drop(number):
        raise NotFound(_absent(number))


def delete_all(user: User, tools: Toolbox) -> None:
    """Nothing that this person saved is left, nor the file that held it."""
    drawer_of(user, tools).burn()


def _changed(user: User, number: int, changed: Any, tools: Toolbox) -> None:
    if not drawer_of(user, tools).change(number, changed):
        raise NotFound(_absent(number))


def _absent(number: int) -> str:
    return f"您没有第 {number} 号保存的检索，没有改动：可能已经删除。"


def _looked(
    content: Content, total: int, hits: Mapping[str, list[str]], seen: list[Any], tools: Toolbox
) -> tuple[Content, int]:
    """The content after a look; where too many were found, the hits of the last look that was whole stay."""
    after = {**content, "total": total, "over": total > MOST_WATCHED, "looked": seen, "looked_at": tools.now().isoformat()}
    if total <= MOST_WATCHED and content["watched"]:
        comparable = content.get("shape", 1) == SHAPE      # after an upgrade: what came and went is told, nothing seems changed
        before = content["hits"] if comparable else {key: hits.get(key, old) for key, old in content["hits"].items()}
        fresh = [_kept(one, seen) for one in changes(before, hits)]
        told = [*fresh, *content["news"]]
        after |= {"shape": SHAPE, "hits": hits, "news": told[:_MOST_NEWS], "more": content["more"] + len(told[_MOST_NEWS:])}
        if fresh and content.get("mail"):      # what was saved before there were notices has no address
            after["notice"] = {"tries": 0, "next": after["looked_at"], "key": secrets.token_hex(16)}
    return after, _unseen(after)


def _kept(one: Change, seen: list[Any]) -> dict[str, Any]:
    return {
        "key": one.key, "title": one.title, "what": one.what, "fields": [list(field) for field in one.fields],
        "edition": seen[0], "on": seen[1],
    }


def _unseen(content: Content) -> int:
    return len(content["news"]) + int(content["more"])
