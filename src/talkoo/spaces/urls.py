"""Addresses of spaces."""

from django.urls import path

from talkoo.spaces import views

ONE = "spaces/<uuid:space>"
urlpatterns = [
    path("spaces/new", views.open_space, name="open_space"),
    path(f"{ONE}/settings", views.space_settings, name="space_settings"),
    path(f"{ONE}/settings/state", views.move_space, name="move_space"),
    path(f"{ONE}/people", views.space_people, name="space_people"),
    path(f"{ONE}/people/invite", views.invite, name="invite"),
    path(f"{ONE}/people/links/<uuid:sheet>", views.link_sheet, name="link_sheet"),
    path(f"{ONE}/people/<uuid:member>/role", views.change_role, name="change_role"),
    path(f"{ONE}/people/<uuid:member>/end", views.end_membership, name="end_membership"),
    path(f"{ONE}/people/<uuid:member>/password", views.new_member_password, name="new_member_password"),
    path(f"{ONE}/people/invitations/<uuid:invitation>/end", views.end_invitation, name="end_invitation"),
    path(f"{ONE}/cards", views.cards, name="cards"),
    path(f"{ONE}/cards/lost", views.lost_card, name="lost_card"),
    path(f"{ONE}/cards/<uuid:sheet>", views.card_sheet, name="card_sheet"),
    path(f"{ONE}/cards/<uuid:sheet>.pdf", views.card_sheet_pdf, name="card_sheet_pdf"),
    path("invitation", views.invitation, name="invitation"),
    path("invitation/<str:secret>", views.open_invitation, name="open_invitation"),
]
