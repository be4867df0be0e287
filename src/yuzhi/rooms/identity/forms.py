"""What an officer types in this room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """A pair, the answer, and on what grounds."""

    left = forms.CharField(max_length=60)
    right = forms.CharField(max_length=60)
    verdict = forms.ChoiceField(choices=(("same", _("同一")), ("different", _("不同")), ("later", _("暂缓"))))
    reason = forms.CharField(max_length=300, error_messages={"required": _("请写明理由。")})


class TakeBackForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(max_length=300, error_messages={"required": _("请写明撤回理由。")})
