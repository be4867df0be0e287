"""The REST API: one router for each open room, errors as one sentence, its description at /api/openapi.json."""

import importlib
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from pydantic import Field

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.datasets.shapes import Shape, complaints, json_text
from yuzhi.site.rooms import ROOMS

VERSION = "1.0.0"
DESCRIPTION = """榆知的数据接口：与网页和命令 `yuzhi` 相同的查询。

- 读取公开数据不需要账号；依法遮盖的个人信息和内部资料依登录者的角色显示（与网页共用会话）。
- 提交文件需要登录会话，并在 `X-CSRFToken` 请求头中给出 CSRF 令牌。
- 日期可用各种写法（2025-12-31、2025年12月31日）；答案中的日期都是 ISO 文本，时间为 UTC。
- 金额等有小数的数为精确的十进制文本；没有数据为 null，不等于零。
- 列表以 `top`（至多 1000）和 `offset` 分页，`total` 为总数。
- 出错时答案为 `{"error": {"sentence": …, "status": …}}`，sentence 说明发生了什么、该怎么办。
"""
log = logging.getLogger("yuzhi.api")


class ErrorSentence(Shape):
    """出了什么错。"""

    sentence: str = Field(description="一句话：发生了什么，该怎么办。")
    status: int = Field(description="HTTP 状态码。")


class ErrorAnswer(Shape):
    """出错时的答案。"""

    error: ErrorSentence = Field(description="错误。")


class _Json(BaseRenderer):
    """The same JSON as the command line's."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json_text(data)


class Api(NinjaAPI):
    """The API, whose description names the shape of errors once for every operation."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The OpenAPI document, with errors described."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described = ErrorAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas = schema["components"].setdefault("schemas", {})
        schemas |= {**described.pop("$defs"), "ErrorAnswer": described}
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = {"description": "出错时的一句话", "content": content}
        return schema


api = Api(title="榆知 API", version=VERSION, description=DESCRIPTION, docs_url=None, renderer=_Json())


def answer_error(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """An error as the API tells it."""
    return api.create_response(request, {"error": {"sentence": sentence, "status": status}}, status=status)


@api.exception_handler(YuzhiError)
def _ours(request: HttpRequest, error: YuzhiError) -> HttpResponse:
    if error.status >= 500:
        return _unforeseen(request, error)
    return answer_error(request, error.sentence, error.status)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer_error(request, "；".join(complaints(error.errors)) + "。", 422)


@api.exception_handler(Http404)
def _unknown(request: HttpRequest, _: Http404) -> HttpResponse:
    return answer_error(request, _SENTENCES[404], 404)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer_error(request, _SENTENCES.get(error.status_code, "请求不能办理。"), error.status_code)


def _malformed(request: HttpRequest, _: Exception) -> HttpResponse:
    return answer_error(request, "请求的格式不对，没有处理。请对照 /api/openapi.json 核对后重发。", 400)


for _kind in (BadRequest, SuspiciousOperation, MultiPartParserError):
    api.add_exception_handler(_kind, _malformed)


@api.exception_handler(Exception)
def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    """Says nothing of the inside; the log has all of it."""
    log.error("unforeseen error at %s", request.path, exc_info=error)
    return answer_error(request, "服务器内部出错，没有得出答案。请稍后再试；若仍如此，请告知系统管理员。", 500)


_SENTENCES = {
    400: "请求的格式不对，没有处理。请对照 /api/openapi.json 核对后重发。",
    401: "请先登录：这一地址只供登录的工作人员使用。",
    403: f"没有通过 CSRF 校验，没有处理。请在 X-CSRFToken 请求头中给出 {settings.CSRF_COOKIE_NAME} Cookie 的值。",
    404: "没有这个地址。可用的地址见 /api/openapi.json。",
    405: "这一地址不接受这种请求方法。",
}


for _room in ROOMS:
    if find_spec(f"yuzhi.rooms.{_room.name}.api"):
        api.add_router("", importlib.import_module(f"yuzhi.rooms.{_room.name}.api").router, tags=[_room.zh])


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    """No address of the API, told as the API tells it."""
    return answer_error(request, _SENTENCES[404], 404)


@lru_cache(maxsize=1)
def _described() -> dict[tuple[str, str], frozenset[str]]:
    """The names that each operation takes in its query, by address and method."""
    return {
        (address, method.upper()): frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
        for address, operations in api.get_openapi_schema()["paths"].items() for method, operation in operations.items()
    }


class _Strict:
    """A misspelt parameter or an unfit method of the API is told; neither is passed over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or not request.path.startswith("/api/"):
            return response
        answer = answer_error(request, _SENTENCES[405], 405)
        answer.headers["Allow"] = response.headers["Allow"]
        return answer

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """A refusal where the query names what the operation does not take."""
        match = request.resolver_match
        if match is None or match.namespace != api.urls_namespace:
            return None
        if match.url_name == "openapi-json" and request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", match.route)
        known = _described().get((address, request.method or ""))
        strange = [name for name in request.GET if known is not None and name not in known]
        if known is None or not strange:
            return None
        takes = f"可用的有：{'、'.join(sorted(known))}" if known else "这一地址没有参数"
        return answer_error(request, f"不认识参数“{'”“'.join(name[:40] for name in strange[:5])}”，没有处理。{takes}；说明见 /api/openapi.json。", 422)


strict = _Strict
