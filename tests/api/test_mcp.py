"""The Model Context Protocol, spoken by its official client in both versions, and by nobody who means well."""

import asyncio
import json
import queue
from concurrent.futures import Future, ThreadPoolExecutor

import httpx2
import pytest
from django.test import Client
from mcp import Client as ModelClient
from mcp.client.streamable_http import streamable_http_client

from archive.api.mcp.tools import LONGEST, TOOLS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]
ADDRESS = "/api/mcp"
CALLS = {
    "search": ({"query": "arrived", "limit": 2}, "vol-d1"),
    "read_paper": ({"id": "vol-d1"}, "Cite as:"),
    "follow_thread": ({"id": "v-d554"}, "not held"),
    "resolve_citation": ({"citation": "/documents/vol-d2/"}, "[vol-d2]"),
    "explain_file_number": ({"number": "840.48 Refugees/17"}, "calamities"),
    "chronology_of_day": ({"day": "1938-03-05"}, "[vol-d3]"),
}


class _Django(httpx2.AsyncBaseTransport):
    """Has what the client sends answered by the view, in the thread of the test: it has the database."""

    def __init__(self) -> None:
        self.waiting: queue.Queue = queue.Queue()

    async def handle_async_request(self, request):
        answer: Future = Future()
        self.waiting.put((request, await request.aread(), answer))
        return await asyncio.wrap_future(answer)

    def serve(self, running: Future) -> None:
        """Answer until the client has done."""
        running.add_done_callback(lambda _: self.waiting.put(None))
        while waiting := self.waiting.get(timeout=60):
            request, content, answer = waiting
            headers = {name: value for name, value in request.headers.items() if name not in ("content-length", "host")}
            made = Client().generic(
                request.method, request.url.path, content, headers.pop("content-type", ""), headers=headers
            )
            answer.set_result(httpx2.Response(made.status_code, headers=dict(made.headers), content=made.content))


@pytest.mark.parametrize("mode", ["legacy", "auto", "2026-07-28"])
def test_the_official_client_uses_every_tool(mode):
    django = _Django()

    async def talk():
        async with httpx2.AsyncClient(transport=django, headers={"Accept-Encoding": "identity"}) as http:
            transport = streamable_http_client("http://testserver" + ADDRESS, http_client=http)
            async with ModelClient(transport, mode=mode) as client:
                tools = await client.list_tools()
                assert {tool.name for tool in tools.tools} == set(TOOLS) == set(CALLS)
                return {name: await client.call_tool(name, sent) for name, (sent, _words) in CALLS.items()}

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asyncio.run, talk())
        django.serve(running)
        results = running.result()
    for name, result in results.items():
        assert not result.is_error, name
        text = result.content[0].text
        assert CALLS[name][1] in text, text
        assert "http://testserver/" in text
        assert len(text) < LONGEST + 100


def _sent(client, message, **headers):
    return client.post(
        ADDRESS, message if isinstance(message, str) else json.dumps(message), "application/json", headers=headers
    )


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        ("{", 400, -32600), ("[]", 400, -32600), ("[" * 60_000, 400, -32600), ({"id": 1}, 400, -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": "nothing"}, 404, -32601),
        ({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "delete"}}, 200, -32602),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "1"}}}, 400, -32022),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(client, message, status, code):
    answer = _sent(client, message)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("read_paper", {"id": "nowhere"}, "No public record"), ("read_paper", {}, "id"), ("read_paper", {"id": "x\0"}, "no text"),
        ("search", {"query": "x", "limit": 1000}, "limit"), ("search", {"query": "x", "colour": "red"}, "colour"),
        ("chronology_of_day", {"day": "1938-02-31"}, "day"),
    ],
)  # fmt: skip
def test_a_model_is_told_what_is_wrong(client, name, arguments, words):
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
    result = _sent(client, call).json()["result"]
    assert result["isError"] is True
    assert words in result["content"][0]["text"]


def test_pages_of_other_sites_may_not_ask(client):
    assert _sent(client, {"jsonrpc": "2.0", "method": "notifications/initialized"}).status_code == 202
    assert _sent(client, {}, origin="https://elsewhere.example").status_code == 403
    assert client.get(ADDRESS).status_code == 405
