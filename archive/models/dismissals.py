"""Rules whose doubts nobody is to look at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class DismissedRule(models.Model):
    """A rule whose doubts are dismissed in one volume or, without one, everywhere: those that are open, and those to come.

    The doubts stay, as others that are dismissed do; taking the rule back opens those again that no other one is about.
    """

    code = models.CharField("rule", help_text="The code of the doubts, as their list shows it.")
    volume = models.ForeignKey(
        "archive.Volume", models.CASCADE, null=True, blank=True, help_text="Without one, all papers of the archive."
    )
    reason = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "dismissed rule"
        ordering = ["code", "volume"]
        constraints = [
            models.UniqueConstraint(fields=["code", "volume"], name="dismissed_rule_once_a_volume"),
            models.UniqueConstraint(fields=["code"], condition=Q(volume=None), name="dismissed_rule_once_everywhere"),
        ]

    def __str__(self):
        return f"{self.code} {f'in {self.volume.slug}' if self.volume_id else 'everywhere'}"
