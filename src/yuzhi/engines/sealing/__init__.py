"""One file that only two people together can open: what leaves the city as a whole leaves like this."""

from yuzhi.engines.sealing.keys import Private, Public, generated
from yuzhi.engines.sealing.stream import Opening, Sealing

__all__ = ["Opening", "Private", "Public", "Sealing", "generated"]
