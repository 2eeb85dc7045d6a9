import pytest

from korzo.loyalty.models import Rule


@pytest.fixture
def rules(db: None) -> dict[str, Rule]:
    """The first rules. A test that empties all tables takes the migration's rows along, so they are made sure of."""
    wanted = [
        Rule(key="topic.first", on="discussions.topic_started", points=10, times_ever=1),
        Rule(key="answer.accepted", on="discussions.answer_accepted", points=30, times_a_day=5),
        Rule(key="review.pictured", on="reviews.published", points=20, times_a_day=3),
    ]
    Rule.objects.bulk_create(wanted, ignore_conflicts=True)
    return {rule.key: rule for rule in Rule.objects.all()}
