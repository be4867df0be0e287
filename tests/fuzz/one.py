"""One fuzzer: `python -m tests.fuzz.one NAME CORPUS [libFuzzer options]`; never returns."""

import sys

import atheris

with atheris.instrument_imports(include=["yuzhi"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Begins the target that the first word names."""
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
