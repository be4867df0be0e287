"""Tables of the evidence log: leaves that stay for ever, facts that may be erased, and the last number given.

The guards here stop Python; the triggers of `guards.py` stop everybody else who speaks to the database.
"""

from typing import Any, NoReturn

from django.db import models

from yuzhi.kernel.errors import Refused

_STAYS = "存证记录只增不改：{what}已被拒绝，什么也没有改变。"


def _refuse(what: str) -> NoReturn:
    raise Refused(_STAYS.format(what=what))


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that are written once: reading and inserting only."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: a kept row is never changed."""
        _refuse("修改")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a kept row is never changed."""
        _refuse("修改")

    def delete(self) -> NoReturn:
        """Refused: a kept row is never deleted."""
        _refuse("删除")


class Kept(models.Model):
    """A row that is written once and then neither changed nor deleted."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The row is inserted; a second save is refused."""
        if not self._state.adding:
            _refuse("修改")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a kept row is never deleted."""
        _refuse("删除")


class Leaf(Kept):
    """One official act. `body` is the whole truth; the other columns repeat it, so that it can be asked for.

    `number` is null until the sequencer gives it: 1, 2, 3 … without gaps, in the order in which commits were seen.
    The number is also the size of a tree that ends with this leaf.
    """

    number = models.BigIntegerField("序号", null=True, unique=True, editable=False)
    body = models.BinaryField("正文（规范 JSON）")
    leaf_hash = models.BinaryField("叶哈希", max_length=32, unique=True)
    act = models.CharField("事项", max_length=64)
    object_key = models.CharField("对象", max_length=200)
    actor_key = models.CharField("经办人", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        """Asked for by object and by actor; what waits for a number is found by its own small index."""

        indexes = (
            models.Index(fields=("object_key", "id"), name="leaf_by_object"),
            models.Index(fields=("actor_key", "id"), name="leaf_by_actor"),
            models.Index(fields=("id",), name="leaf_waiting", condition=models.Q(number__isnull=True)),
        )
        verbose_name = "存证叶"

    def __str__(self) -> str:
        return f"{self.number or '未编号'} {self.act} {self.object_key}"

    @property
    def hash_hex(self) -> str:
        """The leaf hash as 64 hexadecimal digits, as pages and proofs print it."""
        return bytes(self.leaf_hash).hex()

    @property
    def key(self) -> str:
        """The key under which another act may speak of this leaf."""
        return f"leaf/{self.hash_hex}"


class Fact(models.Model):
    """What a leaf is about, in full, with the salt of its digest. A row may be erased as a whole, never changed."""

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="fact", primary_key=True)
    salt = models.BinaryField("盐", max_length=32)
    facts = models.BinaryField("事实（规范 JSON）")

    class Meta:
        """One row per leaf that still has its facts."""

        verbose_name = "存证事实"

    def __str__(self) -> str:
        return f"fact of leaf {self.leaf_id}"


class Deposit(models.Model):
    """Whose an exhibit is, and what lists show of it; the exhibit itself lies in the archive, under `digest`.

    `owner_key` is who gave it, `party_key` the firm for which (nobody's where only the giver may see it). `version` counts
    the versions of one work from 1, `series` is the digest of the first. Where the leaf hides the giver, `giver_secret` is
    what opens it: the leaf's actor is `giver/` and the SHA-256 of that secret and the owner's key.
    """

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="deposit", primary_key=True)
    digest = models.CharField("编号", max_length=64, unique=True)
    owner_key = models.CharField("存证人", max_length=80)
    party_key = models.CharField("所属主体", max_length=80, blank=True, default="")
    kind = models.CharField("种类", max_length=16)
    title = models.CharField("名称", max_length=200)
    files = models.PositiveIntegerField("文件数")
    size = models.BigIntegerField("字节数")
    received_at = models.DateTimeField("收下时间")
    series = models.CharField("系列", max_length=64, db_index=True)
    version = models.PositiveIntegerField("第几稿", default=1)
    giver_secret = models.CharField("存证人密语", max_length=64, blank=True, default="")
    made_up = models.BooleanField("示例数据", default=False)
    published_at = models.DateTimeField("公开时间", null=True)

    class Meta:
        """Asked for by owner, by firm and by kind, the newest first; a series has one exhibit of each version."""

        indexes = (
            models.Index(fields=("owner_key", "-leaf"), name="deposit_by_owner"),
            models.Index(fields=("party_key", "-leaf"), name="deposit_by_party"),
            models.Index(fields=("kind", "-leaf"), name="deposit_by_kind"),
        )
        constraints = (models.UniqueConstraint(fields=("series", "version"), name="one_exhibit_per_version"),)
        verbose_name = "证物登记"

    def __str__(self) -> str:
        return f"{self.digest[:16]} {self.title}"

    @property
    def key(self) -> str:
        """The object of the leaf."""
        return f"exhibit/{self.digest}"

    @property
    def short(self) -> str:
        """The number that people write down: sixteen digits of the digest."""
        return self.digest[:16]


class Numbering(models.Model):
    """The one row (id 1) that sequencers lock; `last` is the highest number ever given."""

    last = models.BigIntegerField("最后序号", default=0)

    class Meta:
        """Exactly one row."""

        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="numbering_is_one_row"),)
        verbose_name = "存证编号"

    def __str__(self) -> str:
        return f"last number {self.last}"
