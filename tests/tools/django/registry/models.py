"""A registry of dogs: what Django can say, a bit of everything."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower, Now


class Owner(models.Model):
    email = models.EmailField(unique=True)
    name = models.TextField(db_comment="As on the letter box.")
    joined_at = models.DateTimeField(db_default=Now())
    settings = models.JSONField(default=dict)

    class Meta:
        db_table = "owners"
        db_table_comment = "Whom a dog belongs to."
        constraints = [models.UniqueConstraint(Lower("email"), name="owners_email_lower_key")]


class Breed(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    tags = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        db_table = "breeds"
        indexes = [GinIndex(fields=["tags"], name="breeds_tags_idx")]


class Dog(models.Model):
    chip = models.CharField(max_length=15)
    name = models.CharField(max_length=80)
    born = models.DateField(null=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    tall = models.BooleanField(db_default=False)
    owner = models.ForeignKey(Owner, models.CASCADE)
    breed = models.ForeignKey(Breed, models.SET_NULL, null=True, db_index=False)

    class Meta:
        db_table = "dogs"
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="dogs_weight_check"),
            models.UniqueConstraint(
                fields=["chip"], condition=models.Q(tall=True), name="dogs_tall_chip_key"
            ),
        ]
        indexes = [models.Index(fields=["owner", "-born"], name="dogs_owner_born_idx")]


class Visit(models.Model):
    pk = models.CompositePrimaryKey("dog_id", "day")
    dog = models.ForeignKey(Dog, models.PROTECT)
    day = models.DateField()
    cost = models.DecimalField(max_digits=8, decimal_places=2)
    tax = models.GeneratedField(
        expression=models.F("cost") * 0.15,
        output_field=models.DecimalField(max_digits=8, decimal_places=2),
        db_persist=True,
    )

    class Meta:
        db_table = "visits"
