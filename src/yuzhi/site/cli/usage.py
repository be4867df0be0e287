"""A command that was typed wrongly, told in Chinese: what is wrong with it, and where its help is."""

import re

import click
from click import exceptions as wrong

_QUOTED = re.compile(r"^(?P<quote>['\"])(?P<value>.*?)(?P=quote) ")
_EXTRA = re.compile(r"\((?P<words>.*)\)", re.DOTALL)
_NOWHERE = click.Context(click.Command("yuzhi"))


def in_chinese(error: wrong.ClickException) -> str:
    """The sentence for a person; it ends with the command that prints the help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "yuzhi"
    return f"{_what(error)}用法见 {command} --help。"


def _what(error: wrong.ClickException) -> str:
    if isinstance(error, wrong.MissingParameter):
        return _missing(error)
    if isinstance(error, wrong.BadParameter):
        return _bad(error)
    if isinstance(error, wrong.NoSuchOption):
        meant = f"，是否指 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{meant}。"
    if isinstance(error, wrong.NoSuchCommand):
        context = error.ctx
        group = context.command if context else None
        names = "、".join(group.list_commands(context)) if context and isinstance(group, click.Group) else ""
        return f"没有命令“{error.command_name}”{f'，命令有 {names}' if names else ''}。"
    if isinstance(error, wrong.BadOptionUsage):
        needs = "does not take" not in error.message
        return f"选项 {error.option_name} 后面{'要有一个值' if needs else '不带值'}。"
    return _other(error.message)


def _missing(error: wrong.MissingParameter) -> str:
    parameter = error.param
    if parameter is None:
        return "缺少参数。"
    kind = "选项" if isinstance(parameter, click.Option) else "参数"
    return f"缺少{kind} {_named(parameter)}。{_wanted(parameter.type)}"


def _bad(error: wrong.BadParameter) -> str:
    found = _QUOTED.match(error.message)
    value = f"“{found['value']}”" if found else ""
    parameter = error.param
    if parameter is None:
        return f"参数 {value or error.message} 不对。"
    wanted = _wanted(parameter.type) or (f"（{error.message}）。" if not value else "")
    return f"{_named(parameter)} 的值{value}不对。{wanted}"


def _named(parameter: click.Parameter) -> str:
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.make_metavar(_NOWHERE)


def _wanted(kind: click.ParamType) -> str:
    """What a value of this type should be, in a sentence; "" where its name says nothing."""
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(str(choice) for choice in kind.choices)} 之一。"
    if isinstance(kind, click.IntRange | click.FloatRange):
        number = "整数" if isinstance(kind, click.IntRange) else "数字"
        low, high = kind.min, kind.max
        if low is not None and high is not None:
            return f"应为 {low} 至 {high} 的{number}。"
        return f"应为不小于 {low} 的{number}。" if low is not None else f"应为不大于 {high} 的{number}。"
    names = {"integer": "应为整数。", "float": "应为数字。", "boolean": "应为 true 或 false。"}
    return names.get(kind.name, "")


def _other(message: str) -> str:
    if message.startswith("Got unexpected extra argument") and (found := _EXTRA.search(message)):
        return f"多了参数：{found['words']}。名称中有空格的，请加引号。"
    if message.startswith("Missing command"):
        return "没有说要做什么。"
    return f"命令写得不对（{message}）。"
