"""What we read of the tables of Discourse, and views that the questions of the reader build on."""

TABLES = {
    "users": (
        "id", "username", "name", "created_at", "last_seen_at", "admin", "moderator", "staged", "email",
        "suspended_till", "silenced_till", "uploaded_avatar_id",
    ),
    "user_emails": ("user_id", "email", "primary"),
    "user_profiles": ("user_id", "bio_raw", "location"),
    "groups": ("id", "name", "full_name", "automatic", "created_at"),
    "group_users": ("group_id", "user_id", "owner"),
    "categories": (
        "id", "name", "slug", "description", "parent_category_id", "read_restricted", "position", "created_at",
        "topic_id",
    ),
    "topics": (
        "id", "title", "category_id", "user_id", "created_at", "closed", "archived", "pinned_at", "visible",
        "deleted_at", "archetype", "updated_at",
    ),
    "posts": (
        "id", "topic_id", "post_number", "user_id", "created_at", "cooked", "raw", "post_type", "hidden", "hidden_at",
        "deleted_at", "reply_to_post_number", "last_version_at", "version",
    ),
    "post_actions": ("post_id", "user_id", "post_action_type_id", "created_at", "deleted_at"),
    "tags": ("id", "name"),
    "topic_tags": ("topic_id", "tag_id"),
    "topic_custom_fields": ("topic_id", "name", "value", "created_at"),
    "discourse_solved_solved_topics": ("topic_id", "answer_post_id", "created_at"),
    "polls": (
        "id", "post_id", "name", "close_at", "type", "status", "results", "visibility", "min", "max", "title",
        "created_at",
    ),
    "poll_options": ("id", "poll_id", "html"),
    "poll_votes": ("poll_id", "poll_option_id", "user_id", "created_at", "rank"),
    "uploads": ("id", "url", "original_filename", "sha1"),
    "upload_references": ("upload_id", "target_type", "target_id"),
    "post_uploads": ("post_id", "upload_id"),
    "site_settings": ("name", "value"),
    "permalinks": ("url", "topic_id", "post_id", "category_id", "user_id"),
}  # fmt: skip
# Views that the questions below build on: topics that come along, places of options, polls that come along.
TAKEN = (
    "SELECT * FROM topics WHERE archetype IS NOT 'private_message' AND id IS NOT NULL "
    "AND id NOT IN (SELECT topic_id FROM categories WHERE topic_id IS NOT NULL)"
)
PLACES = (
    "SELECT id, poll_id, row_number() OVER (PARTITION BY poll_id ORDER BY CAST(id AS INTEGER)) AS place "
    "FROM poll_options"
)
FIRST_POLLS = "SELECT min(CAST(id AS INTEGER)) AS id FROM polls GROUP BY post_id"
