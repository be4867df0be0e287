"""Keys of parties and the line between people and bodies; pure functions."""

import re
import uuid

from yuzhi.engines.matching.declared import words
from yuzhi.kernel.chinese import fold

_SPACE = uuid.UUID("6a1f7a0e-5d0c-4f0e-9d0b-0d6d6c6f6108")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}$")


def looks_like_a_person(name: str) -> bool:
    """Whether a holder's name reads like a natural person's: two to four Chinese characters and no word of a body.

    >>> looks_like_a_person("张玉梅"), looks_like_a_person("神木煤业"), looks_like_a_person("横山羊肉协会")
    (True, True, False)

    The second is the reason that personal data are masked by this rule, but nothing is decided by it.
    """
    folded = fold(name)
    return bool(_HAN_NAME.match(folded)) and not words().bodies.search(folded)


def party_key(name: str, code: str = "", place: str = "") -> str:
    """`uscc/<code>` where the code is known, else a key derived from the folded name and its place.

    For bodies the place is the county, for people the whole address, since people share names; so the key is the
    same in every rebuild and never stands for another name.
    """
    if code:
        return f"uscc/{code}"
    return f"party/{uuid.uuid5(_SPACE, f'{fold(name)}|{fold(place)}')}"
