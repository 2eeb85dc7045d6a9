"""Django alone, as its own documents deploy it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
