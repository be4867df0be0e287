"""The rooms that are open: one line opens a room, its pages, its API and its place in the menu."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """One open room: its folder, its address on the site and its name; in the menu at the top, or at the foot only."""

    name: str
    path: str
    zh: str
    top: bool = True


ROOMS: tuple[Room, ...] = (
    Room("lookup", "", "查知识产权"),
    Room("scoreboard", "targets/", "看目标"),
    Room("dues", "dues/", "管期限"),
    Room("datahub", "data/", "数据中心"),
    Room("identity", "identity/", "谁是谁"),
    Room("openlog", "evidence/", "存证", top=False),
    Room("logbook", "log/", "存证日志", top=False),
)
