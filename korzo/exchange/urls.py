"""Behind all other addresses of the house: see `views.OldPath`."""

from django.urls.resolvers import URLPattern

from korzo.exchange.views import OldPath, old_address

app_name = "exchange"

urlpatterns = [URLPattern(OldPath(), old_address, name="old_address")]
