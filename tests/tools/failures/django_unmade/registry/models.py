from django.db import models


class Dog(models.Model):
    name = models.CharField(max_length=80)
    chip = models.CharField(max_length=15, default="")  # since yesterday
