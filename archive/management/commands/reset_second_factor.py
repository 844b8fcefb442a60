"""``reset_second_factor USER``: for somebody who has lost both the app and the codes on paper."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from archive.desk.second_factor import remove_second_factor


class Command(BaseCommand):
    """Remove a user's second factor; the password alone opens the desk until another one is set up."""

    help = "Remove the second factor of somebody who has lost both the app and the codes on paper."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, **options):
        model = get_user_model()
        user = model.objects.filter(**{model.USERNAME_FIELD: options["username"]}).first()
        if user is None:
            raise CommandError(f"There is no user {options['username']}.")
        remove_second_factor(user)
        self.stdout.write(f"{user} logs in with the password alone now.")
