"""Originals as they came, annotations, and reading a text again."""

import json
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from luoshi.followup.ground.originals import path_of
from luoshi.followup.ground.refusals import NotFoundError
from luoshi.followup.intake.annotations import annotated
from luoshi.followup.intake.take_in import read_again
from luoshi.followup.intake.undo import withdraw
from luoshi.store.queries.documents_review import versions_of
from luoshi.web.documents.pages import head_for
from luoshi.web.viewer import PageRequest


@login_required
@require_GET
def original(request: PageRequest, pk: int, sha256: str) -> FileResponse:
    """Hand an original out as a file, whatever it is: a browser must not open it as a page of ours."""
    head = head_for(request.viewer, pk)
    version = next((v for v in versions_of(head.pk) if v.sha256 and v.sha256 == sha256), None)
    if version is None or not path_of(version.sha256).exists():
        raise NotFoundError
    response = FileResponse(
        path_of(version.sha256).open("rb"),
        as_attachment=True,
        filename=version.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@login_required
@require_GET
def annotations(request: PageRequest, pk: int) -> HttpResponse:
    """Hand out what people made of a document's rows, in the form the reader learns from."""
    head = head_for(request.viewer, pk)
    body = json.dumps(annotated(versions_of(head.pk)[0].pk), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="annotations-{head.pk}.json"'
    return response


@login_required
@require_POST
def again(request: PageRequest, pk: int) -> HttpResponse:
    """Read the latest text again."""
    read_again(request.viewer, pk, now=request.now)
    return HttpResponseRedirect(reverse("document", args=[pk]))


@login_required
@require_POST
def withdrawn(request: PageRequest, pk: int) -> HttpResponse:
    """Take back that a document was taken in."""
    document = withdraw(request.viewer, pk, now=request.now)
    return HttpResponseRedirect(reverse("documents") + "?" + urlencode({"withdrawn": document.title}))
