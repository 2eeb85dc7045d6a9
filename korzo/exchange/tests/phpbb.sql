-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `phpbb_acl_groups`;
CREATE TABLE `phpbb_acl_groups` (
  `group_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `forum_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_option_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_role_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `auth_setting` tinyint(2) NOT NULL DEFAULT '0',
  KEY `group_id` (`group_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_bin;
INSERT INTO `phpbb_acl_groups` VALUES (1,2,0,17,0),(2,3,20,0,1),(5,4,0,14,0);
INSERT INTO phpbb_acl_options (auth_option_id, auth_option) VALUES (20, 'f_read');
INSERT INTO phpbb_acl_roles (role_id, role_name) VALUES (17, 'ROLE_FORUM_READONLY'), (14, 'ROLE_FORUM_FULL');
INSERT INTO phpbb_groups (group_id, group_name) VALUES (1,'GUESTS'),(2,'REGISTERED'),(5,'ADMINISTRATORS');
INSERT INTO phpbb_acl_users (user_id, forum_id) VALUES (2,0),(3,2);
CREATE TABLE `phpbb_forums` (
  `forum_id` mediumint(8) unsigned NOT NULL AUTO_INCREMENT,
  `parent_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `left_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `forum_name` varchar(255) COLLATE utf8_bin NOT NULL DEFAULT '',
  `forum_desc` text COLLATE utf8_bin NOT NULL,
  `forum_type` tinyint(4) NOT NULL DEFAULT '0',
  PRIMARY KEY (`forum_id`)
) ENGINE=InnoDB;
INSERT INTO `phpbb_forums` VALUES (1,0,1,'A heading','',0),(2,1,2,'Rides &amp; walks','Where we go',1),(3,1,4,'Members only','',1),(4,1,6,'The team','',1),(5,0,8,'Our shop','',2);
INSERT INTO phpbb_banlist (ban_id, ban_userid, ban_email, ban_end, ban_exclude, ban_reason, ban_give_reason) VALUES (1,3,'',0,0,'sold','Sold &quot;things&quot;'),(2,2,'',1300000000,0,'',''),(3,0,'x@y.example',0,0,'','');
INSERT INTO phpbb_privmsgs (msg_id) VALUES (1),(2);
INSERT INTO phpbb_users (user_id, user_type, username, user_email, user_regdate, user_avatar) VALUES (1,2,'Anonymous','',1200000000,''),(2,3,'anna','anna@old.example',1200000000,'2_1300000000.png'),(3,0,'B&ouml;b \'the\' rider','bob@old.example',1200000001,''),(4,2,'Google [Bot]','',1200000002,'');
INSERT INTO phpbb_topics (topic_id, forum_id, topic_title, topic_poster, topic_time, topic_status, topic_type, topic_first_post_id, topic_visibility, poll_title, poll_start, poll_length, poll_max_options, topic_last_post_time) VALUES (9,2,'Where to &quot;ride&quot;?',2,1300000000,1,1,31,1,'When?',1300000000,86400,1,1300000500),(10,4,'Team talk',2,1300000000,0,0,35,1,'',0,0,1,0),(11,2,'Gone elsewhere',2,1300000000,2,0,31,1,'',0,0,1,0);
INSERT INTO `phpbb_posts` (`post_id`, `topic_id`, `poster_id`, `post_time`, `post_text`, `bbcode_uid`, `post_visibility`, `post_username`) VALUES (31,9,2,1300000000,'Hello [b:1abc]riders[/b:1abc], it\'s (really) a\\b; see:\r\n[url=https://a.example/?x=1&amp;y=2:1abc]here[/url:1abc] &lt;ok&gt; <!-- s:) --><img src=\"{SMILIES_PATH}/smile.gif\" alt=\":)\" /><!-- s:) -->','1abc',1,''),(32,9,3,1300000100,'<r><QUOTE author=\"anna\"><s>[quote=anna]</s>riders<e>[/quote]</e></QUOTE>\nI <B><s>[b]</s>do<e>[/b]</e></B> &lt;3</r>','',1,''),
(33,9,1,1300000200,'<t>A guest, with ''two'' quotes</t>','',1,'Guest Gus'),(34,9,3,1300000300,'<t>Unapproved</t>','',0,''),(35,10,2,1300000000,'<t>Team words</t>','',1,''),(36,999,2,1300000000,'<t>Lost</t>','',1,'');
INSERT INTO phpbb_poll_options (poll_option_id, topic_id, poll_option_text, poll_option_total) VALUES (1,9,'Morning',1),(2,9,'Evening',0);
INSERT INTO phpbb_poll_votes (topic_id, poll_option_id, vote_user_id, vote_user_ip) VALUES (9,1,3,'127.0.0.1');
INSERT INTO phpbb_attachments (attach_id, post_msg_id, topic_id, in_message, poster_id, is_orphan, physical_filename, real_filename, extension, attach_comment) VALUES (1,31,9,0,2,0,'2_abcdef','ridge.png','png','The ridge'),(2,31,9,0,2,0,'2_zip','a.zip','zip','');
