"""Whether a value fits a JSON Schema, for the words of it that our documents use."""

import json
import re
from datetime import date, datetime
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"
DEFS = json.loads((REFERENCE / "shapes.json").read_text(encoding="utf-8"))["$defs"]

_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
_WORDS = {
    "$ref", "additionalProperties", "anyOf", "allOf", "default", "description", "enum", "format", "items", "maximum",
    "maxItems", "maxLength", "minimum", "pattern", "properties", "required", "title", "type", "const",
}


def misfits(value, shape, where="$"):
    """Where the value does not fit the documented shape of that name, or the schema."""
    schema = {"$ref": f"#/$defs/{shape}"} if isinstance(shape, str) else shape
    assert set(schema) <= _WORDS, f"a word that this reader does not know: {set(schema) - _WORDS}"
    if "$ref" in schema:
        return misfits(value, DEFS[schema["$ref"].rsplit("/", 1)[-1]], where)
    if "anyOf" in schema:
        tried = [misfits(value, one, where) for one in schema["anyOf"]]
        return [] if [] in tried else [f"{where}: none of {len(tried)}: {tried}"]
    found = [fault for one in schema.get("allOf", ()) for fault in misfits(value, one, where)]
    if "type" in schema and not _is(value, schema["type"]):
        return [*found, f"{where}: {value!r} is no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if isinstance(value, str):
        found += _text(value, schema, where)
    if isinstance(value, list) and "items" in schema:
        found += [fault for place, one in enumerate(value) for fault in misfits(one, schema["items"], f"{where}[{place}]")]
    if isinstance(value, dict):
        found += _members(value, schema, where)
    return found


def _is(value, types):
    return any(
        (isinstance(value, int) and not isinstance(value, bool)) if kind == "integer"
        else (isinstance(value, int | float) and not isinstance(value, bool)) if kind == "number"
        else isinstance(value, _TYPES[kind])
        for kind in ([types] if isinstance(types, str) else types)
    )


def _text(value, schema, where):
    readers = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}
    if schema.get("format") in readers:
        try:
            readers[schema["format"]](value)
        except ValueError:
            yield f"{where}: {value!r} is no {schema['format']}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not match {schema['pattern']}"


def _members(value, schema, where):
    known = schema.get("properties", {})
    yield from (f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value)
    rest = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in known:
            yield from misfits(one, known[name], f"{where}.{name}")
        elif rest is False:
            yield f"{where}: nobody declared {name}"
        elif isinstance(rest, dict):
            yield from misfits(one, rest, f"{where}.{name}")
