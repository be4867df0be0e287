"""`POST /api/files`: an officer hands in a file."""

from pathlib import Path

from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from ninja.security import SessionAuth
from pydantic import Field

from yuzhi.kernel.errors import BadFile
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.permissions import require, standing
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.datahub import actions
from yuzhi.rooms.datahub.api.loads import LoadShape, told

router = Router()

LARGEST = 512 * 1024 * 1024
"""Units: bytes of one file that is handed in through the API."""


class Ingesting(SessionAuth):
    """Whoever may hand in files: asked before anything of a file is read."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """The signed-in person.

        Raises: NotPermitted for whoever may hand in no file.
        """
        if not request.user.is_authenticated:
            return None
        require(request.user, "ingest", Thing("load", next(iter(standing(request.user).counties), "")))
        return request.user


class FileAnswer(Shape):
    """文件已收下：由哪一批读入。"""

    read_before: bool = Field(description="同样的内容是否早已读过；读过的不再读。")
    load: LoadShape = Field(description="读入（或早先读过）它的批次。")


@router.post(
    "/files", auth=Ingesting(), response={202: FileAnswer, 200: FileAnswer}, exclude_unset=True, operation_id="hand_in",
    summary="提交文件",
)
def hand_in(
    request: HttpRequest, file: File[UploadedFile], source: Form[str] = ""
) -> Status[FileAnswer]:
    """提交一个文件：按内容识别来源，存档，排队读入（202）；同样的内容早已读过时为 200。限工作人员，需登录会话和 CSRF 令牌。"""
    name = (file.name or "未命名")[:300]
    if (file.size or 0) > LARGEST:
        raise BadFile(f"《{name}》有 {file.size:,} 字节，超过接口的上限 {LARGEST:,} 字节，没有收下。请拆分，或在服务器上用 yuzhi ingest 读入。")
    arrived = actions.arrive(
        Path(file.temporary_file_path()), name, by=request.user.actor_key, tools=request.tools, source_name=source
    )
    answer = FileAnswer(read_before=arrived.read_before, load=told(arrived.load))
    return Status(200 if arrived.read_before else 202, answer)
