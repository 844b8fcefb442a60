"""What is wrong with a request, as RFC 9457 has it: the family of answers that are no records."""

from __future__ import annotations

from typing import Any

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request cannot be read",
    404: "There is no such record",
    405: "This address cannot be asked so",
    410: "This paper was withdrawn",
    429: "Too many requests",
}


class Problem(Exception):
    """A request that cannot be answered: its status, what is wrong in a sentence, and the parameter that is concerned."""

    def __init__(self, status: int, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


class Moved(Exception):
    """The record was merged into another one, whose address this is."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def as_data(status: int, detail: str, parameter: str = "", title: str = "") -> dict[str, Any]:
    """Return a problem as JSON data."""
    data: dict[str, Any] = {
        "type": "about:blank",
        "title": title or TITLES.get(status, "The request failed"),
        "status": status,
    }
    if detail:
        data["detail"] = detail
    if parameter:
        data["parameter"] = parameter
    return data
