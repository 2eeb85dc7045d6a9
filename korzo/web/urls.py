"""Pages that bring several rooms together."""

from django.urls import path

from korzo.web.views import feeds, findable, home, member, mine, preferences, product, search, welcome, words

app_name = "web"

urlpatterns = [
    path("", home.home, name="home"),
    path("products/", product.products, name="products"),
    path("products/<str:handle>/", product.product, name="product"),
    path("members/<str:handle>/", member.member, name="member"),
    path("members/<str:handle>/feed.atom", feeds.member, name="member_feed"),
    path("members/<str:handle>/feed.rss", feeds.member, name="member_rss"),
    path("me/purchases/", member.purchases, name="purchases"),
    path("me/saved/", mine.saved, name="saved"),
    path("me/saved/<int:pk>/", mine.saved_one, name="saved_one"),
    path("me/following/", mine.following, name="following"),
    path("search/", search.search, name="search"),
    path("search/offers/", search.search_offers, name="search_offers"),
    path("about/values/", words.values, name="values"),
    path("about/privacy/", words.privacy, name="privacy"),
    path("about/demo/", words.demo, name="demo"),
    path("welcome/", welcome.owner, name="welcome"),
    path("welcome/face/", welcome.face, name="welcome_face"),
    path("welcome/spaces/", welcome.spaces, name="welcome_spaces"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("keys/", preferences.keys, name="keys"),
    path("robots.txt", findable.robots, name="robots"),
    path("sitemap.xml", findable.sitemap_index, name="sitemap_index"),
    path("sitemap-<str:section>-<int:page>.xml", findable.sitemap, name="sitemap"),
]
