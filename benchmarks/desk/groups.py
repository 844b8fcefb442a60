"""Decide every group of the workbench by keyboard in Chromium, and say how long it takes. See README.md in this folder.

    python benchmarks/desk/groups.py http://127.0.0.1:8000 [--kind person] [--most 1000]

The server has to serve the archive that the settings name. A group that is sure is decided with "s", any other with "n", as soon as its
page is there: what is measured is the time that an archivist waits, not the time to look. Afterwards every decision is undone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from archive import jobs, store  # noqa: E402
from archive.models import IdentityDecision, Job  # noqa: E402

NAME, PASSWORD = "benchmark-of-groups", "benchmark of groups"


def run(address: str, kind: str, most: int) -> dict[str, list[float]]:
    """Decide the groups, and return the seconds from each key to the next page, by key."""
    waited: dict[str, list[float]] = {"s": [], "n": []}
    sure = {group.first for group in store.similar_groups(kind) if group.is_sure}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(base_url=address)
        page.goto("/admin/login/")
        page.fill("[name=username]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.goto(f"/admin/archive/{kind}/same/")
        page.get_by_role("link", name="Begin with the first").click()
        while sum(map(len, waited.values())) < most:
            page.wait_for_selector("[data-keys]:not([hidden]), .desk-page > p:text('Nothing waits here')")
            if not page.query_selector("form[data-group]"):
                break
            is_sure = int(page.get_attribute("[name=shown]", "value").split(",")[0]) in sure
            key = "s" if is_sure else "n"
            begun = time.perf_counter()
            with page.expect_navigation(wait_until="load"):
                page.keyboard.press(key)
            waited[key].append(time.perf_counter() - begun)
        browser.close()
    return waited


def main() -> None:
    """Make somebody who decides, let them decide, report, and undo everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--kind", default="person")
    parser.add_argument("--most", type=int, default=1000)
    options = parser.parse_args()
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="archivist"))
    groups = store.similar_groups(options.kind)
    print(f"{len(groups)} groups, {sum(group.is_sure for group in groups)} of them sure")
    begun = time.perf_counter()
    try:
        waited = run(options.address, options.kind, options.most)
        total = time.perf_counter() - begun
        for key, seconds in waited.items():
            if len(seconds) > 1:
                last = statistics.quantiles(seconds, n=20)[-1]
                print(
                    f"{key}: {len(seconds)} decisions, median {statistics.median(seconds):.2f} s, 95 % within {last:.2f} s"
                )
        print(f"{sum(map(len, waited.values()))} decisions in {total:.0f} s")
        print(f"left: {len(store.similar_groups(options.kind))}; jobs: {Job.objects.filter(user=user).count()}")
    finally:
        begun = time.perf_counter()
        for job in Job.objects.filter(user=user, status__in=Job.OPEN):
            jobs.run_to_end(job)
        decisions = list(IdentityDecision.objects.filter(user=user, undone_at=None).order_by("-pk"))
        for decision in decisions:
            if job := jobs.start_undoing_decision(decision, user=user):
                jobs.run_to_end(job)
        print(
            f"{len(decisions)} decisions undone in {time.perf_counter() - begun:.0f} s, groups: {len(store.similar_groups(options.kind))}"
        )
        user.delete()


if __name__ == "__main__":
    main()
