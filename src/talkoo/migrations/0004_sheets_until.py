"""Sheets that were filled in before the end of voting can be typed in for some days after it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more day of a conversation."""

    dependencies = [("talkoo", "0003_ended_on")]
    operations = [
        migrations.AddField(
            model_name="conversation",
            name="sheets_until",
            field=models.DateField(help_text="Until when sheets filled in before the end are typed in.", null=True),
        ),
    ]
