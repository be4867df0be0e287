"""The command `yuzhi`."""

from yuzhi.site.cli.entry import main

__all__ = ["main"]
