"""Errors that say what happened, why it matters and what to do."""


class YuzhiError(Exception):
    """The base of every error that a person may see.

    `sentence` is plain Chinese: what, where, why and what to do. `status` is the HTTP status of the
    answer, `exit_code` the one of the command line.
    """

    status = 500
    exit_code = 1

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadValue(YuzhiError, ValueError):
    """A text that is not the value it should be; nothing was changed."""

    status = 422
    exit_code = 2


class Refused(YuzhiError):
    """An act that a rule or a permission stops; nothing was changed."""

    status = 409
    exit_code = 3


class NotPermitted(Refused):
    """The person lacks the permission for this object and verb; says who can grant it."""

    status = 403


class NotFound(YuzhiError):
    """Nothing is known under this key; says what was looked for and where."""

    status = 404
    exit_code = 4


class BadFile(YuzhiError):
    """A file that is damaged, hostile or unreadable; nothing of it was stored."""

    status = 422
    exit_code = 5


class UnknownFormat(BadFile):
    """No source recognises the file, or several do; says what was seen and what to name."""


class Damaged(YuzhiError):
    """A file of the data folder that is missing or unreadable; says which, and where to get it back."""
