"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import yuzhi.kernel

MODULES = [
    importlib.import_module(f"yuzhi.kernel.{found.name}")
    for found in pkgutil.iter_modules(yuzhi.kernel.__path__)
    if found.name != "tests"
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_example_gives_what_it_says(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_parsing_modules_do_have_examples() -> None:
    names = ("applications", "publications", "registrations", "numbers", "credit_code", "classes", "money", "periods",
             "chinese", "offices", "areas", "cite")  # fmt: skip
    modules = [importlib.import_module(f"yuzhi.kernel.{name}") for name in names]
    assert [module.__name__ for module in modules if doctest.testmod(module).attempted == 0] == []
