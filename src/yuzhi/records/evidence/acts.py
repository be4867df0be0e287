"""The closed list of official acts that may leave a leaf, with their names for people."""

from collections.abc import Mapping

from yuzhi.kernel.errors import BadValue

ACTS: Mapping[str, Mapping[str, str]] = {
    "file.received": {"zh": "收到文件", "en": "a file was received and kept"},
    "load.published": {"zh": "发布一次导入", "en": "a load was published"},
    "load.refused": {"zh": "拒绝一次导入", "en": "a load was refused"},
    "quarantine.repaired": {"zh": "修复隔离行", "en": "a quarantined row was repaired"},
    "repair.withdrawn": {"zh": "撤回一次修复", "en": "a repair was taken back"},
    "quarantine.dismissed": {"zh": "剔除隔离行", "en": "a quarantined row was dismissed"},
    "column.ignored": {"zh": "列为不读的列", "en": "a column was named as ignored"},
    "source.mapped": {"zh": "对照表格，建立来源", "en": "a spreadsheet was mapped and became a source"},
    "source.remapped": {"zh": "为来源存新版对照", "en": "a mapped source got a new version"},
    "source.retired": {"zh": "停用来源", "en": "a mapped source was retired"},
    "county.corrected": {"zh": "更正所属县（市、区）", "en": "the county of a thing was corrected"},
    "county.correction_reversed": {"zh": "撤回所属县（市、区）的更正", "en": "a correction of the county was reversed"},
    "party.merged": {"zh": "判定为同一主体", "en": "two parties were held to be one"},
    "party.kept_apart": {"zh": "判定为不同主体", "en": "two parties were held to be two"},
    "party.put_off": {"zh": "暂缓判定是否同一主体", "en": "whether two parties are one was put off"},
    "party.decision_reversed": {"zh": "撤回对是否同一主体的判定", "en": "a decision on whether two parties are one was taken back"},
    "plan.frozen": {"zh": "冻结规划期的期末数", "en": "the closing figures of a plan were frozen"},
    "plan.refrozen": {"zh": "更正规划期的期末数", "en": "the closing figures of a plan were frozen again, with a reason"},
    "city.exported": {"zh": "导出整座城市的数据", "en": "the whole city was exported under two keys"},
    "city.imported": {"zh": "导入整座城市的数据", "en": "the whole city was imported into an empty host"},
    "backup.made": {"zh": "做了一次备份", "en": "a backup was made"},
    "backup.restored": {"zh": "从备份恢复", "en": "the city was restored from a backup"},
    "edition.restored": {"zh": "恢复到一个版本", "en": "the lake was restored to an edition"},
    "sample.created": {"zh": "生成示例城市", "en": "a made-up city was written"},
    "account.created": {"zh": "设立账号", "en": "an account was created"},
    "account.role_changed": {"zh": "变更账号角色", "en": "an account's role or remit was changed"},
    "account.deactivated": {"zh": "停用账号", "en": "an account was closed"},
    "account.reactivated": {"zh": "恢复账号", "en": "an account was opened again"},
    "account.unlocked": {"zh": "解除登录锁定", "en": "the lock of an account after failed sign-ins was lifted"},
    "address.unlocked": {"zh": "解除来源地址的登录锁定", "en": "the lock of an address after failed sign-ins was lifted"},
    "account.password_reset": {"zh": "重置账号密码", "en": "an account's password was set by an administrator"},
    "account.password_changed": {"zh": "本人修改密码", "en": "a person changed the password of the own account"},
    "account.factor_confirmed": {"zh": "启用第二因素", "en": "a person began to use a second factor"},
    "account.factor_reset": {"zh": "解除第二因素", "en": "a person's second factor was taken off by an administrator"},
    "account.recovery_used": {"zh": "用备用码登录", "en": "a recovery code was used in place of the second factor"},
    "audit.sealed": {"zh": "封存一天的审计记录", "en": "the audit of a day was sealed"},
    "clocks.settled": {"zh": "记下法定期限", "en": "legal days of rights were stored"},
    "messages.queued": {"zh": "产生通知", "en": "messages to a holder were queued"},
    "message.ended": {"zh": "通知有了结果", "en": "a message was delivered, failed, was answered or recalled"},
    "message.escalated": {"zh": "转县（市、区）办理", "en": "the desk of a county was told"},
    "due.answered": {"zh": "权利人答复", "en": "a holder answered a payment"},
    "due.answer_withdrawn": {"zh": "撤回答复", "en": "an answer was taken back"},
    "task.closed": {"zh": "办结待办", "en": "the desk of a county closed a task"},
    "contact.added": {"zh": "登记联系方式", "en": "a contact of a holder was added"},
    "contact.removed": {"zh": "删除联系方式", "en": "a contact of a holder was deleted"},
    "capture.begun": {"zh": "封存取证前的清洁记录", "en": "how clean the machine was before a capture was sealed"},
    "exhibit.received": {"zh": "收下证物", "en": "an exhibit was received and sealed"},
    "exhibit.published": {"zh": "公开证物", "en": "an exhibit was opened to everybody by its giver"},
    "exhibit.closed": {"zh": "不再公开证物", "en": "an exhibit is no longer given out to everybody"},
    "facts.erased": {"zh": "清除存证事实", "en": "the facts behind a leaf were erased; the leaf stays"},
}
"""Act → its names. Reading and signing in are no acts: they go to the access log."""


def checked_act(act: str) -> str:
    """The act itself, when it is on the closed list.

    Raises: BadValue for an act that nobody declared, naming where to declare it.
    """
    if act not in ACTS:
        raise BadValue(f"未登记的存证事项“{act}”：没有存证，什么也没有改变。请先在 evidence/acts.py 中登记。")
    return act
