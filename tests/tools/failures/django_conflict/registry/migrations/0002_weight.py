from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_dogs")]

    operations = [
        migrations.AddField("Dog", "weight", models.IntegerField(null=True)),
    ]
