"""`python -m yuzhi` is the command `yuzhi`."""

from yuzhi.site.cli import main

main()
