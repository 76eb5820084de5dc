"""Signing in, slowed down after failures; the language a person reads."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.web.words import t

_TRIES, _SECONDS = 5, 300


class SignIn(LoginView):
    """The door. Five failures for one name in five minutes close it for the rest of them."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Add the sample institution's logins where there is one."""
        return super().get_context_data(**kwargs) | {"sample_logins": getattr(settings, "SAMPLE_LOGINS", ())}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Try a name and password."""
        if cache.get(self._key(), 0) >= _TRIES:
            form = self.get_form()
            form.errors.setdefault(
                "__all__", form.error_class([t("account.too_many", minutes=_SECONDS // 60)])
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count a failure."""
        key = self._key()
        cache.add(key, 0, _SECONDS)
        cache.incr(key)
        return super().form_invalid(form)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let a person in, in the person's own language."""
        cache.delete(self._key())
        response = super().form_valid(form)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, form.get_user().lang, samesite="Lax", max_age=31_536_000
        )
        return response

    def _key(self) -> str:
        name = self.request.POST.get("username", "")[:60].casefold()
        return f"sign-in-{name.encode().hex()}"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language, and remember it for a signed-in person."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, samesite="Lax", max_age=31_536_000)
        if request.user.is_authenticated:
            request.user.lang = wanted
            request.user.save(update_fields=["lang"])
    return response
