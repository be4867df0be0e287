"""A list of results as a file to take along."""

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from yuzhi.rooms.lookup.queries.asking import ask_of
from yuzhi.rooms.lookup.queries.listing import FORMS, file_name, listing, written


@require_safe
def search_file(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What the same question finds, as a file; at most five thousand rows, and the file says so. The question is not kept."""
    tools, asked = request.tools, request.GET.copy()
    asked.pop("page", None)
    address = request.build_absolute_uri(f"{reverse('lookup:search')}?{asked.urlencode()}")
    listed = listing(ask_of(request.GET, tools.areas), request.user, tools, address=address)
    response = StreamingHttpResponse(
        written(form, listed, tools, request.build_absolute_uri("/").rstrip("/")), content_type=FORMS[form]
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(form, tools)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
