"""The log cannot be rewritten: triggers refuse every change but the blanking of an erased member, and every deletion."""

from django.db import migrations

KEPT = [
    "verb",
    "actor_kind",
    "subject_label",
    "subject_id",
    "occurred_at",
    "recorded_at",
    "dedupe_key",
    "caused_by",
    "depth",
    "backfilled",
]

SQLITE_UPDATE = """
CREATE TRIGGER activity_refuse_update BEFORE UPDATE ON activity_activity
WHEN {kept}
  OR (NEW.actor_id IS NOT OLD.actor_id AND NEW.actor_id IS NOT NULL)
  OR (NEW.member_id IS NOT OLD.member_id AND NEW.member_id IS NOT NULL)
  OR (NEW.data IS NOT OLD.data AND NOT (
    (OLD.actor_id IS NOT NULL AND NEW.actor_id IS NULL) OR (OLD.member_id IS NOT NULL AND NEW.member_id IS NULL)))
BEGIN SELECT RAISE(ABORT, 'activity is never changed'); END
""".format(kept=" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT))

SQLITE_DELETE = """
CREATE TRIGGER activity_refuse_delete BEFORE DELETE ON activity_activity
BEGIN SELECT RAISE(ABORT, 'activity is never deleted'); END
"""

POSTGRES = """
CREATE FUNCTION activity_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {kept}
    OR (NEW.actor_id IS DISTINCT FROM OLD.actor_id AND NEW.actor_id IS NOT NULL)
    OR (NEW.member_id IS DISTINCT FROM OLD.member_id AND NEW.member_id IS NOT NULL)
    OR (NEW.data IS DISTINCT FROM OLD.data AND NOT (
      (OLD.actor_id IS NOT NULL AND NEW.actor_id IS NULL) OR (OLD.member_id IS NOT NULL AND NEW.member_id IS NULL)))
  THEN RAISE EXCEPTION 'activity is never changed'; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION activity_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'activity is never deleted'; END $$;
CREATE TRIGGER activity_refuse_update BEFORE UPDATE ON activity_activity
  FOR EACH ROW EXECUTE FUNCTION activity_refuse_update();
CREATE TRIGGER activity_refuse_delete BEFORE DELETE ON activity_activity
  FOR EACH ROW EXECUTE FUNCTION activity_refuse_delete();
CREATE TRIGGER activity_refuse_truncate BEFORE TRUNCATE ON activity_activity
  FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse_delete();
""".format(kept=" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in KEPT))


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE_UPDATE)
        schema_editor.execute(SQLITE_DELETE)
    else:
        schema_editor.execute(POSTGRES)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER activity_refuse_update")
        schema_editor.execute("DROP TRIGGER activity_refuse_delete")
    else:
        schema_editor.execute("DROP TRIGGER activity_refuse_update ON activity_activity")
        schema_editor.execute("DROP TRIGGER activity_refuse_delete ON activity_activity")
        schema_editor.execute("DROP TRIGGER activity_refuse_truncate ON activity_activity")
        schema_editor.execute("DROP FUNCTION activity_refuse_update")
        schema_editor.execute("DROP FUNCTION activity_refuse_delete")


class Migration(migrations.Migration):
    dependencies = [("activity", "0001_first_tables")]
    operations = [migrations.RunPython(install, remove)]
