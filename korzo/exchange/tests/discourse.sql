CREATE TABLE users (id int, username text, name text, created_at timestamp, last_seen_at timestamp, admin bool, moderator bool, staged bool, suspended_till timestamp, silenced_till timestamp, uploaded_avatar_id int);
CREATE TABLE user_emails (id int, user_id int, email text, "primary" bool);
CREATE TABLE user_profiles (user_id int, bio_raw text, location text);
CREATE TABLE groups (id int, name text, full_name text, automatic bool, created_at timestamp);
CREATE TABLE group_users (group_id int, user_id int, owner bool);
CREATE TABLE categories (id int, name text, slug text, description text, parent_category_id int, read_restricted bool, position int, created_at timestamp, topic_id int);
CREATE TABLE topics (id int, title text, category_id int, user_id int, created_at timestamp, updated_at timestamp, closed bool, archived bool, pinned_at timestamp, visible bool, deleted_at timestamp, archetype text);
CREATE TABLE posts (id int, topic_id int, post_number int, user_id int, created_at timestamp, cooked text, raw text, post_type int, hidden bool, deleted_at timestamp, version int, last_version_at timestamp);
CREATE TABLE post_actions (id int, post_id int, user_id int, post_action_type_id int, created_at timestamp, deleted_at timestamp);
CREATE TABLE tags (id int, name text);
CREATE TABLE topic_tags (topic_id int, tag_id int);
CREATE TABLE topic_custom_fields (topic_id int, name text, value text, created_at timestamp);
CREATE TABLE polls (id int, post_id int, name text, close_at timestamp, type int, status int, results int, visibility int, min int, max int, title text, created_at timestamp);
CREATE TABLE poll_options (id int, poll_id int, html text);
CREATE TABLE poll_votes (poll_id int, poll_option_id int, user_id int, created_at timestamp);
CREATE TABLE uploads (id int, url text, original_filename text, sha1 text);
CREATE TABLE upload_references (upload_id int, target_type text, target_id int);
CREATE TABLE permalinks (id int, url text, topic_id int, post_id int, category_id int, external_url text);
INSERT INTO users VALUES (-1, 'system', 'system', '2015-01-01', NULL, true, false, false, NULL, NULL, NULL), (1, 'anna', 'Anna', '2015-02-01 10:00:00.123', NULL, true, true, false, NULL, NULL, 4), (2, 'Bob.B', 'KoÅ¡ice Bob', '2016-01-01', NULL, false, false, false, '3015-01-01', NULL, NULL), (3, 'bob_b', NULL, '2016-01-02', NULL, false, false, true, '2016-02-01', '3015-01-01', NULL);
INSERT INTO user_emails VALUES (1, 1, 'anna@old.example', true), (2, 2, 'bob@old.example', true), (3, 3, 'BOB@old.example', true);
INSERT INTO user_profiles VALUES (1, 'Rides.', 'Košice');
INSERT INTO groups VALUES (10, 'trust_level_0', NULL, true, '2015-01-01'), (41, 'Trail_Crew', 'The trail crew', false, '2016-01-01');
INSERT INTO group_users VALUES (10, 1, false), (41, 1, true), (41, 2, false), (41, -1, false), (41, 999, false);
INSERT INTO categories VALUES (5, 'Rides', 'rides', '<p>Where we go</p>', NULL, false, 0, '2015-01-01', 10), (6, 'Staff', 'staff', NULL, NULL, true, 1, '2015-01-01', NULL), (7, 'Rides', 'sub', NULL, 5, false, 2, '2015-01-01', NULL);
INSERT INTO tags VALUES (1, 'ridge');
INSERT INTO topics VALUES (10, 'About the Rides category', 5, -1, '2015-01-01', '2015-01-01', false, false, NULL, true, NULL, 'regular'), (11, 'Where to on Sunday?', 5, 1, '2017-05-01 08:00:00', '2017-06-01', true, false, '2017-05-02', true, NULL, 'regular'), (12, 'Staff only words', 6, 1, '2017-05-01', '2017-05-01', false, false, NULL, true, NULL, 'regular'), (13, 'A private talk', NULL, 1, '2017-05-01', '2017-05-01', false, false, NULL, true, NULL, 'private_message'), (14, 'Deleted talk', 5, 2, '2017-05-01', '2017-05-01', false, false, NULL, true, '2017-05-03', 'regular'), (15, 'Unlisted talk', 7, 2, '2017-05-01', '2017-05-01', false, false, NULL, false, NULL, 'regular'), (16, 'Nowhere', 99, 2, '2017-05-01', '2017-05-01', false, false, NULL, true, NULL, 'regular');
INSERT INTO topic_tags VALUES (11, 1);
INSERT INTO topic_custom_fields VALUES (11, 'accepted_answer_post_id', '102', '2017-05-03');
INSERT INTO posts VALUES (103, 11, 4, -1, '2017-05-04', '', '', 2, false, NULL, 1, NULL), (100, 10, 1, -1, '2015-01-01', '<p>about</p>', '', 1, false, NULL, 1, NULL), (102, 11, 2, 2, '2017-05-02', '<p>To the ridge, <a class="mention" href="/u/anna">@anna</a></p>', '', 1, false, NULL, 2, '2017-05-02 12:00'), (101, 11, 1, 1, '2017-05-01 08:00:00', $b$BODY$b$, '', 1, false, NULL, 1, NULL), (112, 12, 2, 2, '2017-05-02', '', $r$[quote="Anna, post:1, topic:12"]
Staff words
[/quote]
**No** cooked ![map|690x388](upload://r3AYqESanERjladb4vBB7VsMBm6.png)

[poll type=regular]
* a
[/poll]$r$, 1, false, NULL, 1, NULL), (104, 11, 5, 3, '2017-05-05', '<p>Rude</p>', '', 1, true, NULL, 1, NULL), (105, 11, 6, 1, '2017-05-05', '<p>Whisper</p>', '', 4, false, NULL, 1, NULL), (106, 12, 1, 1, '2017-05-01', '<p>Staff words</p>', '', 1, false, NULL, 1, NULL), (107, 13, 1, 1, '2017-05-01', '<p>Private words</p>', '', 1, false, NULL, 1, NULL), (108, 14, 1, 2, '2017-05-01', '<p>Deleted words</p>', '', 1, false, NULL, 1, NULL), (109, 15, 1, 2, '2017-05-01', '<p>Unlisted words</p>', '', 1, false, NULL, 1, NULL), (110, 777, 1, 2, '2017-05-01', '<p>Without topic</p>', '', 1, false, NULL, 1, NULL), (111, 11, 7, 42, '2017-05-06', '<p>Of nobody known</p>', '', 1, false, NULL, 1, NULL);
INSERT INTO post_actions VALUES (1, 101, 2, 2, '2017-05-02', NULL), (2, 101, 3, 2, '2017-05-02', '2017-05-03'), (3, 101, 3, 4, '2017-05-02', NULL), (4, 107, 2, 2, '2017-05-02', NULL);
INSERT INTO polls VALUES (1, 101, 'poll', NULL, 0, 0, 0, 1, NULL, NULL, 'When?', '2017-05-01'), (2, 112, 'poll', '3000-01-01', 1, 0, 0, 0, 1, 2, 'Which?', '2017-05-01');
INSERT INTO poll_options VALUES (1, 1, 'Morning'), (2, 1, 'Evening'), (3, 2, 'a'), (4, 2, 'b');
INSERT INTO poll_votes VALUES (1, 2, 2, '2017-05-02'), (1, 1, 1, '2017-05-02'), (2, 3, 1, '2017-05-02'), (2, 4, 1, '2017-05-02'), (2, 4, 2, '2017-05-02');
INSERT INTO uploads VALUES (1, '/uploads/default/original/1X/abc.png', 'ridge.png', NULL), (2, '/uploads/default/original/1X/gone.png', 'gone.png', NULL), (3, '/uploads/default/original/1X/track.gpx', 'track.gpx', NULL), (4, '/uploads/default/original/1X/face.png', 'face.png', NULL), (5, '/uploads/default/original/1X/short.png', 'short.png', 'bda2c513e1da04f7b4e99230851ea2aafeb8cc4e');
INSERT INTO upload_references VALUES (1, 'Post', 101), (2, 'Post', 102), (3, 'Post', 102);
INSERT INTO permalinks VALUES (1, 'old/sunday.html', 11, NULL, NULL, NULL), (2, 'evil', NULL, NULL, NULL, 'https://evil.example/');
