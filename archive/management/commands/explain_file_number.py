"""Explain file numbers."""

import json

from django.core.management.base import BaseCommand

from archive import filing


class Command(BaseCommand):
    help = "Explain file numbers in words, or as JSON."

    def add_arguments(self, parser):
        parser.add_argument("numbers", nargs="+", metavar="NUMBER")
        parser.add_argument(
            "--year", type=int, help="The paper's year, for a number whose own parts don't show its era."
        )
        parser.add_argument("--json", action="store_true", help="JSON: an object for one number, a list for several.")

    def handle(self, *args, numbers, year, **options):
        explanations = [filing.explain(number, year) for number in numbers]
        if options["json"]:
            objects = [explanation.as_json() for explanation in explanations]
            self.stdout.write(json.dumps(objects if len(objects) > 1 else objects[0], ensure_ascii=False, indent=2))
            return
        for explanation in explanations:
            self.stdout.write(f"{explanation.number.normal}\n  {explanation.sentence}")
            for warning in explanation.number.warnings:
                self.stdout.write(f"  doubt: {warning.message}")
