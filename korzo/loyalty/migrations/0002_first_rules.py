"""The first rules, and the triggers that keep versions and entries as they were written."""

from django.db import migrations

RULES = [
    {"key": "topic.first", "on": "discussions.topic_started", "points": 10, "times_ever": 1},
    {"key": "answer.accepted", "on": "discussions.answer_accepted", "points": 30, "times_a_day": 5},
    {"key": "review.pictured", "on": "reviews.published", "points": 20, "times_a_day": 3},
]

RULE_KEPT = ["key", "version", "on", "points", "times_a_day", "times_an_object", "times_ever"]

SQLITE = [
    """
    CREATE TRIGGER loyalty_refuse_entry_update BEFORE UPDATE ON loyalty_pointentry
    BEGIN SELECT RAISE(ABORT, 'points are never changed'); END
    """,
    """
    CREATE TRIGGER loyalty_refuse_rule_update BEFORE UPDATE ON loyalty_rule
    WHEN {kept}
    BEGIN SELECT RAISE(ABORT, 'a version of a rule is never changed'); END
    """.format(kept=" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in RULE_KEPT)),
]

POSTGRES = """
CREATE FUNCTION loyalty_refuse_entry_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'points are never changed'; END $$;
CREATE TRIGGER loyalty_refuse_entry_update BEFORE UPDATE ON loyalty_pointentry
  FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_entry_update();
CREATE FUNCTION loyalty_refuse_rule_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {kept} THEN RAISE EXCEPTION 'a version of a rule is never changed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER loyalty_refuse_rule_update BEFORE UPDATE ON loyalty_rule
  FOR EACH ROW EXECUTE FUNCTION loyalty_refuse_rule_update();
""".format(kept=" OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in RULE_KEPT))


def write_rules(apps, schema_editor):
    rules = apps.get_model("loyalty", "Rule")
    rules.objects.bulk_create([rules(**fields) for fields in RULES])


def remove_rules(apps, schema_editor):
    apps.get_model("loyalty", "Rule").objects.filter(key__in=[fields["key"] for fields in RULES], version=1).delete()


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            schema_editor.execute(statement)
    else:
        schema_editor.execute(POSTGRES)


def remove(apps, schema_editor):
    for name, table in (("entry", "pointentry"), ("rule", "rule")):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER loyalty_refuse_{name}_update")
        else:
            schema_editor.execute(f"DROP TRIGGER loyalty_refuse_{name}_update ON loyalty_{table}")
            schema_editor.execute(f"DROP FUNCTION loyalty_refuse_{name}_update")


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_first_tables")]
    operations = [
        migrations.RunPython(write_rules, remove_rules),
        migrations.RunPython(install, remove),
    ]
