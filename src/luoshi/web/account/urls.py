"""Addresses of the account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from luoshi.web.account.views import SignIn, account, set_language

urlpatterns = [
    path("account", account, name="account"),
    path("login", SignIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", set_language, name="set_language"),
]
