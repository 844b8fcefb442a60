"""Enter papers by keyboard in Chromium, and count keys and seconds for each. See README.md in this folder.

    python benchmarks/desk/entering.py http://127.0.0.1:8000 FOLDER

The server has to serve the archive that the settings name. Each text file of the folder is pasted at *New from transcription*; what the
desk offers to clean is accepted unread, and the paper is saved as a draft. What is counted are the keys until then (pasting is one,
modifiers are none) and the time that a clerk waits: from pasting to the preview, and from saving to the paper's page. What a clerk would
still have to correct is not done, but told: the doubts and the fields that are empty. Afterwards the drafts are thrown away.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from archive.models import Document, Entry  # noqa: E402

NAME, PASSWORD = "benchmark-of-entering", "benchmark of entering"
#: The fields that most papers have.
_FIELDS = ("senders-0-office", "recipients-0-office", "place", "date_edtf", "file_numbers")


class Keyboard:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        """Press a key."""
        self.keys += 1
        self.page.keyboard.press(key)

    def reach(self, value: str) -> None:
        """Go to the button with this value, forward or back, whichever is nearer, and press it."""
        steps = self.page.evaluate(
            """value => {
              const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
                .filter(one => one.checkVisibility() && !one.disabled && one.type !== "hidden" && one.tabIndex >= 0);
              return all.findIndex(one => one.value === value) - all.indexOf(document.activeElement);
            }""",
            value,
        )
        key = "Tab" if steps > 0 else "Shift+Tab"
        for _ in range(2 * abs(steps) + 5):
            if self.page.evaluate("document.activeElement.value") == value:
                break
            self.press(key)
        self.press("Enter")


def enter(page: Page, text: str) -> dict:
    """Enter one paper, and return what it took."""
    keyboard = Keyboard(page)
    page.goto("/admin/archive/document/enter/")
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    begun = time.perf_counter()
    keyboard.press("Control+V")
    page.locator("#preview .desk-paper").wait_for()
    preview = time.perf_counter() - begun
    if page.locator("button[value=clean]:visible").count():
        with page.expect_navigation():
            keyboard.reach("clean")
        page.locator("#preview .desk-paper").wait_for()
    doubts = page.locator("#preview .desk-doubts li").all_inner_texts()
    empty = [name for name in _FIELDS if not page.locator(f"#fields [name={name}]:not([value=''])").count()]
    page.locator("#text").focus()
    begun = time.perf_counter()
    with page.expect_navigation(url="**/change/"):
        keyboard.reach("save")
    saving = time.perf_counter() - begun
    return {"keys": keyboard.keys, "preview": preview, "saving": saving, "doubts": doubts, "empty": empty}


def run(address: str, folder: Path) -> None:
    """Enter all papers, and print a line for each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("[name=username]", NAME)
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        print("| Paper | Keys | Preview s | Saving s | Doubts | Fields not read |\n|---|---|---|---|---|---|")
        for path in sorted(folder.glob("*.txt")):
            took = enter(page, path.read_text(encoding="utf-8"))
            print(
                f"| {path.stem} | {took['keys']} | {took['preview']:.2f} | {took['saving']:.2f} "
                f"| {len(took['doubts'])} | {', '.join(took['empty']) or '–'} |"
            )
        browser.close()


def main() -> None:
    """Make a clerk, let them enter the papers, and remove both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name="clerk"))
    try:
        run(options.address, options.folder)
    finally:
        Document.objects.filter(versions__user=user, state="draft").delete()
        Entry.objects.filter(user=user).delete()
        user.delete()


if __name__ == "__main__":
    main()
