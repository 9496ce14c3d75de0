"""Addresses of the house itself."""

from django.urls import path

from talkoo.core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("components", views.components, name="components"),
]
