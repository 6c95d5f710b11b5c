import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_dogs")]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dog_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("cost", models.DecimalField(decimal_places=2, max_digits=8)),
                (
                    "tax",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.F("cost") * models.Value(0.15),
                        output_field=models.DecimalField(decimal_places=2, max_digits=8),
                    ),
                ),
                (
                    "dog",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="registry.dog"
                    ),
                ),
            ],
            options={"db_table": "visits"},
        ),
    ]
