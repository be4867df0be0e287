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


class Numbering(models.Model):
    """The one row (id 1) that sequencers lock; `last` is the highest number ever given."""

    last = models.BigIntegerField("最后序号", default=0)

    class Meta:
        """Exactly one row."""

        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="numbering_is_one_row"),)
        verbose_name = "存证编号"

    def __str__(self) -> str:
        return f"last number {self.last}"
