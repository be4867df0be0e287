"""What officers do here: correct the county of a right, and take a correction back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.rights.models import CountyCorrection, Right
from yuzhi.rooms.lookup.actions import correct_county, reverse_correction
from yuzhi.rooms.lookup.forms import CountyForm, ReverseForm
from yuzhi.rooms.lookup.views.record import shown


@login_required
@require_POST
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """The right stands in another county and its page says so; or the form again, with what is missing."""
    right = get_object_or_404(Right, key=key)
    require(request.user, "correct_county", Thing("right", right.county))
    form = CountyForm(request.POST, areas=request.tools.areas)
    if form.is_valid():
        try:
            correct_county(right, **form.cleaned_data, by=request.user.actor_key, tools=request.tools)
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已更正所属县（市、区），并留下存证。指标会在下一次发布数据时随之变化。"))
            return redirect("lookup:record", key)
    return shown(request, key, form=form)


@login_required
@require_POST
def reverse(request: HttpRequest, number: int) -> HttpResponse:
    """The right stands where it stood before the correction."""
    made = get_object_or_404(CountyCorrection.objects.select_related("right"), pk=number)
    require(request.user, "reverse_correction", Thing("right", made.right.county))
    form = ReverseForm(request.POST)
    if form.is_valid():
        try:
            reverse_correction(made, form.cleaned_data["reason"], by=request.user.actor_key, tools=request.tools)
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已撤销更正，恢复为更正前的县（市、区）。"))
            return redirect("lookup:record", made.right_id)
    return shown(request, made.right_id, reverse=form)
