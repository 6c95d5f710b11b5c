import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower, Now


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Breed",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list
                    ),
                ),
            ],
            options={"db_table": "breeds"},
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.TextField(db_comment="As on the letter box.")),
                ("joined_at", models.DateTimeField(db_default=Now())),
                ("settings", models.JSONField(default=dict)),
            ],
            options={"db_table": "owners", "db_table_comment": "Whom a dog belongs to."},
        ),
        migrations.CreateModel(
            name="Dog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chip", models.CharField(max_length=15)),
                ("name", models.CharField(max_length=80)),
                ("born", models.DateField(null=True)),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("tall", models.BooleanField(db_default=False)),
                (
                    "breed",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="registry.breed",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="registry.owner"
                    ),
                ),
            ],
            options={"db_table": "dogs"},
        ),
        migrations.AddIndex(
            model_name="breed",
            index=django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="breeds_tags_idx"),
        ),
        migrations.AddConstraint(
            model_name="owner",
            constraint=models.UniqueConstraint(Lower("email"), name="owners_email_lower_key"),
        ),
        migrations.AddIndex(
            model_name="dog",
            index=models.Index(fields=["owner", "-born"], name="dogs_owner_born_idx"),
        ),
        migrations.AddConstraint(
            model_name="dog",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)), name="dogs_weight_check"
            ),
        ),
        migrations.AddConstraint(
            model_name="dog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tall", True)), fields=("chip",), name="dogs_tall_chip_key"
            ),
        ),
    ]
