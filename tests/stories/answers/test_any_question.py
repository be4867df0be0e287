"""Any question that the API's description allows, and some that it forbids: no unexpected fault, every answer as described.

Schemathesis asks the real application (WSGI, in process). Each question is rolled back. Then questions one after another,
each made from the answers before: a key that a list gives is asked for.
"""

import json
import time
from collections import Counter
from contextlib import suppress
from itertools import product

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.machine import machine
from conftest import ROOT
from yuzhi.records.datasets.shapes import json_text
from yuzhi.site.api import api

load_all_checks()
CHECKS = [
    not_a_server_error, content_type_conformance, response_headers_conformance, response_schema_conformance, status_code_conformance,
]
WHO = ("", "company", "county_officer", "city_officer")
EACH, WALKS, MANY = 3, 10, 400
"""Questions for each operation, mode and person at every run; walks there; and how many of both in the long count."""


def described():
    """The API as it describes itself, asked in process, and its operations by their names."""
    schema = schemathesis.openapi.from_dict(json.loads(json_text(api.get_openapi_schema(path_prefix="/api/"))))
    schema.app = WSGIHandler()
    return schema, {one.ok().definition.raw["operationId"]: one.ok() for one in schema.get_all_operations()}


SCHEMA, OPERATIONS = described()


def cookies(signed_in, who):
    """The cookies of somebody of that role; of nobody where there is none."""
    if not who:
        return {}
    client = signed_in(who, *(("610881",) if who == "county_officer" else ()))
    return {"sessionid": client.cookies["sessionid"].value}


def asked(operation, mode, held, count):
    """How many questions were answered with which status."""
    seen = Counter()

    @settings(max_examples=count, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        with transaction.atomic():
            response = case.call(base_url="http://testserver", cookies=held)
            transaction.set_rollback(True)
        seen[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
    return seen


def whole(signed_in, who, count):
    """How many questions were answered with which status, over every operation, fit and unfit."""
    held, seen = cookies(signed_in, who), Counter()
    for operation, mode in product(OPERATIONS.values(), (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)):
        with suppress(Unsatisfiable):      # an operation that takes nothing can be asked nothing unfit
            seen += asked(operation, mode, held, count)
    return seen


def walks(signed_in, who, count):
    """How many questions were asked in so many walks, each question made from the answers before it."""
    held, steps = cookies(signed_in, who), []

    class Walk(SCHEMA.as_state_machine()):
        """A walk, rolled back at its end."""

        def setup(self):
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        def get_call_kwargs(self, case):
            return {"base_url": "http://testserver", "cookies": held}

        def validate_response(self, response, case, **_more):
            steps.append(response.status_code)
            case.validate_response(response, checks=CHECKS)

    Walk.run(settings=settings(max_examples=count, stateful_step_count=6, suppress_health_check=list(HealthCheck), deadline=None))
    return len(steps)


@pytest.mark.parametrize("who", ["", "city_officer"])
def test_whatever_is_asked_is_answered_as_described(signed_in, who):
    seen = whole(signed_in, who, EACH)
    assert seen[200] and seen[422] and not [status for status in seen if status >= 500]


@pytest.mark.parametrize("who", ["", "city_officer"])
def test_one_question_after_another_is_answered_as_described(signed_in, who):
    assert walks(signed_in, who, WALKS) > WALKS


@pytest.mark.slow
def test_a_hundred_thousand_questions_are_answered_as_described(signed_in):
    """The long count, dated in `bench/results/questions.json`."""
    seen, began = Counter(), time.perf_counter()
    for who in WHO:
        seen += whole(signed_in, who, MANY)
    steps = sum(walks(signed_in, who, MANY) for who in WHO)
    told = {"questions": sum(seen.values()), "steps": steps, "statuses": {str(one): many for one, many in sorted(seen.items())}}
    told |= {"day": time.strftime("%Y-%m-%d"), "machine": machine(), "seconds": round(time.perf_counter() - began)}
    (ROOT / "bench/results/questions.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    assert not [status for status in seen if status >= 500]
