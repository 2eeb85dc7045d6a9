from django.db import migrations, models


class Migration(migrations.Migration):
    # Wagtail's hundred steps draw everything anew that hangs on a member. Our rooms' first tables ask for this step, so
    # that Wagtail goes first, while little does: a new house is up in a quarter of the time.
    dependencies = [
        ("members", "0001_first_tables"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        # With a default in the database too, so that hosts that still run the release before can add members.
        migrations.AddField(
            model_name="member",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="time zone"),
        ),
    ]
