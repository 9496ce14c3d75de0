"""Addresses of the overview."""

from django.urls import path

from talkoo.overview import views

urlpatterns = [
    path("", views.front, name="front"),
]
