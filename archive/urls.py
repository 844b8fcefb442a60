"""The public addresses."""

app_name = "archive"
urlpatterns: list = []
