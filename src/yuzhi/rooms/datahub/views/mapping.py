"""An unknown spreadsheet is mapped: which sheet and table, what each column is, and the name under which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.formats.titles import plain_title
from yuzhi.engines.reading.mapping import (
    Check,
    Look,
    SheetMapping,
    as_told,
    difference,
    fits,
    stated_above,
    tables_for,
    told,
)
from yuzhi.engines.reading.mapping.fields import ORDERS, SEPARATORS, SEVERAL, UNITS, offer, offers, stated_unit
from yuzhi.engines.reading.sheets import HEADER_WITHIN
from yuzhi.kernel.errors import BadFile, BadValue, NotFound, YuzhiError
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.mappings import versions
from yuzhi.rooms.datahub import actions
from yuzhi.rooms.datahub.actions.drafting import Draft
from yuzhi.rooms.datahub.forms import MapFileForm, MappedSourceForm, RetireForm
from yuzhi.rooms.datahub.queries import deliveries
from yuzhi.rooms.datahub.queries import mapping as queries

_LIKELY = 3
_WORDS = 30
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the officer chose so far: the sheet, its header and table, and the source of which this is a new version."""

    look: Look
    header: int
    table: str
    of: str

    @property
    def mark(self) -> str:
        """Tells whether the columns that were sent are those of this sheet, header and table."""
        return f"{self.look.title}|{self.header}|{self.table}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A file is put aside to be mapped."""
    require(request.user, "map_sheet", Thing("source"))
    if digest := request.POST.get("digest"):
        return _again(request, digest)
    form = MapFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            made = actions.draft(Path(sent.temporary_file_path()), sent.name, by=request.user.actor_key, tools=request.tools)
            queries.looks(made.document)
        except BadFile as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect("datahub:map_sheet", made.token)
    return render(request, "datahub/map_begin.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The three steps on one page; saved, the sheet is read as the new source's at once."""
    require(request.user, "map_sheet", Thing("source"))
    draft = actions.drafted(token, by=request.user.actor_key, tools=request.tools)
    found = queries.looks(draft.document)
    asked = _asked(request, found, draft)
    saving = request.method == "POST" and request.POST.get("do") == "save"
    form = MappedSourceForm(request.POST if saving else _typed(request, asked), saving=saving, version=bool(asked.of))
    wrong, mapping = "", None
    try:
        mapping = _mapping(request, asked)
        if saving and form.is_valid():
            return _saved(request, draft, asked, replace(mapping, **form.words()), form.cleaned_data["reason"])
    except YuzhiError as refused:
        wrong = refused.sentence
    mapping = mapping or _sent_without(request, asked) or queries.suggestion(asked.look, asked.header, asked.table, request.tools)
    context = {"draft": draft, "looks": found, "asked": asked, "form": form, "wrong": wrong, **_shown(request, draft, asked, mapping)}
    return render(request, "datahub/map.html", context, status=422 if saving else 200)


def _again(request: HttpRequest, digest: str) -> HttpResponse:
    """A file that was kept and that its source could not read is put aside to be mapped."""
    kept = get_object_or_404(deliveries(digest)[:1])
    path = request.tools.archive.path(kept.digest)
    made = actions.draft(path, kept.name, by=request.user.actor_key, tools=request.tools)
    return redirect("datahub:map_sheet", made.token)


@login_required
@require_POST
def retire(request: HttpRequest, name: str) -> HttpResponse:
    """The mapped source recognises nothing from now on."""
    require(request.user, "map_sheet", Thing("source"))
    form = RetireForm(request.POST)
    if form.is_valid():
        actions.retire_source(name, form.cleaned_data["reason"], by=request.user.actor_key, tools=request.tools)
        messages.success(request, _("已停用：不再按它识别文件，读入过的都保留。"))
    else:
        messages.error(request, form.errors["reason"][0])
    return redirect("datahub:source", name)


@login_required
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The newest version as YAML, to be carried to another host; it names whom to call, so it is for those who map.

    Raises: NotFound for a source that nobody mapped.
    """
    require(request.user, "map_sheet", Thing("source"))
    found = versions(name)
    if not found:
        raise NotFound(_("没有名为“%(name)s”的来源。请从数据中心重新进入。") % {"name": name})
    text = yaml.safe_dump(as_told(found[-1]), allow_unicode=True, sort_keys=False, width=140)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.yml"'
    return response


def _asked(request: HttpRequest, found: tuple[Look, ...], draft: Draft) -> Asked:
    """The choices that were sent, as far as the file has them; else the most likely ones."""
    sent = request.POST if request.method == "POST" else request.GET
    look = next((one for one in found if one.title == sent.get("sheet")), None) or queries.best_look(found, request.tools)
    numbers = [number for number, _ in look.rows[:HEADER_WITHIN]]
    header = next((number for number in numbers if str(number) == sent.get("header")), look.header)
    near = queries.nearest(draft.document) if request.method != "POST" and "of" not in sent else None
    of = sent.get("of", near.name if near else "")
    before = versions(of)[-1:] if of else []
    if before:
        return Asked(look, header, before[0].table, of)
    table = sent.get("table", "")
    return Asked(look, header, table if table in TEMPLATES else tables_for(look, header, request.tools.areas)[0][0], "")


def _mapping(request: HttpRequest, asked: Asked) -> SheetMapping:
    """What was sent, or where nothing fits was sent the most likely mapping, with what the earlier version knew.

    Raises: BadValue for what cannot be meant so.
    """
    if request.method == "POST" and request.POST.get("mark") == asked.mark:
        return told({"table": asked.table, "columns": _columns(request.POST, asked), "constants": _constants(request.POST)})
    likely = queries.suggestion(asked.look, asked.header, asked.table, request.tools)
    if not asked.of:
        return likely
    last = versions(asked.of)[-1]
    known = {plain_title(one.title): one for one in last.columns}
    taken = {one.field for one in last.used if plain_title(one.title) in map(plain_title, asked.look.titles(asked.header))}
    columns = tuple(
        replace(known[plain_title(one.title)], title=one.title) if plain_title(one.title) in known
        else replace(one, field="") if one.field in taken else one for one in likely.columns
    )
    return replace(likely, columns=columns, constants={
        name: text for name, text in last.constants.items() if name not in {one.field for one in columns}
    })


def _columns(sent: Mapping[str, str], asked: Asked) -> list[dict[str, Any]]:
    told_ = []
    for place, title in enumerate(asked.look.titles(asked.header)):
        column: dict[str, Any] = {name: sent.get(f"{name}_{place}", "") for name in ("field", "unit", "order", "split")}
        words = {
            sent[f"said_{place}_{number}"]: sent[f"word_{place}_{number}"]
            for number in range(_WORDS) if sent.get(f"word_{place}_{number}") and f"said_{place}_{number}" in sent
        }
        known = _known_words(asked.table, column["field"])
        told_.append({"title": title, **column, "words": {said: word for said, word in words.items() if word in known}})
    return _each_once(told_, [sent.get(f"was_{place}", "") for place in range(len(told_))])


def _sent_without(request: HttpRequest, asked: Asked) -> SheetMapping | None:
    """The columns as they were sent, where only what is the same for the whole sheet cannot be meant so."""
    if request.method != "POST" or request.POST.get("mark") != asked.mark:
        return None
    try:
        return told({"table": asked.table, "columns": _columns(request.POST, asked)})
    except BadValue:
        return None


def _each_once(columns: list[dict[str, Any]], was: list[str]) -> list[dict[str, Any]]:
    """The columns with each field once: the column that was given a field just now takes it from the one that had it."""
    for place, one in enumerate(columns):
        rivals = [other for other, each in enumerate(columns) if each["field"] == one["field"] and other != place]
        if one["field"] and rivals and (was[place] == one["field"] or (min(rivals) < place and was[min(rivals)] != one["field"])):
            one["field"] = ""
    return columns


def _constants(sent: Mapping[str, str]) -> dict[str, str]:
    filled = {f"field_{place}": sent[f"field_{place}"] for place in range(1000) if f"field_{place}" in sent}
    given = {name.removeprefix("fixed_"): text.strip() for name, text in sent.items() if name.startswith("fixed_") and text.strip()}
    return {name: text for name, text in given.items() if name not in filled.values()}


def _known_words(table: str, name: str) -> dict[str, str]:
    """The words of a closed list that a column of that field may mean: stored → shown."""
    found = offer(table, name) if name else None
    if found is None:
        return {}
    return CHOICES[name] if found.rule == "choice" else {"是": "是", "否": "否"} if found.rule == "bool_shi_fou" else {}


def _typed(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What stands in the form of the last step: what was typed, else what the earlier version says, else what is likely."""
    if request.method == "POST":
        return request.POST.dict()
    if not asked.of:
        return {"due_day": 10, "rank": "35"}
    last = versions(asked.of)[-1]
    agreed = last.delivery
    words = {word: getattr(last, word) for word in ("zh", "publisher", "licence", "covers", "marker")}
    dues = {word: getattr(agreed, word) for word in ("deliverer", "contact", "rhythm", "due_day", "since")} if agreed else {"due_day": 10}
    return {**words, **dues, "rank": str(last.rank), "made_up": last.made_up, "one_sheet": bool(last.sheet)}


def _saved(request: HttpRequest, draft: Draft, asked: Asked, mapping: SheetMapping, reason: str) -> HttpResponse:
    """The source is saved, and the file that was mapped waits to be read as its."""
    mapping = replace(mapping, name=asked.of, stated=stated_above(asked.look, asked.header), sheet=asked.look.title if mapping.sheet else "")
    if asked.of:
        mapping = replace(mapping, rank=versions(asked.of)[-1].rank)
    check = queries.checked(mapping, draft.document, request.tools)
    if check is not None and check.read == 0:
        raise BadValue(_("按这份对照一行也读不进来，没有保存。请先改好标出问题的列。"))
    by, tools = request.user.actor_key, request.tools
    version = actions.map_sheet(mapping, by=by, tools=tools, reason=reason)
    came = actions.arrive(draft.document.path, draft.document.name, by=by, tools=tools, source_name=version.source.name)
    messages.success(request, _("已存为来源“%(name)s”第 %(n)s 版，正在读入这张表。以后同样表头的文件，提交即可自动读入。") % {
        "name": mapping.zh, "n": version.number,
    })
    return redirect("datahub:load", came.load.pk)


def _shown(request: HttpRequest, draft: Draft, asked: Asked, mapping: SheetMapping) -> dict[str, Any]:
    """The columns with their choices and what is wrong with each, what is missing, and the preview."""
    check, refused, before = None, "", versions(asked.of)[-1] if asked.of else None
    try:
        check = queries.checked(mapping, draft.document, request.tools)
    except BadFile as bad:
        refused = bad.sentence
    samples, above = asked.look.samples(asked.header), asked.look.unit_above(asked.header)
    differs = difference(before, asked.look.titles(asked.header)) if before else None
    columns = [
        _column(place, one, samples.get(one.title, []), check, mapping, above)
        | {"new": bool(differs and one.title.strip() in differs.new)} for place, one in enumerate(mapping.columns)
    ]
    shown = [one for one in offers(mapping.table) if mapping.column_of(one.field) or one.field in mapping.constants]
    return {
        "mapping": mapping, "missing": [one.field for one in offers(mapping.table) if one.column.zh in mapping.missing],
        "check": check, "refused": refused, "columns": columns, "offers": offers(mapping.table),
        "rows": [(number, "　".join(text for text in texts if text.strip())[:80]) for number, texts in asked.look.rows[:HEADER_WITHIN]],
        "tables": [(name, TABLES[name].zh) for name in TEMPLATES],
        "likely": [(name, TABLES[name].zh) for name, _ in tables_for(asked.look, asked.header, request.tools.areas)[:_LIKELY]],
        "ignored": [one.title for one in mapping.columns if not one.field], "fixed": _fixed(mapping, request),
        "known": None if asked.of else queries.known_as(draft.document, request.tools),
        "before": before, "gone": differs.missing if differs else (), "same": bool(before and fits(before, asked.look.titles(asked.header))),
        "heads": shown, "preview": _preview(check, mapping, shown) if check else [],
        "whole": check.columns.get("") if check else None,
    }


def _column(
    place: int, column: Any, cells: list[str], check: Check | None, mapping: SheetMapping, above: str | None
) -> dict[str, Any]:
    found = offer(mapping.table, column.field) if column.field else None
    wrong = check.columns.get(column.title) if check else None
    words = _known_words(mapping.table, column.field)
    unread = [text for text in (wrong.texts if wrong else {}) if text.strip()] if words else []
    stated = stated_unit(column.title) if stated_unit(column.title) is not None else above
    units = UNITS if found and found.rule == "money_yuan" else {}
    said = [*column.words, *(text for text in unread if text not in column.words)][:_WORDS]
    return {
        "place": place, "column": column, "offer": found, "samples": list(dict.fromkeys(cells))[:_SAMPLES], "wrong": wrong,
        "units": units, "stated": UNITS[stated] if units and stated is not None and stated != column.unit else "",
        "orders": ORDERS if found and found.rule == "day" else {},
        "splits": SEPARATORS if found and found.rule in SEVERAL else {}, "choices": words,
        "said": [(number, text, column.words.get(text, "")) for number, text in enumerate(said)],
        "filled": check.filled.get(column.title, 0) if check and found else None,
    }


def _fixed(mapping: SheetMapping, request: HttpRequest) -> list[dict[str, Any]]:
    """Fields that no column fills and that may hold for the whole sheet: what is needed first, then counties and closed lists."""
    had = {one.field for one in mapping.used}
    listed = []
    for one in offers(mapping.table):
        if one.field in had or not (one.key or one.rule in ("choice", "area", "bool_shi_fou")):
            continue
        options = {
            "choice": list(CHOICES.get(one.field, {}).values()), "bool_shi_fou": ["是", "否"],
            "area": [area.zh for area in request.tools.areas.counties],
        }.get(one.rule, [])
        listed.append({"offer": one, "options": options, "value": mapping.constants.get(one.field, "")})
    return listed


def _preview(check: Check, mapping: SheetMapping, shown: list[Any]) -> list[dict[str, Any]]:
    """The first rows: for each field what was understood, or why it was not."""
    titles = {one.field: one.title for one in mapping.used}
    return [
        {
            "place": row.place, "skipped": row.skipped, "failed": bool(row.faults), "whole": row.faults.get("", ""),
            "cells": [
                (one.field, row.values.get(one.field, row.raw.get(title)), row.faults.get(title, ""))
                for one in shown for title in [titles.get(one.field, "—")]
            ],
        }
        for row in check.preview
    ]
