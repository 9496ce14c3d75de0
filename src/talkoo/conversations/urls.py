"""Addresses of conversations."""

from django.urls import path

from talkoo.conversations import views

ONE = "spaces/<uuid:space>/conversations/<uuid:conversation>"
urlpatterns = [
    path("spaces/<uuid:space>/conversations", views.conversations, name="conversations"),
    path("spaces/<uuid:space>/conversations/bring-in", views.bring_in, name="bring_in"),
    path(ONE, views.conversation, name="conversation"),
    path(f"{ONE}/map", views.map, name="map"),
    path(f"{ONE}/map/print", views.map_print, name="map_print"),
    path(f"{ONE}/map.pdf", views.map_pdf, name="map_pdf"),
    path(f"{ONE}/counts.csv", views.map_counts, name="map_counts"),
]
