"""Messages of the Model Context Protocol as data: what is asked, and what is answered. Nothing is remembered between two of them.

Two versions are spoken: 2025-11-25, in which a client says hello first, and 2026-07-28, in which every request stands alone. The
specification is at https://modelcontextprotocol.io/specification/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.api.mcp.tools import TOOLS
from archive.api.problems import Problem

WITH_HELLO, ALONE = "2025-11-25", "2026-07-28"
VERSIONS = (WITH_HELLO, ALONE)
_META = "io.modelcontextprotocol/"
_SERVER = {"name": "chancery", "version": "1.0"}
_ABILITIES: dict[str, Any] = {"tools": {}}
_INSTRUCTIONS = (
    "An archive of diplomatic papers as they were printed. Search for papers, read one, follow its thread. Cite what you use by the "
    "citation and the address that each answer gives. What an answer calls inferred or likely is not stated by the source."
)
_HOUR = 3_600_000

INVALID_REQUEST, NO_METHOD, INVALID_PARAMETERS, UNSUPPORTED = -32600, -32601, -32602, -32022


class Refusal(Exception):
    """A message that is refused, with the code of JSON-RPC or of the protocol."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


def answer(message: Any, base: str) -> dict[str, Any] | None:
    """Return the answer to a message, ``None`` to one that wants none. ``base`` begins the addresses in it."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        return _error(None, Refusal(INVALID_REQUEST, "This is not one request of JSON-RPC 2.0."))
    if "id" not in message:
        return None
    parameters = message.get("params")
    parameters = parameters if isinstance(parameters, dict) else {}
    meta = parameters.get("_meta")
    version = meta.get(f"{_META}protocolVersion") if isinstance(meta, dict) else None
    try:
        if version is not None and version not in VERSIONS:
            raise Refusal(
                UNSUPPORTED,
                "This version of the protocol is not spoken here.",
                {"supported": [ALONE], "requested": f"{version}"[:40]},
            )
        method = _METHODS.get(message["method"])
        if method is None:
            raise Refusal(NO_METHOD, "There is no such method here.")
        result = method(parameters, base)
    except Refusal as refusal:
        return _error(message["id"], refusal)
    if version == ALONE or message["method"] == "server/discover":
        result = {**result, "resultType": "complete", "_meta": {f"{_META}serverInfo": _SERVER}}
    return {"jsonrpc": "2.0", "id": message["id"], "result": result}


def _error(id_: Any, refusal: Refusal) -> dict[str, Any]:
    error = {"code": refusal.code, "message": refusal.message}
    return {"jsonrpc": "2.0", "id": id_, "error": error | ({"data": refusal.data} if refusal.data else {})}


def _hello(parameters: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {
        "protocolVersion": WITH_HELLO,
        "capabilities": _ABILITIES,
        "serverInfo": _SERVER,
        "instructions": _INSTRUCTIONS,
    }


def _discover(parameters: Mapping[str, Any], base: str) -> dict[str, Any]:
    cached = {"ttlMs": _HOUR, "cacheScope": "public"}
    return {"supportedVersions": list(VERSIONS), "capabilities": _ABILITIES, "instructions": _INSTRUCTIONS, **cached}


def _tools(parameters: Mapping[str, Any], base: str) -> dict[str, Any]:
    return {"tools": [tool.described for tool in TOOLS.values()], "ttlMs": _HOUR, "cacheScope": "public"}


def _call(parameters: Mapping[str, Any], base: str) -> dict[str, Any]:
    tool = TOOLS.get(str(parameters.get("name")))
    sent = parameters.get("arguments", {})
    if tool is None or not isinstance(sent, dict):
        raise Refusal(INVALID_PARAMETERS, f"The tools are: {', '.join(TOOLS)}; arguments are an object.")
    try:
        text, wrong = tool.call(sent, base), False
    except Problem as problem:
        # A model can mend this by itself, so it is an answer and no error of the protocol.
        text, wrong = f"{problem.parameter}: {problem.detail}".lstrip(": "), True
    return {"content": [{"type": "text", "text": text}], "isError": wrong}


_METHODS: dict[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "initialize": _hello,
    "server/discover": _discover,
    "ping": lambda parameters, base: {},
    "tools/list": _tools,
    "tools/call": _call,
}
