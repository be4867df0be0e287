"""`yuzhi factor`: a lost second factor is taken off, so that its owner sets up a new one."""

import click

from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.names import folded_username
from yuzhi.records.accounts.second_factor import has, recovery_left, reset
from yuzhi.site.cli.speaking import OPERATOR, prepared


@click.command()
@click.argument("username")
@click.option("--reset", "taken_off", is_flag=True, help="解除：本人下次登录后重新设立。")
@click.option("--reason", default="", help="为什么解除：怎样核实了本人身份。")
def factor(username: str, taken_off: bool, reason: str) -> None:
    """一个账号的第二因素：是否启用；手机和备用码都丢了的，核实本人后解除。"""
    tools = prepared(writing=taken_off)
    user = User.objects.filter(username=folded_username(username)).first()
    if user is None:
        raise NotFound(f"没有用户名为“{username}”的账号。请核对用户名。")
    if taken_off:
        reset(user, by=OPERATOR, reason=reason, at=tools.now())
        click.echo(f"已解除“{user.display_name}”的第二因素，并留下存证；本人下次登录后要重新设立。")
        return
    told = f"已启用，备用码还剩 {recovery_left(user)} 个" if has(user) else "没有启用"
    click.echo(f"{user.display_name}（{user.role_zh}）：{told}。")
