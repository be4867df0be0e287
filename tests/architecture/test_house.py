"""The house inspects itself: sizes, names, floors, acts and addresses."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "yuzhi"
MODULES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
PRODUCT = [p for p in MODULES if "tests" not in p.parts]
BANNED = {"utils", "util", "common", "core", "lib", "helpers", "helper", "misc", "manager", "managers", "handler"}


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("file", MODULES, ids=named)
def test_a_module_fits_in_one_reading(file):
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{named(file)} has {lines} lines: split it by noun"


def test_nothing_is_named_by_what_it_might_be():
    bad = [named(p) for p in MODULES if BANNED & {*p.parts, p.stem}]
    assert bad == []


@pytest.mark.parametrize("file", [p for p in PRODUCT if "kernel" in p.parts], ids=named)
def test_the_kernel_needs_the_standard_library_only(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("yuzhi.kernel"), f"{named(file)} imports {name}"


@pytest.mark.parametrize("file", PRODUCT, ids=named)
def test_no_import_hides_inside_a_function(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not hidden, f"{named(file)}:{hidden[0].lineno} imports inside {function.name}"


@pytest.mark.parametrize("file", PRODUCT, ids=named)
def test_everything_public_says_what_is_true_of_it(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if file.stat().st_size:
        assert ast.get_docstring(tree), f"{named(file)} does not say what it is for"
    for node in _public(tree):
        assert ast.get_docstring(node), f"{named(file)}:{node.lineno} {node.name} has no docstring"


def _public(tree):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def _action_files():
    yield from (p for p in SRC.glob("rooms/*/actions.py"))
    yield from (p for p in SRC.glob("rooms/*/actions/*.py"))


def _verbs():
    """Public functions of the rooms' actions that write official rows: those that open a transaction."""
    for file in _action_files():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                atomic = any("atomic" in ast.unparse(one) for one in node.decorator_list)
                if atomic:
                    yield pytest.param(node, id=f"{named(file)}:{node.name}")


@pytest.mark.parametrize("verb", list(_verbs()))
def test_every_action_leaves_exactly_one_leaf(verb):
    calls = [n for n in ast.walk(verb) if isinstance(n, ast.Call) and ast.unparse(n.func) == "witness"]
    assert len(calls) == 1, f"{verb.name} must witness exactly once"


def test_there_are_verbs_to_inspect():
    assert len(list(_verbs())) >= 6


_ORDER = ("evidence", "accounts", "places", "parties", "documents", "rights", "clocks", "messages", "datasets", "observations", "cases")


def test_foreign_keys_point_down_the_order_of_records_and_never_between_rooms():
    ours = {config.label: config.name for config in apps.get_app_configs() if config.name.startswith("yuzhi.")}
    wrong = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in ours:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or not getattr(field, "many_to_one", False) or target._meta.app_label not in ours:
                continue
            there = target._meta.app_label
            rooms = ".rooms." in ours[here] and ".rooms." in ours[there]
            upward = here in _ORDER and there in _ORDER and _ORDER.index(there) > _ORDER.index(here)
            if here != there and (rooms or upward):
                wrong.append(f"{here}.{model.__name__}.{field.name} → {there}")
    assert wrong == []


def test_nothing_names_an_address_of_a_registry_or_this_machine():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    told = [f for f in files if re.search(r"(requirements.*\.txt|lock\.json|\.lock|\.npmrc)$", f)]
    assert told, "the pins are in git"
    for name in told:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://(?!(?:opencollective|github|tidelift|www\.patreon|feross))[^\s\"]*", text), name
        assert "--index-url" not in text and "--find-links" not in text, name


def test_the_lower_floors_run_without_django():
    program = (
        "import sys\n"
        "class No:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('django', 'ninja'): raise ImportError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "import importlib, pkgutil, yuzhi.kernel, yuzhi.engines, yuzhi.packs\n"
        "for floor in (yuzhi.kernel, yuzhi.engines, yuzhi.packs):\n"
        "    for found in pkgutil.walk_packages(floor.__path__, floor.__name__ + '.'):\n"
        "        if '.tests' not in found.name: importlib.import_module(found.name)\n"
        "print('whole')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "whole", done.stderr[-2000:]


def test_the_import_contracts_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
