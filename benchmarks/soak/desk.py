"""People at the desk of an archive that is served: what they do, through HTTP as browsers do it."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from tests.support.forms import fields_of

PASSWORD = "a-password-of-the-soak"
TEXT = """840.48 Refugees/{number}: Telegram

The Ambassador in Ruritania (Quill) to the Secretary of State

Strelsau, March 5, 1938—7 p.m.

{number}. Your telegram1 arrived and was read by {token}.

1. Not printed, but cited by {token}.
"""


@dataclass
class Results:
    """What came of all requests, and what the server confirmed."""

    #: By what was done: the milliseconds of each request.
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    #: What was done and what came of it, where that was not expected.
    errors: list[str] = field(default_factory=list)
    #: By the paper's id: the word that its last confirmed text has, and its last confirmed state.
    tokens: dict[int, str] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    #: Words of typed texts that the server confirmed without a paper, by the address of the entry.
    autosaved: dict[str, str] = field(default_factory=dict)
    imported: list[str] = field(default_factory=list)
    #: By the paper's id: words and states that were sent later, and of which the server did not say what became of them.
    unsure: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: By the address of an entry: the word of a text that was sent to be saved as a draft, and all texts of it that were sent.
    sent: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    #: What all requests were answered with: a status, or the name of an error of the connection.
    statuses: Counter[int | str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person:
    """Somebody at the desk, in a thread of their own, with a session and what they do over and over."""

    #: Seconds that they let pass before each thing they do, as people do; README.md says why so many.
    pause = 0.0

    def __init__(self, port: int, name: str, results: Results, pause: float = 0) -> None:
        """``pause`` is how many seconds pass between two things they do, on average; 0 for none."""
        self.name, self.results, self.chance, self._pause = name, results, random.Random(name), pause
        self._host, self._session = f"http://127.0.0.1:{port}", requests.Session()
        self._turn = 0

    def work(self, end: threading.Event) -> None:
        """Log in and go on until the end. Raises ``ConnectionError`` where nobody could log in."""
        self._end = end
        self.wait()
        self.get("log in", "/admin/login/")
        logged_in = self.post("log in", "/admin/login/?next=/admin/", username=self.name, password=PASSWORD)
        if logged_in.status_code != 302:
            raise ConnectionError(f"not logged in: {logged_in.status_code}")
        while not end.is_set():
            try:
                self.turn()
            except requests.RequestException as error:
                self.results.errors.append(f"{self.name}: {type(error).__name__}")
                self.results.statuses[type(error).__name__] += 1
                time.sleep(1)

    def turn(self) -> None:
        """Do something once."""
        raise NotImplementedError

    def wait(self) -> None:
        """Let some time pass, half to one and a half of the pause: reading, thinking, typing."""
        self._end.wait(self._pause * self.chance.uniform(0.5, 1.5))

    def _step(self, pk: int, step: str, state: str, **data: str) -> None:
        """Take a step of the workflow with a paper."""
        self.results.unsure[pk].add(state)
        taken = self.post(step, f"/admin/archive/document/{pk}/step/", step=step, **data)
        if taken.status_code == 302:
            self.results.states[pk] = state

    def token(self) -> str:
        """Return a word that nobody else types."""
        self._turn += 1
        return f"{self.name.replace('-', '')}x{self._turn}x{time.time_ns()}"

    def get(self, what: str, path: str) -> requests.Response:
        """Request a page, which must be there."""
        return self._timed(what, (200,), lambda: self._session.get(self._host + path, timeout=120))

    def post(self, what: str, path: str, files: dict | None = None, **data: str) -> requests.Response:
        """Send a form, which must be accepted: followed by a page, or answered."""
        data["csrfmiddlewaretoken"] = self._session.cookies["csrftoken"]
        return self._timed(
            what,
            (200, 302),
            lambda: self._session.post(self._host + path, data, files=files, timeout=120, allow_redirects=False),
        )

    def _timed(self, what: str, expected: tuple[int, ...], send: Callable[[], requests.Response]) -> requests.Response:
        began = time.perf_counter()
        response = send()
        with self.results.lock:
            self.results.taken[what].append(1000 * (time.perf_counter() - began))
            self.results.statuses[response.status_code] += 1
            if response.status_code not in expected:
                self.results.errors.append(f"{what}: {response.status_code} {response.url.removeprefix(self._host)}")
        return response


class Clerk(Person):
    """Types texts, which are saved during typing, saves them as drafts, edits them and sends some to review."""

    pause = 4.0

    def turn(self) -> None:
        token = self.token()
        text = TEXT.format(number=self.chance.randint(1, 9_000), token=token)
        self.get("open the editor", "/admin/archive/document/enter/")
        address = "/admin/archive/document/enter/"
        for part in (0.2, 0.4, 0.6, 0.8, 1) if self._pause else (0.4, 0.8, 1):
            self.wait()
            typed = text[: int(len(text) * part)]
            self.results.sent.setdefault(address, (token, set()))[1].add(typed)
            saved = self.post("save during typing", address, text=typed, name=token, action="live")
            if saved.status_code == 200:
                address = saved.json()["address"]
                self.results.autosaved[address] = typed
        self.wait()
        self._save(address, token, text)

    def _save(self, address: str, token: str, text: str) -> None:
        saved = self.post("save a draft", address, text=text, name=token, action="save")
        self.results.autosaved.pop(address, None)
        pk = _paper(saved)
        if pk is None:
            self.results.errors.append(f"save a draft: no paper, {saved.status_code} {saved.headers.get('Location')}")
            return
        self.results.tokens[pk] = token
        self.results.states[pk] = "draft"
        if self.chance.random() < 0.5:
            self.wait()
            again = self.token()
            edit = f"/admin/archive/document/{pk}/edit/"
            form = fields_of(self.get("open a paper's text", edit).text, "entry")
            form["text"] = form["text"].replace(token, again)
            self.results.unsure[pk].add(again)
            self.wait()
            if _paper(self.post("save an edit", edit, **(form | {"action": "save"}))) == pk:
                self.results.tokens[pk] = again
        self.wait()
        if self.chance.random() < 0.7:
            self._step(pk, "submit", "review")


class Archivist(Person):
    """Publishes what is in review, withdraws and publishes it again, and corrects authorities."""

    pause = 10.0

    def turn(self) -> None:
        self.wait()
        self.get("list what is in review", "/admin/archive/document/?state__exact=review")
        with self.results.lock:
            waiting = [pk for pk, state in self.results.states.items() if state == "review"]
            published = [pk for pk, state in self.results.states.items() if state == "published"]
        if waiting:
            self.wait()
            self._step(self.chance.choice(waiting), "publish", "published")
        if published and self.chance.random() < 0.3:
            pk = self.chance.choice(published)
            self._step(pk, "withdraw", "withdrawn", comment="for the soak")
            self.wait()
            self._step(pk, "reinstate", "published", comment="for the soak")
        self.wait()
        self._correct()

    def _correct(self) -> None:
        """Save an office with another note."""
        offices = self.get("list offices", "/admin/archive/office/?q=Ruritania")
        if found := re.search(r"/admin/archive/office/(\d+)/change/", offices.text):
            form = fields_of(self.get("open an office", found[0]).text, "office_form")
            form.pop("csrfmiddlewaretoken", None)
            self.wait()
            self.post("save an office", found[0], **(form | {"notes": f"Seen by {self.token()}."}))


class Importer(Person):
    """Uploads files of several papers, confirms them and follows them until they are imported."""

    pause = 10.0

    def turn(self) -> None:
        self.wait()
        token = self.token()
        text = "\n\n".join(TEXT.format(number=number, token=f"{token}n{number}") for number in range(1, 21))
        add = "/admin/archive/importrun/add/"
        self.get("open the upload", add)
        uploaded = self.post("upload", add, files={"file": (f"{token}.txt", text.encode())}, state="draft")
        run = uploaded.headers.get("Location", "")
        if uploaded.status_code != 302:
            return
        page = self.get("see an import", run).text
        sha = re.search(r'name="sha256" value="(\w+)"', page)
        if sha is None:
            self.results.errors.append("see an import: no button to confirm it")
            return
        self.wait()
        began = time.perf_counter()
        self.post("confirm an import", run.replace("change/", "confirm/"), sha256=sha[1])
        for _ in range(240):
            time.sleep(0.5)
            if re.search("Undo", self.get("see an import", run).text):
                self.results.imported.append(token)
                self.results.taken["import of 20 papers"].append(1000 * (time.perf_counter() - began))
                return
        self.results.errors.append(f"import: not done after two minutes, {run}")


def _paper(response: requests.Response) -> int | None:
    """Return the paper whose page a saved form leads to."""
    found = re.fullmatch(r"/admin/archive/document/(\d+)/change/", response.headers.get("Location", ""))
    return int(found[1]) if found else None
