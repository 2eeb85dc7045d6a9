"""What other rooms and pages may ask about reviews."""

from korzo.reviews.queries.cursor import Cursor, parse_cursor
from korzo.reviews.queries.desk import get_hiding_of, hidden, to_read
from korzo.reviews.queries.disclosure import Disclosure, disclosure
from korzo.reviews.queries.feed import FeedItem, count_of, feed
from korzo.reviews.queries.fit import FitShown, fit_of
from korzo.reviews.queries.gallery import GalleryPicture, gallery_of, gallery_size
from korzo.reviews.queries.get import get_product_to_review, get_review_for, is_published, own_reviews, review_by
from korzo.reviews.queries.linked_data import structured_data
from korzo.reviews.queries.listing import ReviewPage, ReviewShown, Sort, page_for, review_shown
from korzo.reviews.queries.loved import Loved, most_loved
from korzo.reviews.queries.rating import Drift, HistogramLine, Rating, drifts, rating_of, ratings_of
from korzo.reviews.queries.review_foot import ReviewFoot, review_feet

__all__ = [
    "Cursor",
    "Disclosure",
    "Drift",
    "FeedItem",
    "FitShown",
    "GalleryPicture",
    "HistogramLine",
    "Loved",
    "Rating",
    "ReviewFoot",
    "ReviewPage",
    "ReviewShown",
    "Sort",
    "count_of",
    "disclosure",
    "drifts",
    "feed",
    "fit_of",
    "gallery_of",
    "gallery_size",
    "get_hiding_of",
    "get_product_to_review",
    "get_review_for",
    "hidden",
    "is_published",
    "most_loved",
    "own_reviews",
    "page_for",
    "parse_cursor",
    "rating_of",
    "ratings_of",
    "review_by",
    "review_feet",
    "review_shown",
    "structured_data",
    "to_read",
]
