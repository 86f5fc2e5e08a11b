"""The addresses of people. Those of allauth that are needed, one by one, each with its right."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from samordner.people import views

urlpatterns = [
    path("oppsett/<str:token>", views.begin, name="people_begin"),
    path("sprak/", views.language, name="language"),
    path("personer/", views.people, name="people"),
    path("personer/ny/", views.invite, name="people_invite"),
    path("personer/<int:pk>/", views.person, name="people_person"),
    path("personer/<int:pk>/rolle/", views.assign, name="people_assign"),
    path("personer/<int:pk>/rolle/<int:assignment>/slutt/", views.end, name="people_end"),
    re_path(r"^personer/(?P<pk>\d+)/(?P<name>link|close|open|factors)/$", views.deed, name="people_deed"),
    path("konto/", views.account, name="account"),
    path("konto/okter/", views.end_sessions, name="people_end_sessions"),
    path("konto/velkommen/<str:token>", views.welcome, name="people_welcome"),
    path("konto/inn/", account.login, name="account_login"),
    path("konto/inn/bekreft/", factor.authenticate, name="mfa_authenticate"),
    path("konto/inn/passnokkel/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("konto/ut/", account.logout, name="account_logout"),
    path("konto/bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/bekreft/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("konto/bekreft/passnokkel/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("konto/totrinn/", factor.index, name="mfa_index"),
    path("konto/totrinn/app/", app.activate_totp, name="mfa_activate_totp"),
    path("konto/totrinn/app/fjern/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/totrinn/koder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/totrinn/koder/nye/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("konto/totrinn/passnokkel/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("konto/totrinn/passnokkel/ny/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("konto/totrinn/passnokkel/<int:pk>/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("konto/totrinn/passnokkel/<int:pk>/fjern/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]

# The rights of views that are not ours, by the name of their URL
RIGHTS = {
    "account_login": "session.use",
    "account_logout": "session.use",
    "account_reauthenticate": "account.own",
    "mfa_activate_totp": "account.own",
    "mfa_add_webauthn": "account.own",
    "mfa_authenticate": "session.use",
    "mfa_deactivate_totp": "account.own",
    "mfa_edit_webauthn": "account.own",
    "mfa_generate_recovery_codes": "account.own",
    "mfa_index": "account.own",
    "mfa_list_webauthn": "account.own",
    "mfa_login_webauthn": "session.use",
    "mfa_reauthenticate": "account.own",
    "mfa_reauthenticate_webauthn": "account.own",
    "mfa_remove_webauthn": "account.own",
    "mfa_view_recovery_codes": "account.own",
}
