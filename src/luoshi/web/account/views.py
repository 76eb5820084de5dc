"""Signing in, slowed down after failures; one's own password, mail and language."""

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.registry.doorway import MINUTES, is_closed, note_failure, note_success
from luoshi.followup.registry.first_run import is_empty
from luoshi.followup.registry.keeping import person_at
from luoshi.followup.registry.people import change_details, change_password
from luoshi.followup.sample.institution import PASSWORD, sample_logins
from luoshi.store.queries.people import posts_held
from luoshi.web.viewer import PageRequest
from luoshi.web.words import known, t

_YEAR = 31_536_000  # seconds


class SignIn(LoginView):
    """The door. Five failures for one name from one address close it there for five minutes."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lead to the first run while nobody has an account."""
        if not request.user.is_authenticated and is_empty():
            return HttpResponseRedirect("/setup")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Add the people of the sample institution where that is served."""
        logins = sample_logins() if settings.SAMPLE else ()
        return super().get_context_data(**kwargs) | {"sample_logins": logins, "sample_password": PASSWORD}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Try a name and password."""
        if is_closed(*self._tried(), now=timezone.now()):
            form = self.get_form()
            form.errors.setdefault("__all__", form.error_class([t("account.too_many", minutes=MINUTES)]))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a failure."""
        note_failure(*self._tried(), now=timezone.now())
        return super().form_invalid(form)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let a person in, in the person's own language."""
        note_success(*self._tried())
        response = super().form_valid(form)
        _speak(response, form.get_user().lang)
        return response

    def _tried(self) -> tuple[str, str]:
        return self.request.POST.get("username", ""), self.request.META.get("REMOTE_ADDR", "")


def _speak(response: HttpResponse, language: str) -> None:
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=_YEAR)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language, and remember it for a signed-in person."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in dict(settings.LANGUAGES):
        _speak(response, wanted)
        if request.user.is_authenticated:
            request.user.lang = wanted
            request.user.save(update_fields=["lang"])
    return response


@login_required
def account(request: PageRequest) -> HttpResponse:
    """Show one's own account, and change its password or address."""
    told, why = "", ""
    if request.method == "POST":
        try:
            told = _changed(request)
        except RefusedError as refused:
            why = known(f"refusals.{refused.code}", **refused.args_by_name)
    person = person_at(request.viewer.person)
    email = request.POST.get("email", person.email) if why else person.email
    posts = posts_held(person.pk, request.today)
    values = {"person": person, "posts": posts, "email": email, "told": told, "why": why}
    return render(request, "account/account.html", values, status=409 if why else 200)


def _changed(request: PageRequest) -> str:
    form = request.POST
    if "email" in form:
        change_details(request.viewer, email=form["email"], now=request.now)
        return t("account.email_changed")
    new = form.get("new", "")
    if new != form.get("again", ""):
        raise RefusedError("passwords-differ")
    person = change_password(request.viewer, form.get("old", ""), new, now=request.now)
    update_session_auth_hash(request, person)  # this session stays, all others end
    return t("account.password_changed")
