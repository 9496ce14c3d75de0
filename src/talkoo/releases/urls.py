"""Addresses of releases."""

from django.urls import path

from talkoo.releases import views

ONE = "spaces/<uuid:space>/releases/<uuid:release>"
urlpatterns = [
    path(ONE, views.release, name="release"),
    path(f"{ONE}/publish", views.publish_release, name="publish_release"),
    path(f"{ONE}/hold", views.hold_release, name="hold_release"),
    path(f"{ONE}/let-go", views.let_go_release, name="let_go_release"),
]
