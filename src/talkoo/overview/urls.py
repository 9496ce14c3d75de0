"""Addresses of the overview."""

from django.urls import path

from talkoo.overview import views

urlpatterns = [
    path("", views.front, name="front"),
    path("demo", views.demo, name="demo"),
    path("now", views.now, name="now"),
    path("now/all", views.all_turns, name="all_turns"),
    path("about-me", views.about_me, name="about_me"),
    path("about-me/end", views.end_my_card, name="end_my_card"),
    path("about-me/password", views.change_my_password, name="change_my_password"),
    path("spaces/<uuid:space>", views.space, name="space"),
    path("spaces/<uuid:space>/<slug:verb>", views.verb, name="verb"),
]
