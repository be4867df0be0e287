"""User names as they are stored and compared; pure functions."""

import re
import unicodedata

from yuzhi.kernel.errors import BadValue

_USERNAME = re.compile(r"[0-9a-z\u4e00-\u9fff][0-9a-z\u4e00-\u9fff._-]{1,63}")


def folded_username(text: str) -> str:
    """The one spelling of a user name: half-width, lower case, without spaces around it.

    >>> folded_username(" Ｚhang.San ")
    'zhang.san'
    """
    return unicodedata.normalize("NFKC", text).strip().casefold()


def checked_username(text: str) -> str:
    """The folded user name, when it may be given to a new account.

    Raises: BadValue naming what a user name may consist of.
    """
    name = folded_username(text)
    if not _USERNAME.fullmatch(name):
        raise BadValue(f"用户名“{text}”不能使用：请用 2 到 64 个汉字、字母、数字，中间可以有点、横线、下划线。")
    return name
