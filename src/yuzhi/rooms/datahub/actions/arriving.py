"""A file arrives by itself: recognised by its content, kept, and queued to be read."""

from dataclasses import dataclass
from pathlib import Path

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, BadValue
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.datahub.actions.loads import archived, receive, refuse
from yuzhi.rooms.datahub.rules import safe_name


@dataclass(frozen=True, slots=True)
class Arrived:
    """The load that will read the file, or has read the same bytes before."""

    load: Load
    read_before: bool


def arrive(path: Path, name: str, *, by: str, tools: Toolbox, source_name: str = "") -> Arrived:
    """A queued load of the file; bytes that were read before, or wait to be read, are not read again.

    Raises: BadValue for a source that nobody declares; BadFile for a file that no source recognises, which is put on
    record as a refused load.
    """
    name, forced = safe_name(name), named_source(source_name, tools) if source_name else None
    try:
        source = forced or recognise(glimpse(path, name), tools.sources)
    except BadFile as fault:
        refuse(name, fault.sentence, by=by, tools=tools)
        raise
    arrival = archived(path, name, source.name, tools)
    if before := queries.read_before(arrival.digest, source.name, source.version):
        return Arrived(before, read_before=True)
    if waits := queries.waiting(arrival.digest, source.name, source.version):
        return Arrived(waits, read_before=False)
    return Arrived(receive([arrival], by=by, tools=tools), read_before=False)


def named_source(name: str, tools: Toolbox) -> Source:
    """The source of that name.

    Raises: BadValue, listing those that there are.
    """
    found = tools.source(name)
    if found is None:
        raise BadValue(f"没有名为“{name}”的数据源。可用的有：{'、'.join(sorted(one.name for one in tools.sources))}。")
    return found
