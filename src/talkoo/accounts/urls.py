"""Addresses of coming in and going out."""

from django.urls import path

from talkoo.accounts import views

urlpatterns = [
    path("leave", views.leave, name="leave"),
]
