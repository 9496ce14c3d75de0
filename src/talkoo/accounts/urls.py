"""Addresses of coming in and going out."""

from django.urls import path

from talkoo.accounts import views

urlpatterns = [
    path("card", views.card, name="card"),
    path("c", views.card, name="card_short"),
    path("card/words", views.own_words, name="own_words"),
    path("news", views.news, name="news"),
    path("kept", views.kept, name="kept"),
    path("leave", views.leave, name="leave"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/second-step", views.second_step, name="second_step"),
    path("sign-in/passkey", views.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/again", views.again, name="again"),
    path("sign-in/again/code", views.again_code, name="again_code"),
    path("sign-in/again/passkey", views.again_passkey, name="again_passkey"),
    path("sign-in/forgotten", views.password_forgotten, name="password_forgotten"),
    path("sign-in/new-password", views.new_password, name="new_password"),
    path("sign-in/new-password/<str:uid>/<str:token>", views.new_password_link, name="new_password_link"),
    path("sign-in/second-factor", views.second_factor, name="second_factor"),
    path("sign-in/second-factor/app", views.factor_app, name="factor_app"),
    path("sign-in/second-factor/passkey", views.factor_passkey, name="factor_passkey"),
    path("sign-in/second-factor/codes", views.factor_codes, name="factor_codes"),
    path("sign-in/second-factor/remove", views.factor_remove, name="factor_remove"),
    # The names under which allauth looks for the same pages.
    path("sign-in", views.sign_in, name="account_login"),
    path("sign-in/again", views.again, name="account_reauthenticate"),
    path("sign-in/second-step", views.second_step, name="mfa_authenticate"),
    path("sign-in/again/code", views.again_code, name="mfa_reauthenticate"),
    path("sign-in/again/passkey", views.again_passkey, name="mfa_reauthenticate_webauthn"),
    path("sign-in/second-factor", views.second_factor, name="mfa_index"),
    path("sign-in/second-factor", views.second_factor, name="mfa_deactivate_totp"),
    path("sign-in/second-factor/codes", views.factor_codes, name="mfa_view_recovery_codes"),
]
