"""All pages of a real installation, and one that takes as long as a test holds it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from korzo.project.urls import urlpatterns as pages
from tests.slow_work.tasks import hold, note


@never_cache
def slow_page(_request: HttpRequest) -> HttpResponse:
    note("page-began")
    hold()
    return HttpResponse("whole")


urlpatterns = [path("slow/", slow_page), *pages]
